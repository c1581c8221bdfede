/**
 * Why this file exists: AU-PRO, the area under the per-region-overlap curve, exact. Small and
 * direct; `streaming.ts` computes the same number for sets that do not fit in memory.
 *
 * 1. The ground-truth regions of every image are its 8-connected components; each has weight one.
 * 2. All pixels of all images are pooled, good images included. At a threshold t,
 *    FPR(t) = background pixels >= t / all background pixels, and
 *    PRO(t) = mean over all regions of (region's pixels >= t / region's pixels).
 * 3. The curve has a point for every distinct score, and starts at (0, 0).
 * 4. AU-PRO is its area by trapezoids up to `limit` on the FPR axis, interpolated linearly at the
 *    limit, divided by the limit.
 */
import { labelComponents } from './components.ts';

/** The FPR up to which AU-PRO integrates, unless told otherwise; part of the metric's meaning. */
export const AUPRO_LIMIT = 0.3;

/** Area of a curve given point by point, x ascending from (0, 0), cut at `limit` on the x axis. */
export class AreaUpTo {
  readonly limit: number;
  private x = 0;
  private y = 0;
  private area = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Adds the straight line from the last point to (x, y); x never falls. */
  lineTo(x: number, y: number): void {
    if (this.x < this.limit && x > this.x) {
      const end = Math.min(x, this.limit);
      const yAtEnd = this.y + ((y - this.y) * (end - this.x)) / (x - this.x);
      this.area += ((this.y + yAtEnd) / 2) * (end - this.x);
    }
    this.x = x;
    this.y = y;
  }

  get value(): number {
    return this.area;
  }
}

export interface ProImage {
  /** Anomaly map, `width * height` values row by row. */
  scores: ArrayLike<number>;
  /** Ground truth of the same size, non-zero is defective; all zero for a good image. */
  mask: ArrayLike<number>;
  width: number;
  height: number;
}

/**
 * AU-PRO of a labelled set at `limit` (0 < limit <= 1), 0..1. Null when there is no region or no
 * background pixel. Throws RangeError on a wrong size, limit or NaN.
 */
export function auPro(images: readonly ProImage[], limit: number = AUPRO_LIMIT): number | null {
  if (!(limit > 0 && limit <= 1)) throw new RangeError(`The limit lies in 0..1, not ${limit}.`);
  let pixels = 0;
  for (const { scores, mask } of images) {
    if (scores.length !== mask.length) throw new RangeError('A map and its mask differ in size.');
    pixels += scores.length;
  }
  const score = new Float64Array(pixels);
  /** What a pixel adds to the sum over regions; 0 for background. */
  const overlap = new Float64Array(pixels);
  let regions = 0;
  let background = 0;
  let at = 0;
  for (const { scores, mask, width, height } of images) {
    const { labels, areas } = labelComponents(mask, width, height, 8);
    regions += areas.length;
    for (let p = 0; p < labels.length; p += 1, at += 1) {
      if (Number.isNaN(scores[p])) throw new RangeError(`The score of pixel ${p} is not a number.`);
      score[at] = scores[p]!;
      const region = labels[p]!;
      if (region === 0) background += 1;
      else overlap[at] = 1 / areas[region - 1]!;
    }
  }
  if (regions === 0 || background === 0) return null;
  const order = Uint32Array.from(score, (_, i) => i).sort((a, b) => score[b]! - score[a]!);
  const curve = new AreaUpTo(limit);
  let falsePositives = 0;
  let overlaps = 0;
  for (let i = 0; i < order.length; i += 1) {
    const pixel = order[i]!;
    if (overlap[pixel] === 0) falsePositives += 1;
    else overlaps += overlap[pixel]!;
    const last = i + 1 === order.length || score[order[i + 1]!] !== score[pixel];
    if (last) curve.lineTo(falsePositives / background, overlaps / regions);
  }
  return curve.value / limit;
}
