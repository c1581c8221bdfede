/** Why this file exists: made-up images, for tests and for the processes that they start. */
import type { NewImage } from '../../../src/shared/entities/image.ts';

/** An image as an import finds it; 8 x 6 pixels. */
export function newImage(n: number, changes: Partial<NewImage> = {}): NewImage {
  return {
    path: `image-${String(n).padStart(4, '0')}.png`,
    sha256: n.toString(16).padStart(64, '0'),
    bytes: 1000 + n,
    width: 8,
    height: 6,
    perceptualHash: null,
    managed: false,
    part: null,
    split: 'test',
    ...changes,
  };
}
