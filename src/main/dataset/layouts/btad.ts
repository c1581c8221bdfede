/**
 * Why this file exists: the layout of one BTAD product: `train/ok`, `test/ok`, `test/ko`,
 * `ground_truth/ko/<stem>`. Its archive mixes .bmp and .png, in images and masks alike, so
 * endings say nothing; files are read where they lie and never rewritten.
 */
import type { SplitLayout } from './splits.ts';

export const BTAD: SplitLayout = {
  layout: 'btad',
  goodFolder: 'ok',
  maskStems: (stem) => [stem, `${stem}_mask`],
};
