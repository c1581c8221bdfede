/** Why this file exists: image-level metrics agree with scikit-learn and keep their properties. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auroc } from '../../../src/shared/metrics/auroc.ts';
import { confusionAt, confusionRates } from '../../../src/shared/metrics/confusion.ts';
import {
  f1Score,
  maxF1,
  precisionRecallCurve,
} from '../../../src/shared/metrics/precision-recall.ts';
import { rocCurve } from '../../../src/shared/metrics/roc.ts';
import { imageCases } from './fixtures.ts';

/** Few distinct scores, so that ties are common; both signs. */
const labelled = fc
  .array(fc.tuple(fc.integer({ min: -6, max: 6 }), fc.integer({ min: 0, max: 1 })), {
    maxLength: 40,
  })
  .map((rows) => ({ scores: rows.map(([s]) => s / 4), labels: rows.map(([, l]) => l) }));

/** Strictly increasing and without rounding that could make new ties of these few scores. */
const monotone = (score: number): number => Math.exp(3 * score) - 5;

describe.each(imageCases)('image metrics of "$name"', (sample) => {
  const { scores, labels } = sample;

  it('has the AUROC of scikit-learn', () => {
    if (sample.auroc === null) expect(auroc(scores, labels)).toBeNull();
    else expect(auroc(scores, labels)).toBeCloseTo(sample.auroc, 12);
  });

  it('has the maximum F1 of scikit-learn, at the same threshold', () => {
    const best = maxF1(scores, labels);
    if (sample.maxF1 === null) {
      expect(best).toBeNull();
      return;
    }
    expect(best?.threshold).toBe(sample.maxF1.threshold + 0);
    expect(best?.f1).toBeCloseTo(sample.maxF1.f1, 12);
    expect(best?.precision).toBeCloseTo(sample.maxF1.precision, 12);
    expect(best?.recall).toBeCloseTo(sample.maxF1.recall, 12);
  });

  it('has the ROC curve of scikit-learn with no point dropped', () => {
    const curve = rocCurve(scores, labels);
    expect(curve?.map(({ threshold }) => threshold)).toEqual(
      sample.roc?.map(({ threshold }) => (threshold ?? Infinity) + 0),
    );
    sample.roc?.forEach(({ fpr, tpr }, i) => {
      expect(curve?.[i]?.falsePositiveRate).toBeCloseTo(fpr, 12);
      expect(curve?.[i]?.truePositiveRate).toBeCloseTo(tpr, 12);
    });
  });

  it('has the precision-recall curve of scikit-learn without its last point', () => {
    if (!sample.precisionRecall) return;
    const curve = precisionRecallCurve(scores, labels) ?? [];
    expect(curve.map(({ threshold }) => threshold)).toEqual(
      sample.precisionRecall.map(({ threshold }) => threshold + 0),
    );
    sample.precisionRecall.forEach(({ precision, recall }, i) => {
      expect(curve[i]?.precision).toBeCloseTo(precision, 12);
      expect(curve[i]?.recall).toBeCloseTo(recall, 12);
    });
  });

  it('counts the same outcomes at each threshold, a score equal to it being NG', () => {
    for (const { threshold, ...counts } of sample.confusions) {
      expect(confusionAt(scores, labels, threshold)).toEqual(counts);
    }
  });
});

describe('auroc', () => {
  it('is undefined when a class is missing', () => {
    expect(auroc([], [])).toBeNull();
    expect(auroc([1, 2], [0, 0])).toBeNull();
    expect(auroc([1, 2], [1, 1])).toBeNull();
  });

  it('is one half when every score is equal', () => {
    expect(auroc([3, 3, 3], [0, 1, 1])).toBe(0.5);
  });

  it('takes -0 and 0 for equal', () => {
    expect(auroc([-0, 0], [1, 0])).toBe(0.5);
    expect(auroc([0, -0], [1, 0])).toBe(0.5);
  });

  it('counts every pair of a good and a defective item, ties one half', () => {
    fc.assert(
      fc.property(labelled, ({ scores, labels }) => {
        const defective = scores.filter((_, i) => labels[i] === 1);
        const good = scores.filter((_, i) => labels[i] === 0);
        const wins = defective.flatMap((d) => good.map((g) => (d > g ? 1 : d === g ? 0.5 : 0)));
        const expected = wins.length && wins.reduce<number>((a, b) => a + b, 0) / wins.length;
        const actual = auroc(scores, labels);
        if (wins.length === 0) expect(actual).toBeNull();
        else expect(actual).toBeCloseTo(expected, 12);
      }),
    );
  });

  it('does not change under a strictly increasing transform of the scores', () => {
    fc.assert(
      fc.property(labelled, ({ scores, labels }) => {
        expect(auroc(scores.map(monotone), labels)).toBe(auroc(scores, labels));
      }),
    );
  });

  it('is mirrored by negating the scores', () => {
    fc.assert(
      fc.property(labelled, ({ scores, labels }) => {
        const value = auroc(scores, labels);
        const mirrored = auroc(
          scores.map((s) => -s),
          labels,
        );
        if (value === null) expect(mirrored).toBeNull();
        else expect(mirrored).toBeCloseTo(1 - value, 12);
      }),
    );
  });

  it('refuses unequal lengths and scores that are not numbers', () => {
    expect(() => auroc([1, 2], [1])).toThrow(RangeError);
    expect(() => auroc([1, NaN], [1, 0])).toThrow(RangeError);
  });
});

describe('maxF1', () => {
  it('is not beaten at any score, and reached first at the lowest threshold', () => {
    fc.assert(
      fc.property(labelled, ({ scores, labels }) => {
        const best = maxF1(scores, labels);
        if (best === null) {
          expect(new Set(labels).size).toBeLessThan(2);
          return;
        }
        for (const threshold of scores) {
          const { caught, falseAlarms, missedDefects } = confusionAt(scores, labels, threshold);
          const f1 = f1Score(caught, falseAlarms, caught + missedDefects);
          expect(f1).toBeLessThanOrEqual(best.f1);
          if (f1 === best.f1) expect(threshold).toBeGreaterThanOrEqual(best.threshold);
        }
        const rates = confusionRates(confusionAt(scores, labels, best.threshold));
        expect(rates.precision).toBe(best.precision);
        expect(rates.recall).toBe(best.recall);
      }),
    );
  });

  it('calls the item that sets the threshold NG', () => {
    const scores = [0.1, 0.4, 0.35, 0.8];
    const labels = [0, 0, 1, 1];
    const best = maxF1(scores, labels);
    expect(best).toMatchObject({ f1: 0.8, threshold: 0.35, recall: 1 });
    expect(confusionAt(scores, labels, best!.threshold).missedDefects).toBe(0);
  });

  it('is undefined when a class is missing', () => {
    expect(maxF1([1], [1])).toBeNull();
    expect(maxF1([1], [0])).toBeNull();
    expect(maxF1([], [])).toBeNull();
  });

  it('takes 0/0 for 0', () => {
    expect(f1Score(0, 0, 0)).toBe(0);
  });
});

describe('precisionRecallCurve', () => {
  it('is undefined without a defect and exists without a good item', () => {
    expect(precisionRecallCurve([1, 2], [0, 0])).toBeNull();
    expect(precisionRecallCurve([1], [1])).toEqual([{ threshold: 1, precision: 1, recall: 1 }]);
  });
});

describe('confusion', () => {
  it('leaves the rates over an empty set undefined', () => {
    expect(confusionRates({ caught: 0, missedDefects: 0, falseAlarms: 1, passed: 3 })).toEqual({
      overkill: 0.25,
      escape: null,
      precision: 0,
      recall: null,
    });
    expect(confusionRates({ caught: 1, missedDefects: 3, falseAlarms: 0, passed: 0 })).toEqual({
      overkill: null,
      escape: 0.75,
      precision: 1,
      recall: 0.25,
    });
    expect(confusionRates(confusionAt([], [], 0))).toEqual({
      overkill: null,
      escape: null,
      precision: null,
      recall: null,
    });
  });
});
