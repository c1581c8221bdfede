/** Why this file exists: the drawn contour says the same as `value >= level`. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contourSegments } from '../../../src/renderer/src/canvas/contour.ts';

/** Crossings of a ray from (x, y) to the right; odd means inside. All in 0..1 of the image. */
function isInside(segments: Float32Array, x: number, y: number): boolean {
  let crossings = 0;
  for (let i = 0; i < segments.length; i += 4) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = segments.subarray(i, i + 4);
    if (y1 > y === y2 > y) continue;
    if (x1 + ((y - y1) / (y2 - y1)) * (x2 - x1) > x) crossings += 1;
  }
  return crossings % 2 === 1;
}

const map = fc
  .record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }) })
  .chain(({ width, height }) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      values: fc.array(fc.integer({ min: 0, max: 4 }), {
        minLength: width * height,
        maxLength: width * height,
      }),
    }),
  );

describe('the contour', () => {
  test('has exactly the centres of pixels at or above the level inside', () => {
    fc.assert(
      fc.property(map, fc.constantFrom(0.5, 1.5, 2.25, 3.7), ({ width, height, values }, level) => {
        const segments = contourSegments(values, width, height, level);
        values.forEach((value, i) => {
          // Off the centre by a hair: the ray must not run along a vertex.
          const x = ((i % width) + 0.5) / width;
          const y = (Math.floor(i / width) + 0.5 + 1e-4) / height;
          expect(isInside(segments, x, y)).toBe(value >= level);
        });
      }),
      { numRuns: 300 },
    );
  });

  test('is made of closed lines only', () => {
    fc.assert(
      fc.property(map, ({ width, height, values }) => {
        const segments = contourSegments(values, width, height, 1.5);
        const ends = new Map<string, number>();
        for (let i = 0; i < segments.length; i += 2) {
          const key = `${segments[i]?.toFixed(6)},${segments[i + 1]?.toFixed(6)}`;
          ends.set(key, (ends.get(key) ?? 0) + 1);
        }
        for (const count of ends.values()) expect(count % 2).toBe(0);
      }),
    );
  });

  test('of a map all above runs along the image’s edge', () => {
    const segments = contourSegments([5, 5, 5, 5], 2, 2, 1);
    const values = [...segments];
    expect(Math.min(...values)).toBe(0);
    expect(Math.max(...values)).toBe(1);
    expect(contourSegments([0, 0, 0, 0], 2, 2, 1)).toHaveLength(0);
  });

  test('lies where the value would be reached between two centres', () => {
    const segments = contourSegments([0, 4], 2, 1, 1);
    const xs = [...segments].filter((_, i) => i % 2 === 0);
    expect(Math.min(...xs)).toBeCloseTo((0.5 + 0.25) / 2);
  });
});
