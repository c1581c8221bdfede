/** Why this file exists: the grid draws what is in view and no more, whatever is scrolled. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  commonAspect,
  gridHeight,
  layOut,
  tileAfterKey,
  tilePlace,
  visibleRange,
} from '../../../src/renderer/src/features/reports/grid-window.ts';

const grid = layOut({ count: 100, width: 650, minWidth: 100, gap: 10, caption: 40, aspect: 1 });

describe('the grid', () => {
  test('fills the width with whole columns', () => {
    expect(grid.columns).toBe(6);
    expect(grid.columns * grid.tileWidth + (grid.columns - 1) * grid.gap).toBeCloseTo(650);
    expect(gridHeight(grid)).toBeCloseTo(17 * (grid.tileHeight + 10) - 10);
  });

  test('has one column where there is no room, and no height without images', () => {
    const wishes = { count: 0, width: 20, minWidth: 100, gap: 10, caption: 40, aspect: 1 };
    expect(layOut(wishes).columns).toBe(1);
    expect(gridHeight(layOut(wishes))).toBe(0);
  });

  test('draws every tile that is in view and only few others', () => {
    const number = fc.integer({ min: 0, max: 3000 });
    fc.assert(
      fc.property(
        fc.nat(100_000),
        number,
        fc.integer({ min: 50, max: 4000 }),
        (count, top, wide) => {
          const any = layOut({
            count,
            width: wide,
            minWidth: 120,
            gap: 8,
            caption: 40,
            aspect: 1.2,
          });
          const height = 700;
          const [first, end] = visibleRange(any, top, height);
          for (const at of [0, first - 1, first, end - 1, end, count - 1]) {
            if (at < 0 || at >= count) continue;
            const place = tilePlace(any, at);
            const inView = place.top < top + height && place.top + any.tileHeight > top;
            if (inView) expect(at >= first && at < end).toBe(true);
          }
          const rowsInView = Math.ceil(height / any.tileHeight) + 4;
          expect(end - first).toBeLessThanOrEqual(rowsInView * any.columns);
        },
      ),
    );
  });

  test('is walked by keys without ever leaving it', () => {
    expect(tileAfterKey(grid, 7, 'ArrowDown', 500)).toBe(13);
    expect(tileAfterKey(grid, 7, 'ArrowUp', 500)).toBe(1);
    expect(tileAfterKey(grid, 1, 'ArrowUp', 500)).toBe(1);
    expect(tileAfterKey(grid, 98, 'ArrowDown', 500)).toBe(98);
    expect(tileAfterKey(grid, 0, 'ArrowLeft', 500)).toBe(0);
    expect(tileAfterKey(grid, 5, 'End', 500)).toBe(99);
    expect(tileAfterKey(grid, 5, 'Home', 500)).toBe(0);
    expect(tileAfterKey(grid, 5, 'x', 500)).toBeUndefined();
    const keys = fc.constantFrom(
      'ArrowLeft',
      'ArrowRight',
      'ArrowUp',
      'ArrowDown',
      'PageUp',
      'PageDown',
    );
    fc.assert(
      fc.property(fc.array(keys), (pressed) => {
        let at = 50;
        for (const key of pressed) at = tileAfterKey(grid, at, key, 500) ?? at;
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at).toBeLessThan(100);
      }),
    );
  });
});

test('tiles take the shape most images have, within bounds', () => {
  const wide = { width: 400, height: 300 };
  expect(commonAspect([wide, wide, { width: 1, height: 9 }])).toBeCloseTo(4 / 3);
  expect(commonAspect([{ width: 900, height: 100 }])).toBe(1.6);
  expect(commonAspect([])).toBe(1);
});
