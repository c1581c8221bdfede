/** Why this file exists: verdicts and run states are decided in one place, with >= throughout. */
import { describe, expect, it } from 'vitest';
import { NewLabelSchema } from '../../../../src/shared/entities/label.ts';
import { NameSchema } from '../../../../src/shared/entities/common.ts';
import { canMove, RunStateSchema } from '../../../../src/shared/entities/run.ts';
import {
  BandSchema,
  thresholdsFor,
  ThresholdsSchema,
  verdictOf,
} from '../../../../src/shared/entities/threshold.ts';

describe('verdict', () => {
  it('is OK below T1, REVIEW from T1, NG from T2', () => {
    const band = { t1: 1, t2: 2 };
    expect([0.999, 1, 1.999, 2, 3].map((score) => verdictOf(score, band))).toEqual([
      'ok',
      'review',
      'review',
      'ng',
      'ng',
    ]);
  });

  it('has no REVIEW without a band', () => {
    expect([1.999, 2].map((score) => verdictOf(score, { t1: 2, t2: 2 }))).toEqual(['ok', 'ng']);
  });

  it('needs T1 at or below T2 and real numbers', () => {
    expect(BandSchema.safeParse({ t1: 2, t2: 1 }).success).toBe(false);
    expect(BandSchema.safeParse({ t1: NaN, t2: 1 }).success).toBe(false);
    const values = { t1: 1, t2: Infinity, pixel: 1, minArea: 0 };
    expect(ThresholdsSchema.safeParse(values).success).toBe(false);
  });

  it('uses a defect class its own thresholds where it has some', () => {
    const base = { t1: 1, t2: 2, pixel: 0.5, minArea: 3 };
    const own = { t1: 0.1, t2: 0.2, pixel: 0.05, minArea: 0 };
    const set = { base, perClass: [{ defectClassId: 4, thresholds: own }] };
    expect(thresholdsFor(set, 4)).toEqual(own);
    expect(thresholdsFor(set, 5)).toEqual(base);
    expect(thresholdsFor(set, null)).toEqual(base);
  });
});

describe('run states', () => {
  it('end in finished and cancelled for ever', () => {
    for (const state of RunStateSchema.options) {
      expect(canMove('finished', state)).toBe(false);
      expect(canMove('cancelled', state)).toBe(false);
    }
  });

  it('let an interrupted or failed run be tried again', () => {
    expect(canMove('interrupted', 'queued')).toBe(true);
    expect(canMove('failed', 'queued')).toBe(true);
    expect(canMove('queued', 'finished')).toBe(false);
  });
});

describe('values that people give', () => {
  it('are trimmed, one line and not blank', () => {
    expect(NameSchema.parse('  Käfer 7 ')).toBe('Käfer 7');
    for (const name of ['', '   ', 'two\nlines', 'x'.repeat(201)]) {
      expect(NameSchema.safeParse(name).success).toBe(false);
    }
  });

  it('name a defect class with NG or unsure only', () => {
    const label = (value: string) => ({ value, defectClassId: 1, comment: '' });
    expect(NewLabelSchema.safeParse(label('ng')).success).toBe(true);
    expect(NewLabelSchema.safeParse(label('ok')).success).toBe(false);
  });
});
