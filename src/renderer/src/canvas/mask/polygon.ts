/** Why this file exists: the pixels inside a polygon: those whose centre is inside (even-odd). Pure. */
import type { Point, Size } from '../viewport.ts';
import type { Spans } from './spans.ts';

/** The pixels of `size` inside the closed line through `points` (source pixels). */
export function polygonSpans(points: readonly Point[], { width, height }: Size): Spans {
  if (points.length < 3) return new Int32Array(0);
  const ys = points.map(({ y }) => y);
  const first = Math.max(0, Math.ceil(Math.min(...ys) - 0.5));
  const end = Math.min(height, Math.ceil(Math.max(...ys) - 0.5));
  const spans: number[] = [];
  for (let row = first; row < end; row += 1) {
    const crossings = crossingsAt(points, row + 0.5);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const from = Math.max(0, Math.ceil((crossings[i] ?? 0) - 0.5));
      const to = Math.min(width, Math.ceil((crossings[i + 1] ?? 0) - 0.5));
      if (from < to) spans.push(row, from, to);
    }
  }
  return Int32Array.from(spans);
}

/** Where the polygon's edges cross the horizontal line at `y`, from left to right. */
function crossingsAt(points: readonly Point[], y: number): number[] {
  const found: number[] = [];
  let before = points[points.length - 1];
  for (const point of points) {
    // Half-open, so that a corner on the line counts for one of its two edges.
    if (before !== undefined && before.y <= y !== point.y <= y) {
      found.push(before.x + ((y - before.y) / (point.y - before.y)) * (point.x - before.x));
    }
    before = point;
  }
  return found.sort((a, b) => a - b);
}
