/** Why this file exists: tests compare tools by the pixels they mean. */
import fc from 'fast-check';
import type { MaskRaster } from '../../../../src/shared/mask-rle.ts';

/** Pixels as `x,y`. */
export function pixelsOf(spans: Int32Array): Set<string> {
  const pixels = new Set<string>();
  for (let i = 0; i < spans.length; i += 3) {
    const [y = 0, from = 0, to = 0] = spans.subarray(i, i + 3);
    for (let x = from; x < to; x += 1) pixels.add(`${x},${y}`);
  }
  return pixels;
}

/** Rasters of background, defect and ignored pixels, up to `side` on a side. */
export function rasters(side: number): fc.Arbitrary<MaskRaster> {
  const extent = fc.integer({ min: 1, max: side });
  return fc.tuple(extent, extent).chain(([width, height]) =>
    fc
      .array(fc.constantFrom(0, 0, 0, 1, 1, 255), {
        minLength: width * height,
        maxLength: width * height,
      })
      .map((values) => ({ width, height, data: Uint8Array.from(values) })),
  );
}
