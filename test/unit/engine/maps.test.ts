/** Why this file exists: holds Eq. 7, 8 and 9 against sums written out pixel by pixel. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Grid } from '../../../src/main/engine/dense.ts';
import {
  imageScore,
  imageScoreIgnoring,
  scaleMap,
  sumMaps,
} from '../../../src/main/engine/maps.ts';

/** A grid on a small image; origins below zero as at a margin, gaps at the end as they come. */
const grids = fc
  .record({
    theta: fc.constantFrom<16 | 32>(16, 32),
    stride: fc.integer({ min: 3, max: 16 }),
    origin: fc.integer({ min: -3, max: 0 }),
    rows: fc.integer({ min: 1, max: 4 }),
    columns: fc.integer({ min: 1, max: 4 }),
    slack: fc.integer({ min: 0, max: 6 }),
  })
  .map(({ slack, ...grid }) => {
    const reach = grid.origin + (Math.max(grid.rows, grid.columns) - 1) * grid.stride + grid.theta;
    return { grid: grid, size: reach + slack };
  });

const withDistances = grids.chain(({ grid, size }) => {
  const count = grid.rows * grid.columns;
  const distance = fc.float({ min: 0, max: 2, noNaN: true });
  return fc.record({
    grid: fc.constant(grid),
    size: fc.constant(size),
    distances: fc.array(distance, { minLength: count, maxLength: count }),
  });
});

/** Eq. 7 as it is written; undefined where no patch covers the pixel. */
function coveringMean(
  distances: readonly number[],
  { theta, rows, columns, stride, origin }: Grid,
  x: number,
  y: number,
): number | undefined {
  let sum = 0;
  let count = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const top = origin + row * stride;
      const left = origin + column * stride;
      if (y < top || y >= top + theta || x < left || x >= left + theta) continue;
      sum += distances[row * columns + column] ?? 0;
      count++;
    }
  }
  return count > 0 ? sum / count : undefined;
}

describe('scaleMap', () => {
  it('is the mean over all covering patches, and the nearest covered value beside them', () => {
    fc.assert(
      fc.property(withDistances, ({ grid, size, distances }) => {
        const map = scaleMap(Float32Array.from(distances), grid, size);
        expect(map).toHaveLength(size * size);
        const covered: { x: number; y: number; mean: number }[] = [];
        for (let y = 0; y < size; y++) {
          for (let x = 0; x < size; x++) {
            const mean = coveringMean(distances, grid, x, y);
            if (mean !== undefined) covered.push({ x, y, mean });
          }
        }
        const at = new Map(covered.map((each) => [each.y * size + each.x, each.mean]));
        for (let y = 0; y < size; y++) {
          for (let x = 0; x < size; x++) {
            let expected = at.get(y * size + x);
            if (expected === undefined) {
              let nearest = Infinity;
              for (const each of covered) {
                const away = (each.x - x) ** 2 + (each.y - y) ** 2;
                if (away < nearest) [nearest, expected] = [away, each.mean];
              }
            }
            const difference = Math.abs((map[y * size + x] ?? NaN) - (expected ?? NaN));
            // A plain comparison: thousands of assertions would cost seconds.
            if (!(difference <= 1e-6)) expect(map[y * size + x]).toBe(expected);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is flat where all distances are equal', () => {
    const grid: Grid = { theta: 64, rows: 25, columns: 25, stride: 8, origin: -2 };
    const map = scaleMap(new Float32Array(625).fill(0.7), grid, 256);
    expect(Math.max(...map)).toBeCloseTo(0.7, 6);
    expect(Math.min(...map)).toBeCloseTo(0.7, 6);
  });

  it('shows one deviating patch on exactly its own pixels', () => {
    const grid: Grid = { theta: 16, rows: 3, columns: 3, stride: 16, origin: 0 };
    const distances = new Float32Array(9);
    distances[5] = 1;
    const map = scaleMap(distances, grid, 48);
    for (let y = 0; y < 48; y++) {
      for (let x = 0; x < 48; x++) {
        expect(map[y * 48 + x]).toBe(y >= 16 && y < 32 && x >= 32 ? 1 : 0);
      }
    }
  });
});

describe('sumMaps', () => {
  const maps = {
    64: Float32Array.of(1, 2),
    32: Float32Array.of(10, 20),
    16: Float32Array.of(0.5, 0),
  };

  it('adds the scales pixel by pixel', () => {
    expect([...sumMaps(maps, { 64: 1, 32: 1, 16: 1 })]).toEqual([11.5, 22]);
  });

  it('weights each scale by its own weight', () => {
    expect([...sumMaps(maps, { 64: 3, 32: 0, 16: 2 })]).toEqual([4, 6]);
  });
});

describe('imageScore', () => {
  it('is the largest mean of all 8x8 windows in steps of four pixels', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 8 }).map((n) => 4 * n),
        fc.integer({ min: 0, max: 1000 }),
        (size, seed) => {
          const map = Float32Array.from({ length: size * size }, (_, i) =>
            Math.abs(Math.sin(i * 12.9898 + seed)),
          );
          let best = -Infinity;
          for (let top = 0; top <= size - 8; top += 4) {
            for (let left = 0; left <= size - 8; left += 4) {
              let sum = 0;
              for (let y = 0; y < 8; y++) {
                for (let x = 0; x < 8; x++) sum += map[(top + y) * size + left + x] ?? 0;
              }
              best = Math.max(best, sum / 64);
            }
          }
          expect(imageScore(map, size)).toBeCloseTo(best, 9);
        },
      ),
    );
  });

  it('counts a single outlier as one part in 64', () => {
    const map = new Float32Array(64 * 64);
    map[10 * 64 + 10] = 64;
    expect(imageScore(map, 64)).toBe(1);
  });

  it('sees the last window of the image', () => {
    const map = new Float32Array(32 * 32);
    for (let y = 24; y < 32; y++) map.fill(1, y * 32 + 24, y * 32 + 32);
    expect(imageScore(map, 32)).toBe(1);
  });
});

describe('imageScoreIgnoring', () => {
  const size = 32;
  const map = Float32Array.from({ length: size * size }, (_, i) => Math.abs(Math.sin(i * 12.9898)));

  it('is the plain score where every pixel counts', () => {
    const ignore = new Uint8Array(size * size);
    expect(imageScoreIgnoring(map, size, ignore)).toBeCloseTo(imageScore(map, size), 12);
  });

  it('does not see what happens in ignored pixels, whatever their values', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 24 }),
        fc.integer({ min: 0, max: 24 }),
        fc.integer({ min: 1, max: 16 }),
        fc.float({ noNaN: true, noDefaultInfinity: true }),
        (top, left, side, value) => {
          const ignore = new Uint8Array(size * size);
          const changed = map.slice();
          for (let y = top; y < Math.min(size, top + side); y++) {
            for (let x = left; x < Math.min(size, left + side); x++) {
              ignore[y * size + x] = 255;
              changed[y * size + x] = value;
            }
          }
          expect(imageScoreIgnoring(changed, size, ignore)).toBe(
            imageScoreIgnoring(map, size, ignore),
          );
        },
      ),
    );
  });

  it('keeps a defect beside an ignored region, by the mean of the pixels that count', () => {
    const blank = new Float32Array(size * size);
    const ignore = new Uint8Array(size * size);
    // The window at (8, 8): its left half is ignored, all of its right half is 1.
    for (let y = 8; y < 16; y++) {
      ignore.fill(1, y * size + 8, y * size + 12);
      blank.fill(1, y * size + 12, y * size + 16);
    }
    expect(imageScoreIgnoring(blank, size, ignore)).toBe(1);
  });

  it('takes what little is left, and is null where nothing is', () => {
    const ignore = new Uint8Array(size * size).fill(1);
    expect(imageScoreIgnoring(map, size, ignore)).toBeNull();
    ignore[5 * size + 5] = 0;
    expect(imageScoreIgnoring(map, size, ignore)).toBe(map[5 * size + 5]);
  });
});
