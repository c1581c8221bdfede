/**
 * Why this file exists: a ground-truth mask in a few hundred bytes. Pixel metrics read every mask
 * several times; as runs of region numbers all masks of a large set stay in memory.
 */
import { labelComponents } from './components.ts';

export interface RegionRuns {
  /** Pixels of the image, background included. */
  pixels: number;
  /** Triples (first pixel, pixel after the last, region 0..areas.length-1), ascending. */
  runs: Uint32Array;
  /** Pixels of each 8-connected region. */
  areas: number[];
  /** Pixels in all regions. */
  defective: number;
  /** Pairs (first pixel, pixel after the last) of what no metric counts, ascending; in no region. */
  ignored: Uint32Array;
  /** Pixels in all of them. */
  ignoredPixels: number;
}

/** Which pixels no metric counts: non-zero is ignored. As large as the image. */
export type IgnoreMask = ArrayLike<number>;

/** The runs of an image without any defect (a good image). */
export function noRegions(pixels: number, ignore: IgnoreMask | null = null): RegionRuns {
  const none = { pixels, runs: new Uint32Array(0), areas: [], defective: 0 };
  return { ...none, ...ignoredRuns(pixels, ignore) };
}

/**
 * The 8-connected regions of a mask (`width * height` values row by row, non-zero is defective).
 * Throws RangeError when the mask has another size, or a defective pixel is ignored.
 */
export function regionRuns(
  mask: ArrayLike<number>,
  width: number,
  height: number,
  ignore: IgnoreMask | null = null,
): RegionRuns {
  const { labels, areas } = labelComponents(mask, width, height, 8);
  for (let pixel = 0; ignore && pixel < labels.length; pixel += 1) {
    if (labels[pixel] !== 0 && ignore[pixel] !== 0) {
      throw new RangeError('A pixel cannot be defective and ignored.');
    }
  }
  const runs: number[] = [];
  let start = 0;
  for (let pixel = 1; pixel <= labels.length; pixel += 1) {
    if (pixel < labels.length && labels[pixel] === labels[start]) continue;
    const region = labels[start]!;
    if (region !== 0) runs.push(start, pixel, region - 1);
    start = pixel;
  }
  return {
    pixels: labels.length,
    runs: Uint32Array.from(runs),
    areas,
    defective: areas.reduce((sum, area) => sum + area, 0),
    ...ignoredRuns(labels.length, ignore),
  };
}

function ignoredRuns(
  pixels: number,
  ignore: IgnoreMask | null,
): Pick<RegionRuns, 'ignored' | 'ignoredPixels'> {
  if (ignore === null) return { ignored: new Uint32Array(0), ignoredPixels: 0 };
  if (ignore.length !== pixels) {
    throw new RangeError(`${ignore.length} values cannot say which of ${pixels} pixels to ignore.`);
  }
  const ignored: number[] = [];
  let ignoredPixels = 0;
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    if (ignore[pixel] === 0) continue;
    const start = pixel;
    while (pixel < pixels && ignore[pixel] !== 0) pixel += 1;
    ignored.push(start, pixel);
    ignoredPixels += pixel - start;
  }
  return { ignored: Uint32Array.from(ignored), ignoredPixels };
}
