/**
 * Why this file exists: one step of undo: how a rectangle of the mask differs from before. The
 * difference is the exclusive or of both, as runs, so that applying it once redoes, twice undoes, and
 * a stroke takes a few hundred bytes. Pure.
 */
import type { Rect } from './spans.ts';

export interface Delta {
  rect: Rect;
  /** Runs of the rectangle's pixels row by row: length * 256 + exclusive or. */
  runs: Uint32Array<ArrayBuffer>;
}

const LONGEST = 2 ** 24 - 1;

/** How `after` differs from `before` in `rect`; null when it does not. Rasters are `width` wide. */
export function differenceIn(
  before: Uint8Array,
  after: Uint8Array,
  width: number,
  rect: Rect,
): Delta | null {
  const runs: number[] = [];
  let value = 0;
  let length = 0;
  const end = (): void => {
    for (let rest = length; rest > 0; rest -= LONGEST) {
      runs.push(Math.min(rest, LONGEST) * 256 + value);
    }
  };
  for (let y = rect.y; y < rect.y + rect.height; y += 1) {
    const last = y * width + rect.x + rect.width;
    for (let at = y * width + rect.x; at < last; at += 1) {
      const now = (before[at] ?? 0) ^ (after[at] ?? 0);
      if (now === value) {
        length += 1;
        continue;
      }
      end();
      value = now;
      length = 1;
    }
  }
  // A last run without change says nothing.
  if (value !== 0) end();
  return runs.length === 0 ? null : { rect, runs: Uint32Array.from(runs) };
}

/** Turns the raster from before to after, or from after to before. */
export function applyDelta(data: Uint8Array, width: number, { rect, runs }: Delta): void {
  let offset = 0;
  for (const run of runs) {
    const value = run & 255;
    let length = run >>> 8;
    if (value === 0) {
      offset += length;
      continue;
    }
    while (length > 0) {
      const column = offset % rect.width;
      const row = (offset - column) / rect.width;
      const piece = Math.min(length, rect.width - column);
      const start = (rect.y + row) * width + rect.x + column;
      for (let at = start; at < start + piece; at += 1) data[at] = (data[at] ?? 0) ^ value;
      offset += piece;
      length -= piece;
    }
  }
}

/** Size in memory, in bytes. */
export function deltaBytes({ runs }: Delta): number {
  return runs.byteLength + 64;
}
