/**
 * Why this file exists: every screen of the rail, in order. A feature replaces its own
 * `features/<name>/screen.tsx`; nothing here changes for that.
 */
import { datasetsScreen } from '../features/datasets/screen.tsx';
import { galleryScreen } from '../features/gallery/screen.tsx';
import { inspectScreen } from '../features/inspect/screen.tsx';
import { modelsScreen } from '../features/models/screen.tsx';
import { productsScreen } from '../features/products/screen.tsx';
import { productReportsScreen } from '../features/reports/screen.tsx';
import { reviewScreen } from '../features/review/screen.tsx';
import { systemScreen } from '../features/system/screen.tsx';
import { thresholdsScreen } from '../features/thresholds/screen.tsx';
import { trainingScreen } from '../features/training/screen.tsx';
import type { Screen } from './define-screen.tsx';

/** Of a product, in the order of the work. */
export const PRODUCT_SCREENS: readonly Screen[] = [
  datasetsScreen,
  galleryScreen,
  reviewScreen,
  trainingScreen,
  modelsScreen,
  thresholdsScreen,
  inspectScreen,
  productReportsScreen,
];

export const GLOBAL_SCREENS: readonly Screen[] = [productsScreen, systemScreen];

/** The screen that an address names, or undefined. */
export function findScreen(name: string, productId: number | null): Screen | undefined {
  const among = productId === null ? GLOBAL_SCREENS : PRODUCT_SCREENS;
  return among.find((screen) => screen.name === name);
}
