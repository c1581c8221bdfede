/** Why this file exists: the commands about the catalog, as a person types them. */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addImages, ensureSource } from '../../../src/main/catalog/images.ts';
import { labelEach } from '../../../src/main/catalog/labels.ts';
import { addProduct, ensureDefectClass } from '../../../src/main/catalog/products.ts';
import { putResults } from '../../../src/main/catalog/results.ts';
import { projectFolder } from '../../../src/main/places.ts';
import type { Run } from '../../../src/shared/entities/run.ts';
import type { ThresholdSet } from '../../../src/shared/entities/threshold.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { newImage } from '../catalog/made-up.ts';
import { newResult } from '../catalog/support.ts';
import { draft, seeded } from '../handlers/support.ts';
import { sampleIn } from '../services/support.ts';
import { commandsOver } from '../story/commands.ts';

const folder = temporaryFolder();
let homes = 0;

/** A product with six images, two of them scratched, and a model that has scored all. */
function stocked(): string {
  const home = join(folder, `home ${(homes += 1)}`);
  seeded(home, (catalog) => {
    const { id: productId } = addProduct(catalog, { name: 'Bottle', actor: 'Ada' });
    const { id: classId } = ensureDefectClass(catalog, productId, 'scratch');
    const source = ensureSource(catalog, { productId, root: '/data', layout: 'mvtec' });
    const { ids } = addImages(
      catalog,
      source.id,
      Array.from({ length: 6 }, (_, i) =>
        newImage(i, {
          path: i < 4 ? `test/good/${i}.png` : `test/scratch/${i}.png`,
          split: 'calibrate',
        }),
      ),
    );
    const labels = ids.map((imageId, i) => {
      const defectClassId = i < 4 ? null : classId;
      const value = i < 4 ? ('ok' as const) : ('ng' as const);
      return { imageId, label: { value, defectClassId, comment: '' } };
    });
    labelEach(catalog, labels, { reviewer: 'import', origin: 'import' });
    const path = join(home, 'models', 'one');
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'manifest.json'), '{}');
    const modelId = draft(catalog, productId, 'one', path);
    putResults(
      catalog,
      ids.map((id, i) => newResult(modelId, id, i + 1)),
    );
  });
  return home;
}

describe('loupe label', () => {
  it('labels by pattern, by number and by range, as one action', async () => {
    const loupe = commandsOver(stocked());
    const which = ['--images', 'test/scratch/*.png', '1', '2-3'];
    const done = await loupe.json<{ changed: number; batchId: number }>(
      ...['label', '--product', 'bottle', ...which, '--unsure', '--comment', 'look again'],
    );
    expect(done.changed).toBe(5);
    const made = await loupe.run(
      ...['label', '--product', 'Bottle', '--images', '1', '--ng', 'dent', '--add-class'],
    );
    expect(made).toMatchObject({
      code: 0,
      out: expect.stringContaining('Labelled 1 image') as string,
    });
  });

  it.each([
    [['--ok', '--unsure', '--images', '1'], 2, 'More than one label is given.'],
    [['--images', '1'], 2, 'No label is given.'],
    [['--images', '1', '--ng', 'dent'], 1, 'no defect class "dent" (it has: scratch)'],
    [['--images', '99', '--ok'], 1, 'No image of the product is meant by number 99'],
    [['--images', 'train/*', '--ok'], 1, 'No image of the product is meant by "train/*"'],
  ])('%j is refused', async (args, code, sentence) => {
    const loupe = commandsOver(stocked());
    const ended = await loupe.run('label', '--product', 'Bottle', ...args);
    expect(ended.code).toBe(code);
    expect(ended.said).toContain(sentence);
    expect(ended.out).toBe('');
  });
});

describe('loupe thresholds', () => {
  it('sets what is named and keeps the rest, for all parts or for one class', async () => {
    const loupe = commandsOver(stocked());
    const set = (...args: string[]) =>
      loupe.json<{ set: ThresholdSet }>(
        ...['thresholds', 'set', '--product', 'Bottle', '--reason', 'why', ...args],
      );
    const first = await set('--t2', '4');
    expect(first.set.base).toEqual({ t1: 4, t2: 4, pixel: 0.45, minArea: 16 });
    const second = await set('--t1', '3', '--min-area', '5');
    expect(second.set.base).toEqual({ t1: 3, t2: 4, pixel: 0.45, minArea: 5 });
    const third = await set('--class', 'scratch', '--t2', '2');
    expect(third.set.base).toEqual(second.set.base);
    expect(third.set.perClass.map(({ thresholds }) => thresholds)).toEqual([
      { t1: 2, t2: 2, pixel: 0.45, minArea: 5 },
    ]);
    const wrong = await loupe.run(
      ...['thresholds', 'set', '--product', 'Bottle', '--t1', '9', '--reason', 'why'],
    );
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.said).toContain('T1 must not be above T2');
  });

  it('suggests on the calibrate split, and applies only with a reason', async () => {
    const loupe = commandsOver(stocked());
    const suggest = ['thresholds', 'suggest', '--product', 'Bottle', '--rule', 'escape'];
    const looked = await loupe.json<{ thresholds: { t2: number }; source: string }>(
      ...[...suggest, '--share', '0'],
    );
    expect(looked).toMatchObject({
      thresholds: { t2: 5 },
      source: 'calibrate',
      confusion: { caught: 2, missedDefects: 0, falseAlarms: 0, passed: 4 },
      rates: { escape: 0, overkill: 0 },
    });
    const unreasoned = await loupe.run(...suggest, '--apply');
    expect(unreasoned).toMatchObject({ code: 2 });
    const testSplit = await loupe.run(...suggest, '--split', 'test');
    expect(testSplit).toMatchObject({ code: 1 });
    expect(testSplit.said).toContain('no labelled image of the split test');
  });
});

describe('loupe models', () => {
  it('promotes a draft by making it a candidate first, and retires it again', async () => {
    const loupe = commandsOver(stocked());
    await loupe.json('models', 'promote', '1', '--reason', 'good enough');
    const shown = await loupe.json<{ model: { state: string } }>('models', 'show', '1');
    expect(shown.model.state).toBe('production');
    const rolled = await loupe.run('models', 'rollback', '--product', 'Bottle', '--reason', 'no');
    expect(rolled).toMatchObject({ code: 2 });
    expect(rolled.said).toContain('there is none to go back to');
    await loupe.json('models', 'retire', '1', '--reason', 'over');
    const { entries } = await loupe.json<{ entries: { action: string; reason: string }[] }>(
      ...['audit', 'list', '--limit', '4'],
    );
    expect(entries.map(({ action, reason }) => [action, reason])).toEqual([
      ['model.state', 'over'],
      ['model.promoted', 'good enough'],
      ['model.state', 'good enough'],
      ['model.registered', ''],
    ]);
  });
});

describe('Ctrl-C', () => {
  it('pauses a training and keeps its checkpoint, with the process that computes alive', async () => {
    const home = join(folder, 'stopped');
    const loupe = commandsOver(home);
    const data = await sampleIn(join(folder, 'plates'), 8, 5);
    await loupe.json('import', data);
    const cli = join(projectFolder(), 'src', 'main', 'cli.ts');
    const args = ['train', '--product', 'plates', '--recipe', 'quick', '--size', '128'];
    const child = spawn(
      process.execPath,
      [cli, ...args, '--bank-mb', '1', '--backbone', 'none'],
      // A process group of its own, as a terminal makes one; Ctrl-C goes to all of it.
      {
        env: { ...process.env, LOUPE_HOME: home },
        stdio: ['ignore', 'ignore', 'pipe'],
        detached: true,
      },
    );
    let said = '';
    let interrupted = false;
    child.stderr?.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      if (interrupted || !/Learning|Training|theta = /.test(said)) return;
      interrupted = true;
      process.kill(-(child.pid ?? 0), 'SIGINT');
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(said).toContain('Stopping at the next safe point.');
    expect(said).toMatch(/Job 2 is paused\./);
    expect(said).not.toMatch(/crash|restart/i);
    expect(code).toBe(1);
    const { jobs } = await loupe.json<{ jobs: Run[] }>('jobs', 'list', '--limit', '1');
    expect(jobs[0]).toMatchObject({ kind: 'train', state: 'interrupted', failure: null });

    // What `loupe jobs resume` goes on from.
    expect(readdirSync(join(home, 'work', 'run-2'))).toContain('model.training');
  });
});
