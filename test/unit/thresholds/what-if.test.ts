/** Why this file exists: a what-if counts as counting one by one does, and stays undefined where it must. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ResultColumns } from '../../../src/shared/contract/models.ts';
import { verdictOf } from '../../../src/shared/entities/threshold.ts';
import { prepareWhatIf, whatIf } from '../../../src/shared/thresholds/what-if.ts';

const row = fc.record({
  score: fc.oneof(fc.constantFrom(0, 1, 2), fc.double({ min: -1, max: 3, noNaN: true })),
  label: fc.constantFrom('ok', 'ng', 'unsure', 'none'),
  defectClassId: fc.constantFrom(null, 1, 2),
  split: fc.constantFrom('calibrate', 'test'),
});
type Row = {
  score: number;
  label: 'ok' | 'ng' | 'unsure' | 'none';
  defectClassId: number | null;
  split: 'calibrate' | 'test';
};

const columnsOf = (rows: readonly Row[]): ResultColumns => ({
  imageIds: rows.map((_, i) => i + 1),
  scores: rows.map(({ score }) => score),
  labels: rows.map(({ label }) => label),
  defectClassIds: rows.map(({ label, defectClassId }) => (label === 'ng' ? defectClassId : null)),
  splits: rows.map(({ split }) => split),
});

test('verdicts and rates are those of counting every part', () => {
  const value = fc.oneof(fc.constantFrom(0, 1, 2), fc.double({ min: -1, max: 3, noNaN: true }));
  const band = fc.tuple(value, value).map(([a, b]) => ({ t1: Math.min(a, b), t2: Math.max(a, b) }));
  fc.assert(
    fc.property(fc.array(row), band, band, (rows, base, ofClass1) => {
      const kept = rows.filter(({ split }) => split === 'test');
      const table = prepareWhatIf(columnsOf(rows), { splits: ['test'] });
      const result = whatIf(table, base, new Map([[1, ofClass1]]));
      const verdict = (part: Row) =>
        verdictOf(part.score, part.label === 'ng' && part.defectClassId === 1 ? ofClass1 : base);
      const good = kept.filter(({ label }) => label === 'ok');
      const defective = kept.filter(({ label }) => label === 'ng');
      const missed = defective.filter((part) => verdict(part) === 'ok').length;
      const alarms = good.filter((part) => verdict(part) === 'ng').length;
      const review = [...good, ...defective].filter((part) => verdict(part) === 'review').length;
      expect(result).toMatchObject({
        missedDefects: missed,
        falseAlarms: alarms,
        sentToReview: review,
      });
      expect(result.unlabelled.parts).toBe(kept.length - good.length - defective.length);
      expect(result.escape.perThousand).toBe(
        defective.length === 0 ? null : (1000 * missed) / defective.length,
      );
      expect(result.overkill.perThousand).toBe(
        good.length === 0 ? null : (1000 * alarms) / good.length,
      );
      for (const { defectClassId, parts, ok, review: between, ng } of result.perClass) {
        const own = defective.filter((part) => part.defectClassId === defectClassId);
        expect(parts).toBe(own.length);
        expect(ok).toBe(own.filter((part) => verdict(part) === 'ok').length);
        expect(ok + between + ng).toBe(parts);
      }
      expect(result.perClass.reduce((sum, { parts }) => sum + parts, 0)).toBe(defective.length);
    }),
  );
});

test('without defects there is no escape rate, and the reason is said', () => {
  const columns = columnsOf([{ score: 1, label: 'ok', defectClassId: null, split: 'test' }]);
  const { escape, overkill } = whatIf(prepareWhatIf(columns), { t1: 1, t2: 2 });
  expect(escape).toEqual({
    perThousand: null,
    reason: 'No part with a score is labelled defective.',
  });
  expect(overkill).toEqual({ perThousand: 0, reason: null });
});
