/**
 * Why this file exists: a process that writes all kinds of things to a catalog until it is killed.
 * Each line on standard output (a file, so that a kill loses nothing of it) acknowledges one
 * committed change, with what the parent needs to find it again.
 */
import { writeSync } from 'node:fs';
import { listAudit } from '../../../src/main/catalog/audit.ts';
import { addImages, ensureSource } from '../../../src/main/catalog/images.ts';
import { labelImages, undoLabels } from '../../../src/main/catalog/labels.ts';
import { setMask } from '../../../src/main/catalog/masks.ts';
import { registerModel } from '../../../src/main/catalog/models.ts';
import { openCatalog } from '../../../src/main/catalog/open-catalog.ts';
import { addProduct, findProduct } from '../../../src/main/catalog/products.ts';
import { putResults } from '../../../src/main/catalog/results.ts';
import { setThresholds } from '../../../src/main/catalog/thresholds.ts';
import { encodeMask } from '../../../src/shared/mask-rle.ts';
import { createRandom } from '../../../src/shared/random.ts';
import type { Acknowledgement } from './acknowledgement.ts';
import { newImage } from './made-up.ts';

const [folder, seed = '0'] = process.argv.slice(2);
// Without a folder it only compiles itself, so that the processes that are killed start quicker.
if (folder === undefined) process.exit();
const random = createRandom(Number(seed));

const acknowledge = (line: Acknowledgement) => writeSync(1, `${JSON.stringify(line)}\n`);

// The parent chooses its moment from here on: opening, migrating and checking included.
writeSync(3, 'ready');
const catalog = openCatalog(folder);

const product =
  findProduct(catalog, 'Bottle') ?? addProduct(catalog, { name: 'Bottle', actor: 'Ada' });
const productId = product.id;
const source = ensureSource(catalog, { productId, root: '/data', layout: 'mvtec' });
const modelId = registerModel(catalog, {
  productId,
  contentId: 'model',
  name: 'Model',
  recipe: 'quick',
  path: '/models/1',
  datasetFingerprint: '',
  backboneSha256: '',
  versionId: null,
  runId: null,
  manifest: {},
  createdBy: 'Ada',
}).id;
const known = catalog.all<{ id: number }>('SELECT id FROM image').map(({ id }) => id);

function importImages(): void {
  const images = Array.from({ length: 1 + random.integer(40) }, (_, i) =>
    newImage(known.length + i),
  );
  const { ids } = addImages(catalog, source.id, images);
  known.push(...ids);
  acknowledge({ kind: 'images', ids });
}

function label(): void {
  const value = random.pick(['ok', 'ng', 'unsure'] as const);
  const some = Array.from({ length: 1 + random.integer(5) }, () => random.pick(known));
  const plain = { value, defectClassId: null, comment: 'ü' };
  let { batchId } = labelImages(catalog, some, plain, { reviewer: 'Ada' });
  acknowledge({ kind: 'labels', batchId, images: new Set(some).size });
  if (random.uniform() < 0.2) {
    ({ batchId } = undoLabels(catalog, batchId, 'Ada'));
    acknowledge({ kind: 'labels', batchId, images: new Set(some).size });
  }
}

function mask(): void {
  const data = new Uint8Array(48).fill(random.pick([1, 255]), random.integer(20), 30);
  const code = encodeMask({ width: 8, height: 6, data });
  const { id, sha256 } = setMask(catalog, random.pick(known), code, { reviewer: 'Ada' });
  acknowledge({ kind: 'mask', id, sha256 });
}

let turn =
  catalog.get<{ turn: number | null }>('SELECT max(latency_ms) AS turn FROM result')?.turn ?? 0;

function results(): void {
  turn += 1;
  const made = Array.from({ length: 1 + random.integer(30) }, () => {
    const score = random.normal();
    const scaleScores = { 16: score, 32: score, 64: score };
    const imageId = random.pick(known);
    return { modelId, imageId, score, scaleScores, map: null, latencyMs: turn, runId: null };
  });
  putResults(catalog, made);
  const last = made.at(-1)!;
  acknowledge({ kind: 'result', modelId, imageId: last.imageId, score: last.score, turn });
}

function thresholds(): void {
  const t1 = random.uniform();
  const base = { t1, t2: t1 + random.uniform(), pixel: 0.5, minArea: 3 };
  const { id } = setThresholds(catalog, {
    productId,
    modelId,
    base,
    perClass: [],
    source: 'manual',
    rule: null,
    reason: 'load',
    actor: 'Ada',
  });
  acknowledge({ kind: 'thresholds', id, t1 });
  const [entry] = listAudit(catalog, { limit: 1 });
  acknowledge({ kind: 'audit', number: entry!.number, hash: entry!.hash });
}

importImages();
for (;;) random.pick([importImages, label, mask, results, thresholds])();
