/**
 * Why this file exists: which pixels a round brush covers. The ring that shows the brush is the
 * outline of exactly these pixels, so that the ring cannot say anything but what is painted, at
 * any zoom. Everything is in pixels of the source image. Pure.
 */
import type { Point } from '../viewport.ts';
import type { Spans } from './spans.ts';

export const MIN_BRUSH = 1;
export const MAX_BRUSH = 600;

/**
 * How far each row of the disc of `diameter` is set in from its box, top to bottom: row j covers the
 * columns inset..diameter - inset - 1. A pixel belongs to the disc when its centre is at most half a
 * diameter from the disc's (whole numbers, so exact).
 */
export function discInsets(diameter: number): Int32Array {
  const insets = new Int32Array(diameter);
  for (let row = 0; row < diameter; row += 1) {
    const dy = 2 * row + 1 - diameter;
    let inset = 0;
    while ((2 * inset + 1 - diameter) ** 2 + dy * dy > diameter * diameter) inset += 1;
    insets[row] = inset;
  }
  return insets;
}

/** The whole-pixel place of the disc's box (its top left pixel) for a pointer at `point`. */
export function placeDisc(point: Point, diameter: number): Point {
  const first = (middle: number): number => Math.floor(middle - diameter / 2 + 0.5);
  return { x: first(point.x), y: first(point.y) };
}

/** The pixels of a disc whose box is at `place`. */
export function discSpans(place: Point, diameter: number): Spans {
  return strokeSpans(place, place, diameter);
}

/**
 * The pixels that the disc covers on its way from one place to another, in steps of at most one
 * pixel. Each row is one piece: neighbouring discs lie one pixel apart and overlap or touch.
 */
export function strokeSpans(from: Point, to: Point, diameter: number): Spans {
  const insets = discInsets(diameter);
  const top = Math.min(from.y, to.y);
  const rows = Math.abs(to.y - from.y) + diameter;
  const spans = new Int32Array(rows * 3);
  for (let row = 0; row < rows; row += 1) {
    spans[row * 3] = top + row;
    spans[row * 3 + 1] = 2 ** 31 - 1;
    spans[row * 3 + 2] = -(2 ** 31);
  }
  const steps = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y));
  for (let step = 0; step <= steps; step += 1) {
    const along = steps === 0 ? 0 : step / steps;
    const x = Math.round(from.x + (to.x - from.x) * along);
    const y = Math.round(from.y + (to.y - from.y) * along);
    for (let row = 0; row < diameter; row += 1) {
      const at = (y - top + row) * 3;
      const inset = insets[row] ?? 0;
      const first = x + inset;
      const end = x + diameter - inset;
      if (first < (spans[at + 1] ?? 0)) spans[at + 1] = first;
      if (end > (spans[at + 2] ?? 0)) spans[at + 2] = end;
    }
  }
  return spans;
}

/**
 * The outline of the disc's pixels as a closed line along pixel borders, x, y, x, y, ... from the
 * top left of its box: what the ring is drawn from.
 */
export function discOutline(diameter: number): number[] {
  const insets = discInsets(diameter);
  const right: number[] = [];
  const left: number[] = [];
  insets.forEach((inset, row) => {
    right.push(diameter - inset, row, diameter - inset, row + 1);
    // Upwards on the left, so the lower corner comes first.
    left.unshift(inset, row + 1, inset, row);
  });
  return [...right, ...left];
}

/** The next brush: small ones by single pixels, large ones by a fifth. */
export function nextSize(size: number, step: number): number {
  const change = Math.max(1, Math.round(size * 0.2));
  return Math.min(MAX_BRUSH, Math.max(MIN_BRUSH, size + Math.sign(step) * change));
}
