/** Why this file exists: holds what a finished table says, to people and to programs. */
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../src/main/study/cells.ts';
import { reservations } from '../../../src/main/study/request.ts';
import { summarise } from '../../../src/main/study/summary.ts';
import { csvOf, markdownOf, markdownTable } from '../../../src/main/study/text.ts';

const cell = (row: string, seed: number, imageAuroc: number | null, steps = '1'): Cell => ({
  row,
  seed,
  imageAuroc,
  pixelAuroc: 0.5,
  auPro: null,
  details: { normalisation: 'unit', steps },
  device: 'test',
  seconds: { train: 1, bank: 1, test: 1 },
});
const cells = [cell('64', 0, 0.9), cell('64', 1, 0.94), cell('64 + 32', 0, null, '2')];
const around = {
  dataset: 'bottle',
  size: 256,
  recipe: 'quick',
  bankMb: 32,
  device: 'native CPU',
  counts: { test: 10, good: 60 },
  notes: ['Only every 3rd test image was used: 10 of 30.'],
};

describe('summarise', () => {
  it('gives mean and spread over the seeds, row by row', () => {
    const [first, second] = summarise(cells);
    expect(first).toMatchObject({ row: '64', seeds: 2 });
    expect(first?.imageAuroc.mean).toBeCloseTo(0.92, 12);
    expect(first?.imageAuroc.deviation).toBeCloseTo(0.0282843, 6);
    expect(second?.imageAuroc).toEqual({ mean: null, deviation: null });
  });

  it('leaves a metric undefined where one seed has none', () => {
    const [row] = summarise([cell('64', 0, 0.9), cell('64', 1, null)]);
    expect(row?.imageAuroc.mean).toBeNull();
  });

  it('tells details seed by seed only where they differ', () => {
    const [row] = summarise([cell('64', 0, 0.9, '5'), cell('64', 1, 0.9, '7')]);
    expect(row?.details).toBe('normalisation: unit; steps: 5 | 7');
  });
});

describe('markdownOf', () => {
  const page = markdownOf('scales', summarise(cells), around);

  it('shows percent with spread, and that a value is undefined', () => {
    expect(page).toContain('92.0 ± 2.8');
    expect(page).toMatch(/64 \+ 32 +\| undefined/);
  });

  it("stands beside the paper's figures where the paper has some", () => {
    expect(page).toContain('89.3 / 91.7');
    expect(markdownOf('bank', summarise(cells), around)).not.toContain('paper');
  });

  it('says that it was a quick look, on what device, with how many images', () => {
    expect(page).toContain('Only every 3rd test image was used: 10 of 30.');
    expect(page).toContain('60 good images, 10 test images');
    expect(page).toContain('native CPU');
  });

  it('tells once what holds for all rows', () => {
    const same = markdownOf('bank', summarise([cell('a', 0, 1), cell('b', 0, 1)]), around);
    expect(same.match(/normalisation: unit/g)).toHaveLength(1);
    expect(same).toContain('no spread is known');
  });
});

describe('markdownTable', () => {
  it('keeps a bar in a cell from making a column', () => {
    expect(markdownTable([['a'], ['x | y']])[2]).toBe('| x \\| y |');
  });
});

describe('csvOf', () => {
  it('has a line per row with empty fields where nothing is known', () => {
    const lines = csvOf(summarise(cells)).split('\r\n');
    expect(lines[0]).toMatch(/^row,seeds,image_auroc_mean,image_auroc_sd/);
    expect(lines[2]).toMatch(/^64 \+ 32,1,,,0\.5,,,,/);
    expect(lines).toHaveLength(4);
  });
});

describe('reservations', () => {
  const counts = { test: 190, allTest: 570, good: 100, allGood: 774 };

  it('says nothing of a whole study', () => {
    expect(reservations({ every: 1, good: null, stepsPercent: 100 }, counts)).toEqual([]);
  });

  it('says everything that was left out', () => {
    expect(reservations({ every: 3, good: 100, stepsPercent: 25 }, counts)).toEqual([
      'Only every 3rd test image was used: 190 of 570.',
      'Only 100 of 774 good images were learnt from.',
      "Training had 25 % of the recipe's steps.",
    ]);
  });

  it.each([
    [2, '2nd'],
    [11, '11th'],
    [21, '21st'],
    [112, '112th'],
  ])('counts in English: %i', (every, word) => {
    expect(reservations({ every, good: null, stepsPercent: 100 }, counts)[0]).toContain(
      `every ${word} test`,
    );
  });
});
