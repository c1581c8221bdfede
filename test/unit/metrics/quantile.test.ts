/** Why this file exists: quantiles agree with numpy; a threshold from good parts keeps its word. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextUp, percentileThreshold, quantile } from '../../../src/shared/metrics/quantile.ts';
import { imageCases } from './fixtures.ts';

describe('quantile', () => {
  it.each(imageCases)('is that of numpy for "$name"', ({ scores, quantiles }) => {
    for (const [q, expected] of quantiles) expect(quantile(scores, q)).toBeCloseTo(expected, 12);
  });

  it('is undefined for no values and refuses a share outside 0..1 and NaN', () => {
    expect(quantile([], 0.5)).toBeNull();
    expect(() => quantile([1], 1.01)).toThrow(RangeError);
    expect(() => quantile([1], NaN)).toThrow(RangeError);
    expect(() => quantile([1, NaN], 0.5)).toThrow(RangeError);
  });
});

describe('percentileThreshold', () => {
  it('lets at most the share be called NG, and no lower threshold does', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.integer({ min: -5, max: 5 }).map((v) => v / 8),
          { minLength: 1 },
        ),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (scores, overkill) => {
          const share = (t: number) => scores.filter((s) => s >= t).length / scores.length;
          const threshold = percentileThreshold(scores, overkill)!;
          expect(share(threshold)).toBeLessThanOrEqual(overkill);
          // The next lower number is the score just below; there the share is exceeded.
          const below = Math.max(...scores.filter((s) => s < threshold));
          expect(nextUp(below)).toBe(threshold);
          expect(share(below)).toBeGreaterThan(overkill);
        },
      ),
    );
  });

  it('lies just above the highest good score when no false alarm is allowed', () => {
    expect(percentileThreshold([1, 3, 2], 0)).toBe(nextUp(3));
    expect(percentileThreshold([1, 3, 2], 0.3)).toBe(nextUp(3));
  });

  it('allows exactly the share, whatever the rounding of share times count', () => {
    const scores = Array.from({ length: 100 }, (_, i) => i);
    expect(0.29 * 100).toBeLessThan(29);
    expect(percentileThreshold(scores, 0.29)).toBe(nextUp(70));
  });

  it('is undefined without good scores and refuses a share outside 0..1', () => {
    expect(percentileThreshold([], 0.1)).toBeNull();
    expect(() => percentileThreshold([1], 1)).toThrow(RangeError);
    expect(() => percentileThreshold([1], -0.1)).toThrow(RangeError);
    expect(() => percentileThreshold([1, Infinity], 0.1)).toThrow(RangeError);
  });
});

describe('nextUp', () => {
  it('is above the number, with nothing in between', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const next = nextUp(value);
        expect(next).toBeGreaterThan(value);
        const middle = value / 2 + next / 2;
        expect(middle === value || middle === next || middle < value || middle > next).toBe(true);
      }),
    );
    expect(nextUp(1)).toBe(1 + Number.EPSILON);
    expect(nextUp(-1)).toBe(-1 + Number.EPSILON / 2);
    expect(nextUp(0)).toBe(Number.MIN_VALUE);
    expect(nextUp(-Number.MIN_VALUE)).toBe(-0);
  });
});
