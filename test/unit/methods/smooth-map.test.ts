/** Why this file exists: holds that maps of coarse grids lie where the grid does, and are smooth. */
import { describe, expect, it } from 'vitest';
import { gaussian, smoothMap, upsample } from '../../../src/main/methods/smooth-map.ts';

const SIZE = 32;

describe('upsample', () => {
  it('has each value at the centre of its cell', () => {
    const side = 4;
    const values = Float32Array.from({ length: side * side }, (_, i) => (i * 7) % 5);
    const size = side * 3;
    const map = upsample(values, side, size);
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        const centre = (3 * row + 1) * size + 3 * column + 1;
        expect(map[centre]).toBeCloseTo(values[row * side + column]!, 5);
      }
    }
  });

  it('is linear between centres and constant beyond the last', () => {
    const map = upsample(Float32Array.of(0, 8, 0, 8), 2, 8);
    expect([...map.subarray(0, 8)]).toEqual([0, 0, 1, 3, 5, 7, 8, 8]);
    expect(map.subarray(56, 64)).toEqual(map.subarray(0, 8));
  });
});

describe('gaussian', () => {
  it('keeps a constant map and the sum of a spot', () => {
    const flat = gaussian(new Float32Array(SIZE * SIZE).fill(3), SIZE, 4);
    for (const value of flat) expect(value).toBeCloseTo(3, 5);
    const spot = new Float32Array(SIZE * SIZE);
    spot[5 * SIZE + 2] = 100;
    const sum = gaussian(spot, SIZE, 4).reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo(100, 2);
  });

  it('falls off as exp(-r^2 / 2 sigma^2), alike along rows and columns', () => {
    const spot = new Float32Array(SIZE * SIZE);
    spot[16 * SIZE + 16] = 1;
    const map = gaussian(spot, SIZE, 2);
    const peak = map[16 * SIZE + 16]!;
    for (const r of [1, 2, 4]) {
      const expected = peak * Math.exp(-(r * r) / 8);
      expect(map[16 * SIZE + 16 + r]).toBeCloseTo(expected, 5);
      expect(map[(16 - r) * SIZE + 16]).toBeCloseTo(expected, 5);
    }
  });
});

describe('smoothMap', () => {
  it('has its peak where the grid has it, rows being rows', () => {
    const values = new Float32Array(64);
    values[1 * 8 + 5] = 1;
    const map = smoothMap(values, 8, SIZE, 2);
    const peak = map.reduce((best, value, at) => (value > map[best]! ? at : best), 0);
    expect(Math.abs(Math.floor(peak / SIZE) - 5.5)).toBeLessThanOrEqual(1);
    expect(Math.abs((peak % SIZE) - 21.5)).toBeLessThanOrEqual(1);
  });
});
