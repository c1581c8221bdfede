/** Why this file exists: curves hold what counting by hand gives, and drawing loses no corner. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  costAt,
  costPoints,
  countsOf,
  imageCosts,
  operatingPoint,
  prPoints,
  proPointAt,
  rocPoints,
  thinned,
} from '../../../../src/shared/charts/curves.ts';
import { ascending } from '../../../../src/shared/thresholds/labelled-scores.ts';
import { suggest } from '../../../../src/shared/thresholds/rules.ts';

const scores = (good: number[], defective: number[]) => ({
  good: ascending(good),
  defective: ascending(defective),
});

const small = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 25 });

describe('ROC and precision-recall', () => {
  test('pass through the operating point of every threshold on them', () => {
    fc.assert(
      fc.property(small, small, (good, defective) => {
        const both = scores(good, defective);
        const counts = countsOf(both);
        for (const { x, y, threshold } of rocPoints(counts) ?? []) {
          if (threshold === Infinity) continue;
          const at = operatingPoint(both, threshold);
          expect([at.overkill, at.recall]).toEqual([x, y]);
        }
        for (const { x, y, threshold } of prPoints(counts) ?? []) {
          const at = operatingPoint(both, threshold);
          expect([at.recall, at.precision]).toEqual([x, y]);
        }
      }),
    );
  });

  test('do not exist where a kind of part is missing', () => {
    expect(rocPoints(countsOf(scores([1], [])))).toBeNull();
    expect(prPoints(countsOf(scores([1], [])))).toBeNull();
    expect(prPoints(countsOf(scores([], [1])))).not.toBeNull();
  });
});

describe('costs', () => {
  const costs = { missedDefect: 100, falseAlarm: 2, defectsPerThousand: 5 };

  test('are those of 1,000 parts of production', () => {
    // Half of the defects are missed: 2.5 of 1,000 parts; no false alarm.
    expect(costAt(scores([1, 2], [2, 5]), costs, 3)).toBe(250);
    // One good part in two is called NG: 497.5 of 1,000.
    expect(costAt(scores([1, 2], [2, 5]), costs, 2)).toBe(995);
    expect(costAt(scores([1], []), costs, 3)).toBeNull();
  });

  test('are lowest where the cost rule says', () => {
    fc.assert(
      fc.property(small, small, (good, defective) => {
        const both = scores(good, defective);
        const each = imageCosts(both, costs);
        const cheapest = suggest(both, { kind: 'costs', ...each! }).threshold!;
        const lowest = Math.min(...(costPoints(both, costs) ?? []).map(({ y }) => y));
        expect(costAt(both, costs, cheapest)!).toBeLessThanOrEqual(lowest + 1e-9);
      }),
    );
  });

  test('rise along the curve’s axis of thresholds', () => {
    const points = costPoints(scores([1, 4, 4], [3, 9]), costs) ?? [];
    expect(points.map(({ x }) => x)).toEqual([1, 3, 4, 9]);
  });
});

test('thinning keeps the ends and every step that can be seen', () => {
  const points = Array.from({ length: 10_000 }, (_, i) => ({
    x: i / 9999,
    y: i < 5000 ? 0 : 1,
    threshold: i,
  }));
  const kept = thinned(points, [1, 1], 100);
  expect(kept.length).toBeLessThan(210);
  expect(kept[0]).toEqual(points[0]);
  expect(kept.at(-1)).toEqual(points.at(-1));
  expect(kept.some(({ threshold }) => threshold === 5000)).toBe(true);
});

test('a pixel threshold stands where everything at or above it was counted', () => {
  const curve: [number, number, number | null][] = [
    [0, 0, null],
    [0, 0.2, 9],
    [0.1, 0.2, null],
    [0.1, 0.6, 5],
    [0.2, 0.8, 3],
  ];
  expect(proPointAt(curve, 10)).toBeNull();
  expect(proPointAt(curve, 9)).toEqual({ x: 0, y: 0.2 });
  expect(proPointAt(curve, 5)).toEqual({ x: 0.1, y: 0.6 });
  expect(proPointAt(curve, 0)).toEqual({ x: 0.2, y: 0.8 });
});
