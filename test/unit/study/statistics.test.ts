/** Why this file exists: holds the statistics that a study's sentences rest on. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mean, ranksOf, sampleDeviation, spearman } from '../../../src/main/study/statistics.ts';

describe('mean and sampleDeviation', () => {
  it('divides the squares by one less than the number of seeds', () => {
    expect(mean([0.9, 0.94, 0.95])).toBeCloseTo(0.93, 12);
    expect(sampleDeviation([0.9, 0.94, 0.95])).toBeCloseTo(0.0264575, 6);
  });

  it('has no spread of a single seed and no mean of none', () => {
    expect(sampleDeviation([0.9])).toBeNull();
    expect(mean([])).toBeNull();
  });
});

describe('spearman', () => {
  it('is 1 for the same order, -1 for the opposite one, whatever the values', () => {
    expect(spearman([1, 2, 3, 4], [10, 20, 21, 1000])).toBeCloseTo(1, 12);
    expect(spearman([1, 2, 3, 4], [4, 3, 2, -100])).toBeCloseTo(-1, 12);
  });

  it('lets equal values share their ranks', () => {
    expect(ranksOf([5, 1, 5, 3])).toEqual([3.5, 1, 3.5, 2]);
    // By scipy.stats.spearmanr([1, 2, 2, 4, 5], [2, 1, 3, 3, 5]).
    expect(spearman([1, 2, 2, 4, 5], [2, 1, 3, 3, 5])).toBeCloseTo(0.7631578947, 9);
  });

  it('says nothing of fewer than four points or of values that are all the same', () => {
    expect(spearman([1, 2, 3], [1, 2, 3])).toBeNull();
    expect(spearman([1, 1, 1, 1], [1, 2, 3, 4])).toBeNull();
  });

  it('lies in -1 to 1 and does not change when values are stretched', () => {
    const pairs = fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer()), {
      minLength: 4,
      maxLength: 20,
    });
    fc.assert(
      fc.property(pairs, (points) => {
        const [a, b] = [points.map(([x]) => x), points.map(([, y]) => y)];
        const value = spearman(a, b);
        if (value === null) return;
        expect(Math.abs(value)).toBeLessThanOrEqual(1 + 1e-9);
        const stretched = spearman(
          a.map((x) => x ** 3 + 7),
          b,
        );
        expect(stretched).toBeCloseTo(value, 9);
      }),
    );
  });
});
