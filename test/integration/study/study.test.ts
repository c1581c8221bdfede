/** Why this file exists: holds that a study runs, shares its work, and goes on where it stopped. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { tf } from '../../../src/main/engine/tf.ts';
import { CellSchema, JudgedCellSchema } from '../../../src/main/study/cells.ts';
import { runStudy } from '../../../src/main/study/run-study.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { quiet, sampleIn } from '../services/support.ts';
import { installMadeUpBackbone, smallStudy } from './support.ts';

// A study is many trainings and evaluations; on a busy machine it takes minutes.
vi.setConfig({ testTimeout: 900_000 });

const folder = temporaryFolder();
let data: string;

beforeAll(async () => {
  data = await sampleIn(join(folder, 'plates'), 20, 8);
  await installMadeUpBackbone(join(folder, 'home'));
});

const cellsIn = (out: string, table: string) =>
  readdirSync(join(out, 'cells', table)).map((name) => {
    const file = join(out, 'cells', table, name);
    return { name, written: statSync(file).mtimeMs, text: readFileSync(file, 'utf8') };
  });

/** A control that counts how often a step began. */
function counting(onStep: (step: string, done: number) => void = () => {}) {
  const counts = new Map<string, number>();
  let last = '';
  const control = quiet({
    onProgress: ({ step, done }) => {
      if (step !== last) counts.set(step, (counts.get(step) ?? 0) + 1);
      last = step;
      onStep(step, done);
    },
  });
  return { counts, control };
}

describe('runStudy', () => {
  const out = join(folder, 'shared');
  const request = () => smallStudy(data, out, { tables: ['scales', 'fusion'], seeds: 2 });

  it('makes several tables of one bank and one pass over the test images per seed', async () => {
    const tensors = tf.memory().numTensors;
    const { counts, control } = counting();
    const { tables } = await runStudy(request(), control, () => {});
    expect(counts.get('Detecting on test images')).toBe(2);
    expect(tables.map(({ table, rows }) => [table, rows.length])).toEqual([
      ['scales', 7],
      ['fusion', 5],
    ]);
    for (const { rows, cells } of tables) {
      expect(rows.every(({ seeds }) => seeds === 2)).toBe(true);
      for (const cell of cells) {
        expect(cell.imageAuroc).toBeGreaterThanOrEqual(0);
        expect(cell.auPro).toBeLessThanOrEqual(1);
      }
    }
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('has the same numbers for the same thing in two tables', () => {
    const numbers = (table: string, start: string) =>
      cellsIn(out, table)
        .filter(({ name }) => name.startsWith(start))
        .map(({ text }) => {
          const { seed, imageAuroc, pixelAuroc, auPro } = CellSchema.parse(JSON.parse(text));
          return { seed, imageAuroc, pixelAuroc, auPro };
        });
    expect(numbers('fusion', 'plain-sum')).toEqual(numbers('scales', '64-32-16'));
  });

  it('writes Markdown, CSV and plots, and leaves nothing unfinished', async () => {
    for (const table of ['scales', 'fusion']) {
      expect(readFileSync(join(out, `${table}.md`), 'utf8')).toContain('over 2 seeds');
      expect(readFileSync(join(out, `${table}.csv`), 'utf8')).toMatch(/^row,seeds/);
      expect(readFileSync(join(out, `${table}.svg`), 'utf8')).toContain('</svg>');
      const { width, format } = await sharp(join(out, `${table}.png`)).metadata();
      expect(format).toBe('png');
      expect(width).toBeGreaterThan(800);
    }
    expect(existsSync(join(out, 'work'))).toBe(false);
  });

  it('makes nothing again that is finished, and only the rest where a result is missing', async () => {
    const before = cellsIn(out, 'scales');
    const first = counting();
    await runStudy(request(), first.control, () => {});
    expect(first.counts.has('Detecting on test images')).toBe(false);
    expect(cellsIn(out, 'scales')).toEqual(before);
    const more = counting();
    await runStudy({ ...request(), tables: ['scales'], seeds: 3 }, more.control, () => {});
    expect(more.counts.get('Detecting on test images')).toBe(1);
    expect(cellsIn(out, 'scales')).toHaveLength(21);
  });

  it('refuses a folder that holds a study with other settings', async () => {
    await expect(runStudy({ ...request(), every: 2 }, quiet(), () => {})).rejects.toMatchObject({
      code: 'usage',
    });
  });

  it('names a finished result that cannot be read', async () => {
    const name = '64.seed-0.json';
    const file = join(out, 'cells', 'scales', name);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.slice(0, 20));
    await expect(runStudy(request(), quiet(), () => {})).rejects.toMatchObject({
      code: 'bad-data',
      message: expect.stringContaining(name) as string,
    });
    writeFileSync(file, text);
  });

  it('keeps what is finished when it is stopped, and then makes the rest', async () => {
    const stopped = join(folder, 'stopped');
    const bank = smallStudy(data, stopped, { tables: ['normalisation'], good: 16 });
    const controller = new AbortController();
    let detections = 0;
    const { control } = counting((step, done) => {
      if (step === 'Detecting on test images' && done === 1 && ++detections === 2) {
        controller.abort();
      }
    });
    const running = runStudy(bank, { ...control, signal: controller.signal }, () => {});
    await expect(running).rejects.toMatchObject({
      code: 'cancelled',
      nextStep: 'Run the same command again to go on from there.',
    });
    const kept = cellsIn(stopped, 'normalisation');
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThan(4);
    const { tables } = await runStudy(bank, quiet(), () => {});
    expect(tables[0]?.rows).toHaveLength(4);
    const after = cellsIn(stopped, 'normalisation');
    for (const cell of kept) expect(after).toContainEqual(cell);
  });

  it('says in every table that it was a quick look', async () => {
    const { tables } = await runStudy(
      smallStudy(data, join(folder, 'look'), { every: 2, good: 12 }),
      quiet(),
      () => {},
    );
    expect(tables[0]?.page).toContain('Only every 2nd test image was used: 4 of 8.');
    expect(tables[0]?.page).toContain('Only 12 of 20 good images were learnt from.');
  });

  it('refuses test images of one kind', async () => {
    const request = smallStudy(data, join(folder, 'one-kind'), { every: 1000 });
    await expect(runStudy(request, quiet(), () => {})).rejects.toMatchObject({ code: 'bad-data' });
  });
});

describe('the table of methods', () => {
  it('measures every method on the same test images', async () => {
    const out = join(folder, 'methods');
    const { tables } = await runStudy(
      smallStudy(data, out, { tables: ['method'] }),
      quiet(),
      () => {},
    );
    expect(tables[0]?.rows.map(({ row }) => row)).toEqual([
      'multi-scale-patch',
      'patchcore',
      'padim',
      'spade',
      'patch-svdd',
    ]);
    for (const { imageAuroc, auPro } of tables[0]?.cells ?? []) {
      expect(imageAuroc).not.toBeNull();
      expect(auPro).not.toBeNull();
    }
  });
});

describe('a study that trains', () => {
  it('goes on from the checkpoint of a stopped training', async () => {
    const out = join(folder, 'trained');
    // Too few good images to choose by, so nothing is judged and the test is quick.
    const request = smallStudy(data, out, { recipe: 'quick', stepsPercent: 2, good: 12 });
    const controller = new AbortController();
    const { control } = counting((step, done) => {
      if (step === 'Training the encoders' && done === 3) controller.abort();
    });
    const running = runStudy(request, { ...control, signal: controller.signal }, () => {});
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(readdirSync(join(out, 'work')).some((name) => name.endsWith('.training'))).toBe(true);

    const notices: string[] = [];
    const { tables } = await runStudy(request, quiet(), (sentence) => notices.push(sentence));
    expect(notices.join()).toMatch(/Going on from the checkpoint: theta (32|16)/);
    expect(tables[0]?.page).toContain('steps 64 / 32 / 16: 1 / 2 / 6');
    expect(existsSync(join(out, 'work'))).toBe(false);
  });
});

describe('the self-check', () => {
  it('puts the synthetic value of every choice beside the real one', async () => {
    const out = join(folder, 'self');
    const request = smallStudy(data, out, {
      tables: ['selfcheck'],
      recipe: 'quick',
      stepsPercent: 1,
      good: 16,
    });
    const { tables } = await runStudy(request, quiet(), () => {});
    const cells = cellsIn(out, 'selfcheck').map(({ text }) =>
      JudgedCellSchema.parse(JSON.parse(text)),
    );
    const names = (choice: string) =>
      cells.find((cell) => cell.choice === choice)?.points.map(({ name }) => name);
    expect(names('normalisation')).toEqual([
      'unit',
      'soft, half the floor',
      'soft',
      'soft, twice the floor',
      'none',
    ]);
    expect(names('scale weights')).toHaveLength(8);
    expect(names('training step, theta = 16')?.[0]).toBe('0');
    for (const { points, chosen } of cells) {
      expect(points.map(({ name }) => name)).toContain(chosen);
    }
    expect(tables[0]?.page).toMatch(/Spearman rank correlation of synthetic and real/);
    expect(existsSync(join(out, 'work'))).toBe(false);
  });
});
