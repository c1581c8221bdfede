/** Why this file exists: each rule is what it says, held against trying every possible threshold. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ThresholdRule } from '../../../src/shared/contract/models.ts';
import { f1Score } from '../../../src/shared/metrics/precision-recall.ts';
import { nextUp } from '../../../src/shared/metrics/quantile.ts';
import type { Confusion } from '../../../src/shared/report.ts';
import { ascending } from '../../../src/shared/thresholds/labelled-scores.ts';
import { confusionOf, sourceOf, suggest } from '../../../src/shared/thresholds/rules.ts';

/** Few distinct values, so that ties are common; -0 among them. */
const score = fc.oneof(
  fc.constantFrom(-1.5, -0, 0, 0.25, 1, 1.5),
  fc.double({ min: -3, max: 3, noNaN: true }),
);
const some = fc.array(score, { minLength: 1, maxLength: 12 });
const share = fc.oneof(
  fc.constantFrom(0, 0.1, 0.29, 0.5, 1),
  fc.double({ min: 0, max: 1, noNaN: true }),
);

/** By counting one by one. */
function outcome(good: number[], defective: number[], threshold: number): Confusion {
  const count = (list: number[], ng: boolean) =>
    list.filter((value) => value >= threshold === ng).length;
  return {
    caught: count(defective, true),
    missedDefects: count(defective, false),
    falseAlarms: count(good, true),
    passed: count(good, false),
  };
}

/** Every outcome that any threshold can have, with the threshold; ascending. */
function everyThreshold(good: number[], defective: number[]): number[] {
  const scores = [...good, ...defective];
  return [...scores, ...scores.map(nextUp)].sort((a, b) => a - b);
}

function chosen(good: number[], defective: number[], rule: ThresholdRule) {
  const result = suggest({ good: ascending(good), defective: ascending(defective) }, rule);
  if (result.threshold === null) throw new Error(result.reason);
  expect(result.confusion).toEqual(outcome(good, defective, result.threshold));
  return result as { threshold: number; confusion: Confusion };
}

describe('suggest', () => {
  test('max-f1 reaches the highest F1 of all thresholds', () => {
    fc.assert(
      fc.property(some, some, (good, defective) => {
        const f1 = ({ caught, falseAlarms }: Confusion) =>
          f1Score(caught, falseAlarms, defective.length);
        const best = Math.max(
          ...everyThreshold(good, defective).map((t) => f1(outcome(good, defective, t))),
        );
        expect(f1(chosen(good, defective, { kind: 'max-f1' }).confusion)).toBe(best);
      }),
    );
  });

  test('overkill keeps to its share, and no lower threshold does', () => {
    fc.assert(
      fc.property(some, fc.array(score, { maxLength: 12 }), share, (good, defective, most) => {
        const { threshold, confusion } = chosen(good, defective, { kind: 'overkill', share: most });
        expect(confusion.falseAlarms / good.length).toBeLessThanOrEqual(most);
        for (const lower of everyThreshold(good, defective).filter((t) => t < threshold)) {
          const { falseAlarms } = outcome(good, defective, lower);
          expect(falseAlarms / good.length).toBeGreaterThan(most);
        }
        const fewest = Math.min(
          ...everyThreshold(good, defective)
            .map((t) => outcome(good, defective, t))
            .filter(({ falseAlarms }) => falseAlarms / good.length <= most)
            .map(({ missedDefects }) => missedDefects),
        );
        expect(confusion.missedDefects).toBe(fewest);
      }),
    );
  });

  test('escape keeps to its share with as little overkill as that allows', () => {
    fc.assert(
      fc.property(fc.array(score, { maxLength: 12 }), some, share, (good, defective, most) => {
        const { threshold, confusion } = chosen(good, defective, { kind: 'escape', share: most });
        expect(confusion.missedDefects / defective.length).toBeLessThanOrEqual(most);
        const allowed = everyThreshold(good, defective)
          .map((t) => ({ t, ...outcome(good, defective, t) }))
          .filter(({ missedDefects }) => missedDefects / defective.length <= most);
        expect(confusion.falseAlarms).toBe(Math.min(...allowed.map((o) => o.falseAlarms)));
        expect(threshold).toBeGreaterThanOrEqual(Math.max(...allowed.map(({ t }) => t)));
      }),
    );
  });

  test('costs are the smallest of all thresholds, and of equal ones the lowest is taken', () => {
    const weight = fc.constantFrom(0.5, 1, 3, 100);
    fc.assert(
      fc.property(some, some, weight, weight, (good, defective, missedDefect, falseAlarm) => {
        const cost = (o: Confusion) => missedDefect * o.missedDefects + falseAlarm * o.falseAlarms;
        const rule = { kind: 'costs', missedDefect, falseAlarm } as const;
        const { threshold, confusion } = chosen(good, defective, rule);
        const candidates = everyThreshold(good, defective);
        const best = Math.min(...candidates.map((t) => cost(outcome(good, defective, t))));
        expect(cost(confusion)).toBe(best);
        const lower = [...good, ...defective].filter((t) => t < threshold);
        for (const t of lower) expect(cost(outcome(good, defective, t))).toBeGreaterThan(best);
      }),
    );
  });

  test('good-only does not look at defects', () => {
    fc.assert(
      fc.property(some, some, share, (good, defective, most) => {
        const rule = { kind: 'good-only', share: most } as const;
        const { threshold } = chosen(good, defective, rule);
        expect(threshold).toBe(chosen(good, [], rule).threshold);
      }),
    );
  });

  test('without the parts it needs, a rule says what is missing instead of a number', () => {
    const nothing = new Float64Array();
    const one = new Float64Array([1]);
    const costs = { kind: 'costs', missedDefect: 1, falseAlarm: 1 } as const;
    for (const rule of [{ kind: 'max-f1' }, { kind: 'escape', share: 0 }, costs] as const) {
      const { threshold, reason } = suggest({ good: one, defective: nothing }, rule);
      expect(threshold).toBeNull();
      expect(reason).toMatch(/No defective part/);
    }
    for (const rule of [{ kind: 'max-f1' }, { kind: 'overkill', share: 0 }, costs] as const) {
      const { threshold, reason } = suggest({ good: nothing, defective: one }, rule);
      expect(threshold).toBeNull();
      expect(reason).toMatch(/No good part/);
    }
  });

  test('a score that is not finite is refused rather than sorted somewhere', () => {
    expect(() => ascending([1, NaN])).toThrow(RangeError);
    expect(() => ascending([-Infinity, 1])).toThrow(RangeError);
  });
});

describe('sourceOf', () => {
  test('a threshold that saw test images is labelled so', () => {
    expect(sourceOf({ kind: 'max-f1' }, ['calibrate', 'test'])).toBe('test');
    expect(sourceOf({ kind: 'max-f1' }, ['calibrate'])).toBe('calibrate');
    expect(sourceOf({ kind: 'good-only', share: 0.01 }, ['train'])).toBe('good-only');
  });
});

test('confusionOf counts a score at the threshold as NG', () => {
  const scores = { good: ascending([1, 2]), defective: ascending([2, 3]) };
  expect(confusionOf(scores, 2)).toEqual({
    caught: 2,
    missedDefects: 0,
    falseAlarms: 1,
    passed: 1,
  });
});
