/** Why this file exists: regions are found as scipy finds them, and detected regions are exact. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelComponents, regionsAbove } from '../../../src/shared/metrics/components.ts';
import { regionRuns } from '../../../src/shared/metrics/region-runs.ts';
import { drawn, maskOf, pixelCases } from './fixtures.ts';

const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);

describe('labelComponents', () => {
  it.each(pixelCases)('finds the regions scipy finds in "$name"', ({ images }) => {
    for (const { mask, width, height, areas8, areas4 } of images) {
      expect(sorted(labelComponents(maskOf(mask), width, height).areas)).toEqual(areas8);
      expect(sorted(labelComponents(maskOf(mask), width, height, 4).areas)).toEqual(areas4);
    }
  });

  it('joins pixels that touch at a corner by 8-connectivity and not by 4', () => {
    const { mask, width, height } = drawn('#..', '.#.', '..#');
    expect(labelComponents(mask, width, height, 8)).toMatchObject({ count: 1, areas: [3] });
    expect(labelComponents(mask, width, height, 4)).toMatchObject({ count: 3, areas: [1, 1, 1] });
  });

  it('does not join the end of a row with the start of the next', () => {
    const { mask, width, height } = drawn('...#', '#...', '....', '...#', '#...');
    expect(labelComponents(mask, width, height).count).toBe(4);
  });

  it('finds a region in every corner, and none in an empty mask', () => {
    const corners = drawn('#..#', '....', '#..#');
    expect(labelComponents(corners.mask, 4, 3).areas).toEqual([1, 1, 1, 1]);
    expect(labelComponents(new Uint8Array(12), 4, 3)).toMatchObject({ count: 0, areas: [] });
    expect(labelComponents(new Uint8Array(0), 0, 0).count).toBe(0);
  });

  it('numbers regions in the order of their first pixel', () => {
    const { mask, width, height } = drawn('..#', '#.#', '#..');
    expect([...labelComponents(mask, width, height).labels]).toEqual([0, 0, 1, 2, 0, 1, 2, 0, 0]);
  });

  it('holds a region as large as a large image', () => {
    const side = 1024;
    const { areas } = labelComponents(new Uint8Array(side * side).fill(255), side, side);
    expect(areas).toEqual([side * side]);
  });

  it('refuses a mask of another size', () => {
    expect(() => labelComponents(new Uint8Array(5), 2, 3)).toThrow(RangeError);
  });
});

describe('regionRuns', () => {
  it('covers exactly the pixels of the mask, each with the number of its region', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 7, maxLength: 49 }),
        (width, cells) => {
          const height = Math.floor(cells.length / width);
          const mask = cells.slice(0, width * height);
          const { runs, areas, defective, pixels } = regionRuns(mask, width, height);
          const { labels } = labelComponents(mask, width, height);
          const painted = new Int32Array(pixels);
          for (let i = 0; i < runs.length; i += 3) {
            painted.fill(runs[i + 2]! + 1, runs[i], runs[i + 1]);
          }
          expect(painted).toEqual(labels);
          expect(defective).toBe(areas.reduce((a, b) => a + b, 0));
        },
      ),
    );
  });
});

describe('regionsAbove', () => {
  it('gives area, box and peak of each region, the highest peak first', () => {
    // prettier-ignore
    const map = [
      0, 5, 0, 0, 0,
      0, 0, 6, 0, 0,
      0, 0, 0, 0, 9,
      7, 0, 0, 0, 9,
    ];
    expect(regionsAbove(map, 5, 4, 5)).toEqual([
      { area: 2, box: { x: 4, y: 2, width: 1, height: 2 }, peak: { x: 4, y: 2, score: 9 } },
      { area: 1, box: { x: 0, y: 3, width: 1, height: 1 }, peak: { x: 0, y: 3, score: 7 } },
      { area: 2, box: { x: 1, y: 0, width: 2, height: 2 }, peak: { x: 2, y: 1, score: 6 } },
    ]);
  });

  it('takes a value equal to the threshold for defective', () => {
    expect(regionsAbove([1, 2], 2, 1, 2)).toHaveLength(1);
    expect(regionsAbove([1, 2], 2, 1, 2.0001)).toEqual([]);
  });

  it('drops regions smaller than the smallest area', () => {
    const { mask, width, height } = drawn('##.#', '....');
    expect(regionsAbove(mask, width, height, 1, 2).map(({ area }) => area)).toEqual([2]);
    expect(regionsAbove(mask, width, height, 1, 3)).toEqual([]);
  });

  it('works on negative values', () => {
    expect(regionsAbove([-1, -3, -2], 3, 1, -2)).toEqual([
      { area: 1, box: { x: 0, y: 0, width: 1, height: 1 }, peak: { x: 0, y: 0, score: -1 } },
      { area: 1, box: { x: 2, y: 0, width: 1, height: 1 }, peak: { x: 2, y: 0, score: -2 } },
    ]);
  });
});
