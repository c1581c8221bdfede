/** Why this file exists: a part is listed when, and only when, its verdict changes. */
import { describe, expect, test } from 'vitest';
import {
  countEffects,
  flipsBetween,
  pairedScores,
  type ThresholdValues,
} from '../../../../src/shared/charts/flips.ts';
import type { ResultColumns } from '../../../../src/shared/contract/models.ts';

const at = (t1: number, t2: number) => ({ t1, t2, pixel: 0, minArea: 0 });
const values = (t1: number, t2: number): ThresholdValues => ({ base: at(t1, t2), perClass: [] });

const columns: ResultColumns = {
  imageIds: [1, 2, 3, 4, 5],
  scores: [1, 2, 3, 4, 5],
  labels: ['ok', 'ok', 'ng', 'ng', 'none'],
  defectClassIds: [null, null, 7, 8, null],
  splits: ['calibrate', 'test', 'test', 'calibrate', 'test'],
};

describe('flips from other thresholds', () => {
  test('are the parts between the old and the new threshold, the worse ones first', () => {
    const flips = flipsBetween(
      { columns, values: values(3, 3) },
      { columns, values: values(5, 5) },
      ['calibrate', 'test'],
    );
    expect(flips.map(({ imageId, effect }) => [imageId, effect])).toEqual([
      [4, 'worse'],
      [3, 'worse'],
    ]);
    expect(flips[0]!.before.verdict).toBe('ng');
    expect(flips[0]!.after.verdict).toBe('ok');
  });

  test('a good part that is no longer called NG is better, an unlabelled one neither', () => {
    const flips = flipsBetween(
      { columns, values: values(2, 2) },
      { columns, values: values(2.5, 9) },
      ['test'],
    );
    expect(flips.map(({ imageId, effect }) => [imageId, effect])).toEqual([
      [3, 'worse'],
      [2, 'better'],
      [5, 'neutral'],
    ]);
    expect(countEffects(flips)).toEqual({ worse: 1, better: 1, neutral: 1 });
  });

  test('a class of its own is judged by its own values', () => {
    const own = { base: at(3, 3), perClass: [{ defectClassId: 7, thresholds: at(9, 9) }] };
    const flips = flipsBetween({ columns, values: values(3, 3) }, { columns, values: own }, [
      'calibrate',
      'test',
    ]);
    expect(flips.map(({ imageId }) => imageId)).toEqual([3]);
  });
});

describe('flips between models', () => {
  const other: ResultColumns = {
    ...columns,
    imageIds: [5, 4, 3],
    scores: [50, 40, 10],
    labels: ['none', 'ng', 'ng'],
    defectClassIds: [null, 8, 7],
    splits: ['test', 'calibrate', 'test'],
  };

  test('compare the images both have seen, each on its own scale', () => {
    const flips = flipsBetween(
      { columns, values: values(3, 3) },
      { columns: other, values: values(20, 20) },
      ['calibrate', 'test'],
    );
    expect(flips.map(({ imageId, before, after }) => [imageId, before.score, after.score])).toEqual(
      [[3, 3, 10]],
    );
    expect(pairedScores(columns, other).map(({ imageId, a, b }) => [imageId, a, b])).toEqual([
      [3, 3, 10],
      [4, 4, 40],
      [5, 5, 50],
    ]);
  });
});
