/** Why this file exists: tiles cover what is in view at the size it is seen, and nothing else. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tilesFor } from '../../../../src/renderer/src/canvas/tile-places.ts';
import { levelFor } from '../../../../src/renderer/src/canvas/mask/pyramid.ts';
import { regionAt, toSource } from '../../../../src/renderer/src/canvas/regions.ts';
import { TILE_SIDE } from '../../../../src/shared/media.ts';

const IMAGE = { width: 4000, height: 3000 };

describe('tiles of a large image', () => {
  test('are not asked for while the reduced picture is sharp enough', () => {
    const all = { x: 0, y: 0, ...IMAGE };
    expect(tilesFor(IMAGE, 2048, 0.5, all)).toEqual([]);
    expect(tilesFor(IMAGE, 4000, 4, all)).toEqual([]);
  });

  test('cover every pixel in view, each of them touching it', () => {
    const area = fc.record({
      x: fc.integer({ min: -500, max: 3900 }),
      y: fc.integer({ min: -500, max: 2900 }),
      width: fc.integer({ min: 1, max: 2500 }),
      height: fc.integer({ min: 1, max: 2500 }),
    });
    fc.assert(
      fc.property(area, fc.double({ min: 0.52, max: 30, noNaN: true }), (view, scale) => {
        const places = tilesFor(IMAGE, 2048, scale, view);
        const [first] = places;
        const left = Math.max(0, view.x);
        const top = Math.max(0, view.y);
        const right = Math.min(IMAGE.width, view.x + view.width);
        const bottom = Math.min(IMAGE.height, view.y + view.height);
        if (left >= right || top >= bottom || first === undefined) {
          expect(left >= right || top >= bottom).toBe(true);
          return;
        }
        const side = TILE_SIDE * 2 ** first.level;
        const boxes = places.map(({ column, row }) => ({ x: column * side, y: row * side }));
        expect(Math.min(...boxes.map(({ x }) => x))).toBeLessThanOrEqual(left);
        expect(Math.min(...boxes.map(({ y }) => y))).toBeLessThanOrEqual(top);
        expect(Math.max(...boxes.map(({ x }) => x)) + side).toBeGreaterThanOrEqual(right);
        expect(Math.max(...boxes.map(({ y }) => y)) + side).toBeGreaterThanOrEqual(bottom);
        for (const { x, y } of boxes) expect(x < right && y < bottom).toBe(true);
        // Not coarser than the screen shows, and never more than twice as fine.
        expect(scale * 2 ** first.level).toBeLessThanOrEqual(Math.max(1, scale) + 1e-9);
      }),
    );
  });
});

test('a mask is seen from the level whose pixels are at most one of the screen’s', () => {
  expect(levelFor(4, 5)).toBe(0);
  expect(levelFor(1, 5)).toBe(0);
  expect(levelFor(0.5, 5)).toBe(1);
  expect(levelFor(0.3, 5)).toBe(1);
  expect(levelFor(0.25, 5)).toBe(2);
  expect(levelFor(0.001, 3)).toBe(2);
});

test('a click chooses the smallest region around it', () => {
  const peak = { x: 0, y: 0, score: 1 };
  const regions = [
    { area: 50, box: { x: 0, y: 0, width: 10, height: 10 }, peak },
    { area: 4, box: { x: 2, y: 2, width: 2, height: 2 }, peak },
  ];
  const source = { width: 200, height: 100 };
  const map = { width: 20, height: 20 };
  expect(toSource({ x: 2, y: 2, width: 2, height: 2 }, source, map)).toEqual({
    x: 20,
    y: 10,
    width: 20,
    height: 10,
  });
  expect(regionAt(regions, { x: 25, y: 12 }, source, map)).toBe(1);
  expect(regionAt(regions, { x: 5, y: 5 }, source, map)).toBe(0);
  expect(regionAt(regions, { x: 150, y: 90 }, source, map)).toBeNull();
});
