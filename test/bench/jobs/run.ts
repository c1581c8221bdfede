/**
 * Why this file exists: prints how long a person waits for labels, thresholds, galleries and anomaly
 * maps while a training runs. Run it with Node 24: `node test/bench/jobs/run.ts [--images 10000]
 * [--seconds 30] [--size 256]`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openCatalog } from '../../../src/main/catalog/open-catalog.ts';
import { writeSample } from '../../../src/main/dataset/sample/write.ts';
import { foldersOf } from '../../../src/main/handlers/folders.ts';
import type { WorkingApplication } from '../../../src/main/application.ts';
import { application, ask, done, smallTrain, stock } from '../../integration/jobs/support.ts';
import { fillCatalog } from '../catalog/fill.ts';

const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '30' },
    size: { type: 'string', default: '256' },
  },
});
const size = Number(values.size);
const say = (line: string) => process.stdout.write(`${line}\n`);
const folder = mkdtempSync(join(tmpdir(), 'loupe-bench-'));
const home = join(folder, 'home');

function row(name: string, target: string, times: number[]): void {
  const ms = times.toSorted((a, b) => a - b);
  const at = (q: number) =>
    (ms[Math.min(ms.length - 1, Math.floor(q * ms.length))] ?? NaN).toFixed(1);
  const cells = [String(ms.length).padStart(5), at(0.5), at(0.95), at(1)];
  say(`${name.padEnd(44)} ${cells.map((cell) => cell.padStart(9)).join('')}   ${target}`);
}

async function timed(action: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await action();
  return performance.now() - started;
}

/** What a person does, one after another with short rests, for some seconds. */
async function work(app: WorkingApplication, filled: ReturnType<typeof fillCatalog>, ms: number) {
  const { productId, modelIds, imageIds, versionId } = filled;
  const modelId = modelIds[0]!;
  const times = {
    label: [] as number[],
    columns: [] as number[],
    set: [] as number[],
    page: [] as number[],
  };
  const until = performance.now() + ms;
  for (let i = 0; performance.now() < until; i++) {
    const imageId = imageIds[(i * 37) % imageIds.length]!;
    const value = i % 2 === 0 ? 'ok' : 'unsure';
    const label = { value, defectClassId: null, comment: '' } as const;
    times.label.push(
      await timed(() => ask(app, 'labels.set', { imageIds: [imageId], label, by: 'Ada' })),
    );
    times.columns.push(
      await timed(() => ask(app, 'results.columns', { modelId, versionId, splits: ['test'] })),
    );
    const base = { ...filled.band, pixel: 1, minArea: 16 };
    const set = { modelId, base, perClass: [], rule: null };
    times.set.push(
      await timed(() =>
        ask(app, 'thresholds.set', { ...set, source: 'manual', by: 'Ada', reason: 'bench' }),
      ),
    );
    times.page.push(
      await timed(() =>
        ask(app, 'gallery.page', {
          productId,
          modelId,
          sort: 'score',
          descending: i % 2 === 0,
          limit: 200,
          filter: {},
        }),
      ),
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return times;
}

try {
  const { root } = await writeSample(join(folder, 'plates'), {
    seed: 0,
    good: 30,
    test: 20,
    variant: 'plate',
  });
  const { versionId, imageIds } = await stock(home, root);
  const catalog = openCatalog(foldersOf(home).catalog);
  const filled = fillCatalog(catalog, { images: Number(values.images), models: 1, seed: 2 });
  catalog.close();
  const app = application(home);
  say(`${cpus()[0]?.model}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)} before`);
  say(`${''.padEnd(44)}     times   median     95 %  longest   target (ms)`);
  const ms = Number(values.seconds) * 1000;
  const quiet = await work(app, filled, ms / 3);
  row('label, nothing else running', '50', quiet.label);
  row('scores of the test split, nothing else', '50', quiet.columns);
  row('new thresholds, nothing else running', '50', quiet.set);
  row('gallery page, nothing else running', '50', quiet.page);

  const small = await done(app, smallTrain(versionId, { size }));
  const { modelId } = small.outcome as { modelId: number };
  const { id } = await ask(app, 'jobs.start', {
    job: smallTrain(versionId, { recipe: 'quick', size, bankMb: 16, name: 'Second' }),
  });
  let step = '';
  app.onEvent(({ name, payload }) => {
    if (name === 'jobs.changed') step = payload.progress?.step ?? step;
  });
  while (!step.startsWith('Training')) await new Promise((resolve) => setTimeout(resolve, 200));
  const busy = await work(app, filled, ms);
  row('label, while training', '50', busy.label);
  row('scores of the test split, while training', '50', busy.columns);
  row('new thresholds, while training', '50', busy.set);
  row('gallery page, while training', '50', busy.page);
  const looks: number[] = [];
  for (const imageId of [...imageIds.values()].slice(0, 10)) {
    looks.push(await timed(() => ask(app, 'results.ensure', { modelId, imageId })));
  }
  row('anomaly map not kept yet, while training', '-', looks);
  say(`the training was at: ${step}`);
  await ask(app, 'jobs.cancel', { runId: id });
  await app.jobs.whenSettled(id);
  const free: number[] = [];
  for (const imageId of [...imageIds.values()].slice(10, 20)) {
    free.push(await timed(() => ask(app, 'results.ensure', { modelId, imageId })));
  }
  row('anomaly map not kept yet, nothing else running', '-', free);
  await app.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
