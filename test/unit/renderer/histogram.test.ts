/** Why this file exists: the histogram loses no image and its axis is readable. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { roundStep, ticks } from '../../../src/shared/charts/scale.ts';
import { countBins, extentOf } from '../../../src/renderer/src/features/reports/histogram.ts';

/** Scores come from Float32 maps. */
const score = fc.float({ noNaN: true, min: -10_000, max: 10_000 });

describe('the histogram', () => {
  test('counts every image once, in the bin that holds its score', () => {
    const image = fc.record({ score, good: fc.boolean() });
    const images = fc.array(image, { minLength: 1 });
    fc.assert(
      fc.property(images, fc.integer({ min: 1, max: 60 }), (scores, count) => {
        const extent = extentOf(scores.map((one) => one.score));
        const bins = countBins(scores, extent, count, null);
        expect(Math.abs(bins.length - count)).toBeLessThanOrEqual(1);
        const good = bins.reduce((sum, bin) => sum + bin.good, 0);
        const defective = bins.reduce((sum, bin) => sum + bin.defective, 0);
        expect(good).toBe(scores.filter((one) => one.good).length);
        expect(good + defective).toBe(scores.length);
      }),
    );
  });

  test('puts a score on a border in the upper bin', () => {
    const scores = [0, 1, 2].map((value) => ({ score: value, good: true }));
    const bins = countBins(scores, { low: 0, high: 2 }, 2, null);
    expect(bins.map(({ good }) => good)).toEqual([1, 1, 1]);
  });

  test('has no bin on both sides of the threshold', () => {
    const scores = fc.array(score, { minLength: 2 });
    fc.assert(
      fc.property(scores, fc.nat(), fc.integer({ min: 5, max: 60 }), (values, pick, count) => {
        const threshold = values[pick % values.length] ?? 0;
        const all = values.map((value) => ({ score: value, good: value >= threshold }));
        const bins = countBins(all, extentOf(values), count, threshold);
        for (const { good, defective } of bins) expect(good * defective).toBe(0);
      }),
    );
  });

  test('has an extent even when all scores are the same, or there are none', () => {
    expect(extentOf([3, 3])).toEqual({ low: 2.5, high: 3.5 });
    expect(extentOf([])).toEqual({ low: 0, high: 1 });
  });
});

describe('the axis', () => {
  test.each([
    [1, 5, 0.2],
    [10, 5, 2],
    [0.007, 3, 0.005],
    [0, 5, 1],
  ])('over %d in about %d steps goes by %d', (span, count, step) => {
    expect(roundStep(span, count)).toBeCloseTo(step, 12);
  });

  test('has its ticks inside, evenly', () => {
    const found = ticks({ low: 0.93, high: 2.94 }, 5);
    expect(found).toEqual([1, 1.5, 2, 2.5]);
  });
});
