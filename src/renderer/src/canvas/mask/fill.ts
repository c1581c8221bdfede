/** Why this file exists: the fill tool: the connected pixels of one value around a place. Pure. */
import type { MaskRaster } from '../../../../shared/mask-rle.ts';
import type { Point } from '../viewport.ts';
import type { Spans } from './spans.ts';

export interface FilledArea {
  spans: Spans;
  /** Pixels. */
  area: number;
  /** True when it reaches the image's border. */
  open: boolean;
}

/**
 * The 4-connected pixels with the value of the pixel at `point`; empty when that is outside. Goes
 * through pieces of rows, so that 12 million pixels take one pass.
 */
export function connectedArea({ width, height, data }: MaskRaster, point: Point): FilledArea {
  const startX = Math.floor(point.x);
  const startY = Math.floor(point.y);
  const none = { spans: new Int32Array(0), area: 0, open: false };
  if (startX < 0 || startY < 0 || startX >= width || startY >= height) return none;
  const value = data[startY * width + startX] ?? 0;
  const done = new Uint8Array(width * height);
  const spans: number[] = [];
  const stack: number[] = [startY * width + startX];
  let area = 0;
  let open = false;
  const wanted = (at: number): boolean => data[at] === value && done[at] === 0;
  /** Puts the first pixel of each piece of a row that touches from..to - 1 on the stack. */
  const scan = (row: number, from: number, to: number): void => {
    let inside = false;
    for (let at = row * width + from; at < row * width + to; at += 1) {
      const now = wanted(at);
      if (now && !inside) stack.push(at);
      inside = now;
    }
  };
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (!wanted(at)) continue;
    const row = Math.floor(at / width);
    const begin = row * width;
    let from = at;
    while (from > begin && wanted(from - 1)) from -= 1;
    let to = at + 1;
    while (to < begin + width && wanted(to)) to += 1;
    done.fill(1, from, to);
    spans.push(row, from - begin, to - begin);
    area += to - from;
    open ||= row === 0 || row === height - 1 || from === begin || to === begin + width;
    if (row > 0) scan(row - 1, from - begin, to - begin);
    if (row < height - 1) scan(row + 1, from - begin, to - begin);
  }
  return { spans: Int32Array.from(spans), area, open };
}

/**
 * True when a fill would take most of the image because the outline around the place is not closed:
 * more likely a slip than a wish.
 */
export function runsOut({ area, open }: FilledArea, { width, height }: MaskRaster): boolean {
  return open && area > 0.5 * width * height;
}
