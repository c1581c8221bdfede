/** Why this file exists: holds when a study says that self-validation misleads. */
import { describe, expect, it } from 'vitest';
import type { JudgedCell } from '../../../src/main/study/cells.ts';
import {
  agreementOf,
  selfCheckMarkdown,
  verdictSentence,
} from '../../../src/main/study/self-check-text.ts';

/** Points by name: synthetic value and real one (both AUROCs the same). */
const cell = (chosen: string, points: Record<string, [number, number | null]>): JudgedCell => ({
  choice: 'normalisation',
  seed: 0,
  device: 'test',
  chosen,
  points: Object.entries(points).map(([name, [synthetic, real]]) => ({
    name,
    synthetic,
    imageAuroc: real,
    pixelAuroc: real,
  })),
});

const good = cell('soft', {
  unit: [0.7, 0.6],
  soft: [0.9, 0.8],
  half: [0.8, 0.7],
  none: [0.5, 0.5],
});
const misled = cell('unit', {
  unit: [0.9, 0.6],
  soft: [0.8, 0.7],
  half: [0.7, 0.8],
  none: [0.6, 0.9],
});

describe('agreementOf', () => {
  it('correlates ranks and knows what the choice costs', () => {
    expect(agreementOf(good).correlation).toBeCloseTo(1, 12);
    expect(agreementOf(misled)).toMatchObject({ chosen: 0.6, best: { name: 'none', value: 0.9 } });
    expect(agreementOf(misled).correlation).toBeCloseTo(-1, 12);
  });

  it('has no correlation of three points', () => {
    expect(agreementOf(cell('a', { a: [1, 1], b: [2, 2], c: [3, 3] })).correlation).toBeNull();
  });

  it('leaves out points whose real value is undefined', () => {
    expect(agreementOf(cell('a', { a: [0.9, null], b: [0.8, 0.7] }))).toEqual({
      correlation: null,
      chosen: null,
      best: { name: 'b', value: 0.7 },
    });
  });
});

describe('verdictSentence', () => {
  it('says when the choice is clearly below the best, and by how much', () => {
    expect(verdictSentence([misled])).toBe(
      'It misleads here: for the one seed its choice is 30.0 points below the best on real defects.',
    );
    expect(verdictSentence([misled, good])).toMatch(/for 1 of 2 seeds .* 30\.0 points/);
  });

  it('says when only the ranking is wrong', () => {
    const close = cell('a', { a: [0.9, 0.8], b: [0.8, 0.801], c: [0.7, 0.802], d: [0.6, 0.803] });
    expect(verdictSentence([close])).toMatch(/runs against the real one for the one seed/);
  });

  it('says when all is well', () => {
    expect(verdictSentence([good])).toBe(
      'It does not mislead here: its choice costs at most 0.0 points.',
    );
  });
});

describe('selfCheckMarkdown', () => {
  it('shows synthetic beside real, the choice, the correlation and the sentence', () => {
    const page = selfCheckMarkdown([misled], {
      dataset: 'tile',
      size: 256,
      recipe: 'quick',
      bankMb: 32,
      device: 'test',
      counts: { test: 1, good: 1 },
      notes: [],
    });
    expect(page).toMatch(/\| unit +\| 90\.0 +\| 60\.0 +\| 60\.0 +\| 60\.0 +\| 1 of 1/);
    expect(page).toContain('seed by seed: -1.00.');
    expect(page).toContain('It misleads here');
  });
});
