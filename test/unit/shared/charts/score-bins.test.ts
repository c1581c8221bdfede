/** Why this file exists: every part lies in exactly one bar, the one that its score says. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  axisExtent,
  barShare,
  binScores,
  scoreExtent,
} from '../../../../src/shared/charts/score-bins.ts';
import type { ResultColumns } from '../../../../src/shared/contract/models.ts';
import { prepareWhatIf } from '../../../../src/shared/thresholds/what-if.ts';

function columns(rows: readonly [number, 'ok' | 'ng' | 'none', number | null][]): ResultColumns {
  return {
    imageIds: rows.map((_, i) => i + 1),
    scores: rows.map(([score]) => score),
    labels: rows.map(([, label]) => label),
    defectClassIds: rows.map(([, , id]) => id),
    splits: rows.map(() => 'test'),
  };
}

const row = fc.tuple(
  fc.double({ min: -50, max: 50, noNaN: true }),
  fc.constantFrom('ok' as const, 'ng' as const, 'none' as const),
  fc.constantFrom(null, 1, 2),
);

describe('score bins', () => {
  test('count every part once, in the bin whose half-open range holds its score', () => {
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 80 }),
        (rows, count) => {
          const table = prepareWhatIf(columns(rows));
          const bins = binScores(table, axisExtent(scoreExtent(table), []), count);
          for (const bin of bins) {
            const inside = (label: string): number =>
              rows.filter(([score, own]) => own === label && score >= bin.from && score < bin.to)
                .length;
            expect(bin.good).toBe(inside('ok'));
            expect(bin.defective).toBe(inside('ng'));
            expect(bin.unlabelled).toBe(inside('none'));
          }
          const all = bins.reduce((sum, bin) => sum + bin.good + bin.defective + bin.unlabelled, 0);
          expect(all).toBe(rows.length);
        },
      ),
    );
  });

  test('of one class hold its defects only, and all good parts', () => {
    const table = prepareWhatIf(
      columns([
        [1, 'ok', null],
        [2, 'ng', 1],
        [3, 'ng', 2],
        [4, 'ng', null],
      ]),
    );
    const extent = axisExtent(scoreExtent(table), []);
    const sum = (id: number | null): number =>
      binScores(table, extent, 10, id).reduce((total, bin) => total + bin.defective, 0);
    expect(sum(1)).toBe(1);
    expect(sum(null)).toBe(1);
    expect(binScores(table, extent, 10, 2).reduce((total, bin) => total + bin.good, 0)).toBe(1);
  });
});

describe('the axis', () => {
  test('covers a threshold beside the scores, and leaves one far away out', () => {
    expect(axisExtent({ low: 0, high: 10 }, [12]).high).toBeGreaterThan(12);
    expect(axisExtent({ low: 0, high: 10 }, [1000]).high).toBeLessThan(11);
    expect(axisExtent({ low: 5, high: 5 }, []).high).toBeGreaterThan(5);
    const none = axisExtent(null, [2]);
    expect(none.low).toBeLessThan(2);
    expect(none.high).toBeGreaterThan(2);
  });
});

test('a bar’s length follows the count, or its logarithm, and never vanishes for a part', () => {
  expect(barShare(5, 10, false)).toBe(0.5);
  expect(barShare(1, 1000, true)).toBeGreaterThan(barShare(1, 1000, false) * 10);
  expect(barShare(10, 10, true)).toBe(1);
  expect(barShare(0, 10, true)).toBe(0);
});
