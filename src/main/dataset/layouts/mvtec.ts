/**
 * Why this file exists: the layout of MVTec AD, which many data sets follow: `train/good`,
 * `test/good`, `test/<defect type>`, `ground_truth/<defect type>/<stem>_mask.png`.
 * A mask is found by its stem, whatever its ending, and never by its place in the order.
 */
import type { SplitLayout } from './splits.ts';

export const MVTEC: SplitLayout = {
  layout: 'mvtec',
  goodFolder: 'good',
  maskStems: (stem) => [`${stem}_mask`, stem],
};
