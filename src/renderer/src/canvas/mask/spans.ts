/**
 * Why this file exists: every mask tool says which pixels it means in one form, and one function
 * writes them. Whoever draws a tool's outline reads the same form. Pure.
 */
import { DEFECT, IGNORE, type MaskRaster } from '../../../../shared/mask-rle.ts';
import type { Point, Size } from '../viewport.ts';

/**
 * Pixels as pieces of rows, flat: y, first column, one past the last column, and so on. Pieces may
 * lie outside the image; they are cut where they are written.
 */
export type Spans = Int32Array<ArrayBuffer>;

/** Whole pixels: covers x..x+width-1 and y..y+height-1. */
export type Rect = Point & Size;

/** Sets the pixels of `spans` to `value`; the smallest rectangle around them, null when all are outside. */
export function paintSpans(raster: MaskRaster, spans: Spans, value: number): Rect | null {
  const { width, height, data } = raster;
  let left = width;
  let right = 0;
  let top = height;
  let bottom = 0;
  for (let i = 0; i < spans.length; i += 3) {
    const y = spans[i] ?? -1;
    const from = Math.max(0, spans[i + 1] ?? 0);
    const to = Math.min(width, spans[i + 2] ?? 0);
    if (y < 0 || y >= height || from >= to) continue;
    data.fill(value, y * width + from, y * width + to);
    if (from < left) left = from;
    if (to > right) right = to;
    if (y < top) top = y;
    if (y >= bottom) bottom = y + 1;
  }
  return left >= right ? null : { x: left, y: top, width: right - left, height: bottom - top };
}

/** Pixels of each class. */
export interface Areas {
  defect: number;
  ignore: number;
}

/** How many pixels of each class `rect` holds. */
export function areasIn({ width, data }: MaskRaster, rect: Rect): Areas {
  let defect = 0;
  let ignore = 0;
  for (let y = rect.y; y < rect.y + rect.height; y += 1) {
    const end = y * width + rect.x + rect.width;
    for (let at = y * width + rect.x; at < end; at += 1) {
      if (data[at] === DEFECT) defect += 1;
      else if (data[at] === IGNORE) ignore += 1;
    }
  }
  return { defect, ignore };
}

/** The smallest rectangle around both; either may be missing. */
export function union(a: Rect | null, b: Rect | null): Rect | null {
  if (a === null || b === null) return a ?? b;
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

/** The rectangle and `by` pixels around it, inside the image. */
export function grown(rect: Rect, by: number, { width, height }: Size): Rect {
  const x = Math.max(0, rect.x - by);
  const y = Math.max(0, rect.y - by);
  return {
    x,
    y,
    width: Math.min(width, rect.x + rect.width + by) - x,
    height: Math.min(height, rect.y + rect.height + by) - y,
  };
}
