/**
 * Why this file exists: a mask seen from afar. Each level is half the one before and keeps the
 * strongest of four pixels, so that a scratch one pixel wide is still there at a tenth of its size.
 * Only what changed is made again. Pure.
 */
import { DEFECT, IGNORE, type MaskRaster } from '../../../../shared/mask-rle.ts';
import type { Rect } from './spans.ts';

/** Levels end when both sides are at most this long. */
const SMALLEST = 512;

/** Level 0 is the raster itself. */
export type Pyramid = readonly MaskRaster[];

/** The levels over `base`, made of it as it is inside `marked`; outside, `base` has to be empty. */
export function createPyramid(base: MaskRaster, marked: Rect | null = wholeOf(base)): Pyramid {
  const levels = [base];
  for (let last = base; Math.max(last.width, last.height) > SMALLEST;) {
    const width = Math.ceil(last.width / 2);
    const height = Math.ceil(last.height / 2);
    last = { width, height, data: new Uint8Array(width * height) };
    levels.push(last);
  }
  if (marked !== null) refresh(levels, marked);
  return levels;
}

function wholeOf({ width, height }: MaskRaster): Rect {
  return { x: 0, y: 0, width, height };
}

/** Makes the levels follow their base inside `rect` (pixels of the base). */
export function refresh(levels: Pyramid, rect: Rect): void {
  let changed = rect;
  for (let i = 1; i < levels.length; i += 1) {
    const from = levels[i - 1];
    const to = levels[i];
    if (from === undefined || to === undefined) return;
    changed = halved(changed);
    reduce(from, to, changed);
  }
}

/** The pixels of the next level that `rect` touches. */
export function halved({ x, y, width, height }: Rect): Rect {
  const left = x >> 1;
  const top = y >> 1;
  return {
    x: left,
    y: top,
    width: ((x + width + 1) >> 1) - left,
    height: ((y + height + 1) >> 1) - top,
  };
}

function reduce(from: MaskRaster, to: MaskRaster, rect: Rect): void {
  for (let y = rect.y; y < rect.y + rect.height; y += 1) {
    const upper = 2 * y * from.width;
    const lower = Math.min(from.height - 1, 2 * y + 1) * from.width;
    for (let x = rect.x; x < rect.x + rect.width; x += 1) {
      const left = 2 * x;
      const right = Math.min(from.width - 1, left + 1);
      const a = from.data[upper + left] ?? 0;
      const b = from.data[upper + right] ?? 0;
      const c = from.data[lower + left] ?? 0;
      const d = from.data[lower + right] ?? 0;
      to.data[y * to.width + x] = strongest(a, b, c, d);
    }
  }
}

/** A defect outdoes an ignored pixel, that one the background. */
function strongest(a: number, b: number, c: number, d: number): number {
  if ((a | b | c | d) === 0) return 0;
  return a === DEFECT || b === DEFECT || c === DEFECT || d === DEFECT ? DEFECT : IGNORE;
}

/** The level whose pixels are at most one device pixel large, as far as there are levels. */
export function levelFor(scale: number, levels: number): number {
  return Math.min(levels - 1, Math.max(0, Math.floor(-Math.log2(Math.max(scale, 1e-6)) + 1e-9)));
}
