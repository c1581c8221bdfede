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
}

/** The runs of an image without any defect (a good image). */
export function noRegions(pixels: number): RegionRuns {
  return { pixels, runs: new Uint32Array(0), areas: [], defective: 0 };
}

/**
 * The 8-connected regions of a mask (`width * height` values row by row, non-zero is defective).
 * Throws RangeError when the mask has another size.
 */
export function regionRuns(mask: ArrayLike<number>, width: number, height: number): RegionRuns {
  const { labels, areas } = labelComponents(mask, width, height, 8);
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
  };
}
