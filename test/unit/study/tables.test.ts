/** Why this file exists: holds which rows a table has and what they share. */
import { describe, expect, it } from 'vitest';
import { ROW_TABLES, rivalsOf, rowsOf } from '../../../src/main/study/tables.ts';
import { slug } from '../../../src/main/study/cells.ts';

const quick = { recipe: 'quick', bankMb: 32 } as const;
const different = (values: readonly unknown[]) =>
  new Set(values.map((v) => JSON.stringify(v))).size;

describe('rowsOf', () => {
  it("has every combination of scales, the paper's three among them", () => {
    const rows = rowsOf('scales', quick);
    expect(rows.map(({ name }) => name)).toEqual([
      '64',
      '32',
      '16',
      '64 + 32',
      '64 + 16',
      '32 + 16',
      '64 + 32 + 16',
    ]);
    expect(rows[3]?.fusion).toEqual({ kind: 'weights', weights: { 64: 1, 32: 1, 16: 0 } });
  });

  it.each(['scales', 'fusion'] as const)(
    'learns once for all rows of %s, with one bank',
    (table) => {
      const rows = rowsOf(table, quick);
      expect(different(rows.map(({ learn }) => learn))).toBe(1);
      expect(different(rows.map(({ bank }) => bank))).toBe(1);
    },
  );

  it('learns once for all rows of bank and tries every size in every way', () => {
    const rows = rowsOf('bank', quick);
    expect(different(rows.map(({ learn }) => learn))).toBe(1);
    expect(different(rows.map(({ bank }) => bank))).toBe(9);
    expect(rows.map(({ bank }) => bank.mb)).toContain(2);
  });

  it('leaves out each loss once, chooses no step, and shows what no training gives', () => {
    const rows = rowsOf('losses', quick);
    expect(rows.map(({ learn }) => learn.without)).toEqual([
      null,
      'SVDD',
      'Cos',
      'SSL',
      'Kmeans',
      null,
    ]);
    expect(rows.map(({ learn }) => learn.train)).toEqual([true, true, true, true, true, false]);
    expect(rows.some(({ learn }) => learn.chooseStep)).toBe(false);
  });

  it('refuses the losses of a recipe that trains nothing', () => {
    expect(() => rowsOf('losses', { recipe: 'frozen', bankMb: 32 })).toThrow(
      expect.objectContaining({ code: 'usage' }),
    );
  });

  it('runs the paper recipe only where it was asked for', () => {
    const names = (recipe: 'quick' | 'paper') =>
      rowsOf('recipe', { recipe, bankMb: 32 }).map(({ name }) => name);
    expect(names('quick')).toEqual(['frozen', 'quick']);
    expect(names('paper')).toEqual(['frozen', 'quick', 'paper']);
  });

  it('compares the method with all of its rivals', () => {
    expect(rowsOf('method', quick).map(({ name }) => name)).toEqual(['multi-scale-patch']);
    expect(rivalsOf('method')).toEqual(['patchcore', 'padim', 'spade', 'patch-svdd']);
    expect(rivalsOf('scales')).toEqual([]);
  });

  it('names rows so that their results have files of their own', () => {
    for (const table of ROW_TABLES) {
      const names = [...rowsOf(table, quick).map(({ name }) => name), ...rivalsOf(table)];
      expect(new Set(names.map(slug)).size).toBe(names.length);
      expect(names.map(slug)).not.toContain('');
    }
  });
});
