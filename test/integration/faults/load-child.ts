/**
 * Why this file exists: an application under a mixed load of requests until it is killed. Each line
 * on standard output (a file, so that a kill loses nothing of it) tells of one answered request.
 */
import { writeSync } from 'node:fs';
import { createApplication } from '../../../src/main/application.ts';
import { datasetSources } from '../../../src/main/reports/sources.ts';
import type { RequestInput, RequestName, RequestOutput } from '../../../src/shared/contract.ts';
import { encodeMask } from '../../../src/shared/mask-rle.ts';
import { createRandom } from '../../../src/shared/random.ts';
import type { Told } from './told.ts';

const [home, seed = '0', ...folders] = process.argv.slice(2);
// Without a home it only compiles itself, so that the processes that are killed start quicker.
if (home === undefined) process.exit();
const random = createRandom(Number(seed));
const tell = (line: Told) => writeSync(1, `${JSON.stringify(line)}\n`);

// The parent chooses its moment from here on: opening, migrating and checking included.
writeSync(3, 'ready');
const application = createApplication({ home, version: '0', sources: datasetSources });
const ask = <N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>> =>
  application.handlers[name](input);
const by = 'Ada';

const [summary] = await ask('products.list', { archived: false });
const productId = summary?.product.id ?? 0;
const [model] = await ask('models.list', { productId });
const modelId = model?.model.id ?? 0;
const everything = { productId, filter: {}, sort: 'path', descending: false, limit: 200 } as const;
let known = await ask('gallery.ids', everything);

async function label(): Promise<void> {
  const value = random.pick(['ok', 'ng', 'unsure'] as const);
  const imageIds = [...new Set(Array.from({ length: 3 }, () => random.pick(known)))];
  const plain = { value, defectClassId: null, comment: 'ü' };
  let { batchId } = await ask('labels.set', { imageIds, label: plain, by });
  tell({ kind: 'label', batchId, images: imageIds.length });
  if (random.uniform() < 0.3) {
    ({ batchId } = await ask('labels.undo', { batchId, by }));
    tell({ kind: 'label', batchId, images: imageIds.length });
  }
}

async function mask(): Promise<void> {
  const imageId = random.pick(known);
  const { image } = await ask('images.get', { imageId, modelId: null });
  const { width, height } = image;
  const data = new Uint8Array(width * height).fill(random.pick([1, 255]), random.integer(20), 30);
  const code = Buffer.from(encodeMask({ width, height, data })).toString('base64');
  const { id, sha256 } = await ask('masks.set', { imageId, width, height, code, by });
  tell({ kind: 'mask', id, sha256 });
}

async function thresholds(): Promise<void> {
  const t1 = random.uniform();
  const base = { t1, t2: t1 + random.uniform(), pixel: 0.5, minArea: 3 };
  const set = { modelId, base, perClass: [], source: 'manual', rule: null } as const;
  const { id } = await ask('thresholds.set', { ...set, perClass: [], by, reason: 'load' });
  tell({ kind: 'thresholds', id, t1 });
  const [entry] = await ask('audit.page', { limit: 1 });
  tell({ kind: 'audit', hash: entry!.hash });
}

async function golden(): Promise<void> {
  const items = known
    .slice(0, 3)
    .map((imageId) => ({ imageId, expected: 'ok' as const, note: '' }));
  const { id } = await ask('verification.set', { productId, items, by, reason: 'load' });
  tell({ kind: 'golden', id, items: items.length });
}

async function version(): Promise<void> {
  const imageIds = known.slice(0, 5);
  await ask('splits.assign', { imageIds, split: random.pick(['train', 'test']), by });
  const { id, fingerprint } = await ask('versions.freeze', { productId, note: '', by });
  tell({ kind: 'version', id, fingerprint });
}

let turn = Number((await ask('settings.get', { prefix: 'load.' }))['load.turn'] ?? 0);

async function setting(): Promise<void> {
  turn += 1;
  await ask('settings.set', { name: 'load.turn', value: turn, by });
  tell({ kind: 'setting', name: 'load.turn', turn });
}

let importing = false;

/** Beside the other requests, as a person would not wait for it. */
async function importFolder(): Promise<void> {
  if (importing) return;
  importing = true;
  const root = random.pick(folders);
  const options = { layout: 'flat', pattern: null, storage: 'copy', by } as const;
  const job = { kind: 'import', what: 'add', productId, folder: root, ...options } as const;
  const { id: runId } = await ask('jobs.start', { job });
  const stop = application.onEvent((event) => {
    if (event.name !== 'jobs.changed' || event.payload.runId !== runId) return;
    if (event.payload.state === 'queued' || event.payload.state === 'running') return;
    stop();
    void ask('jobs.get', { runId }).then(async ({ state, outcome, failure }) => {
      if (state !== 'finished') throw new Error(failure?.sentence ?? state);
      const { findings } = outcome as { findings: { images: number } };
      tell({ kind: 'import', root, images: findings.images });
      known = await ask('gallery.ids', everything);
      importing = false;
    });
  });
}

const load = [label, label, mask, thresholds, golden, version, setting, importFolder];
for (;;) {
  await random.pick(load)();
  await new Promise((resolve) => setImmediate(resolve));
}
