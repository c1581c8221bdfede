/** Why this file exists: registry, thresholds and golden parts as a client sees them. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freezeDatasetVersion } from '../../../src/main/catalog/dataset-versions.ts';
import { addImages, ensureSource } from '../../../src/main/catalog/images.ts';
import { labelEach } from '../../../src/main/catalog/labels.ts';
import { addProduct, ensureDefectClass } from '../../../src/main/catalog/products.ts';
import { putResults } from '../../../src/main/catalog/results.ts';
import type { ImageSplit } from '../../../src/shared/entities/image.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { newImage } from '../catalog/made-up.ts';
import { newResult } from '../catalog/support.ts';
import { draft, seeded, started } from './support.ts';

const folder = temporaryFolder();
let homes = 0;
const decision = { by: 'Ada', reason: 'because' };

/** Two models with folders; the first has results: calibrate good 1, 2, defect 3; test 1.5, 2.5. */
function stocked() {
  const home = join(folder, String((homes += 1)));
  const stock = seeded(home, (catalog) => {
    const { id: productId } = addProduct(catalog, { name: 'Bottle', actor: 'Ada' });
    const { id: classId } = ensureDefectClass(catalog, productId, 'scratch');
    const source = ensureSource(catalog, { productId, root: '/data', layout: 'mvtec' });
    const splits: ImageSplit[] = ['calibrate', 'calibrate', 'calibrate', 'test', 'test', 'train'];
    const ids = addImages(
      catalog,
      source.id,
      splits.map((split, i) => newImage(i, { split })),
    ).ids;
    const labels = ids.map((imageId, i) => {
      const defective = i === 2 || i === 4;
      const defectClassId = defective ? classId : null;
      return {
        imageId,
        label: { value: defective ? 'ng' : 'ok', defectClassId, comment: '' } as const,
      };
    });
    labelEach(catalog, labels, { reviewer: 'import', origin: 'import' });
    const versionId = freezeDatasetVersion(catalog, { productId, actor: 'Ada' }).id;
    const models = ['one', 'two'].map((name) => {
      const path = join(home, 'models', name);
      mkdirSync(path, { recursive: true });
      writeFileSync(join(path, 'manifest.json'), '{}');
      return { id: draft(catalog, productId, name, path), path };
    });
    const scores = [1, 2, 3, 1.5, 2.5];
    putResults(
      catalog,
      scores.map((score, i) => newResult(models[0]!.id, ids[i]!, score)),
    );
    return { productId, classId, ids, versionId, one: models[0]!, two: models[1]! };
  });
  return { ...started(home), ...stock };
}

it('lists models with their own suggestion until thresholds are set', async () => {
  const { ask, events, productId, one, classId } = stocked();
  const [two, first] = await ask('models.list', { productId });
  expect(two?.model.name).toBe('Model two');
  expect(first).toMatchObject({
    suggested: { t1: 0.6, t2: 0.6, pixel: 0.45, minArea: 16 },
    mapRange: [0.25, 1.25],
    inputSize: 256,
    trainImages: 12,
    missing: false,
    thresholds: null,
    evaluation: null,
  });
  const own = { t1: 0.3, t2: 0.4, pixel: 0.2, minArea: 4 };
  const set = await ask('thresholds.set', {
    modelId: one.id,
    base: { t1: 0.5, t2: 0.7, pixel: 0.4, minArea: 9 },
    perClass: [{ defectClassId: classId, thresholds: own }],
    source: 'manual',
    rule: null,
    ...decision,
  });
  expect(events).toEqual([{ name: 'catalog.changed', payload: { what: 'thresholds', productId } }]);
  expect(await ask('thresholds.current', { modelId: one.id })).toEqual(set);
  expect(await ask('thresholds.list', { modelId: one.id })).toEqual([set]);
  expect((await ask('models.get', { modelId: one.id })).thresholds).toEqual(set);
  const [entry] = await ask('audit.page', { limit: 1 });
  expect(entry).toMatchObject({ action: 'thresholds.set', actor: 'Ada', reason: 'because' });
});

it('promotes a candidate whose files are there, and rolls back to the one before', async () => {
  const { ask, events, productId, one, two } = stocked();
  const early = ask('models.promote', { modelId: one.id, ...decision });
  await expect(early).rejects.toMatchObject({ code: 'usage' });
  for (const { id } of [one, two]) {
    await ask('models.setState', { modelId: id, state: 'candidate', ...decision });
  }
  await ask('models.promote', { modelId: one.id, ...decision });
  events.splice(0);
  const promotion = await ask('models.promote', { modelId: two.id, ...decision });
  expect(promotion).toMatchObject({ replacedModelId: one.id, kind: 'promote' });
  expect(events.map(({ payload }) => payload)).toEqual([
    { what: 'models', productId },
    { what: 'products', productId },
  ]);
  await ask('models.rollback', { productId, ...decision });
  const states = (await ask('models.list', { productId })).map(({ model }) => model.state);
  expect(states).toEqual(['retired', 'production']);
  expect(await ask('models.promotions', { productId })).toHaveLength(3);

  await ask('models.setState', { modelId: two.id, state: 'candidate', ...decision });
  rmSync(two.path, { recursive: true });
  const gone = ask('models.promote', { modelId: two.id, ...decision });
  await expect(gone).rejects.toMatchObject({ code: 'not-found' });
  expect((await ask('models.get', { modelId: two.id })).missing).toBe(true);
});

it('suggests from the splits asked for and says where the threshold comes from', async () => {
  const { ask, one, versionId } = stocked();
  const query = { modelId: one.id, versionId: null, splits: ['calibrate'] };
  const calibrated = await ask('thresholds.suggest', { ...query, rule: { kind: 'max-f1' } });
  expect(calibrated).toEqual({
    thresholds: { t1: 3, t2: 3, pixel: 0.45, minArea: 16 },
    source: 'calibrate',
    images: { good: 2, defective: 1 },
  });
  const both = { ...query, versionId, splits: ['calibrate', 'test'], rule: { kind: 'max-f1' } };
  const onTest = await ask('thresholds.suggest', both);
  expect(onTest).toMatchObject({ thresholds: { t2: 2.5 }, source: 'test' });
  const train = { ...query, splits: ['train'], rule: { kind: 'good-only', share: 0.1 } };
  await expect(ask('thresholds.suggest', train)).rejects.toMatchObject({
    code: 'bad-data',
    message: expect.stringContaining('no labelled image of the split train') as string,
  });
});

it('gives scores with the labels of now or of the frozen version', async () => {
  const { ask, ids, one, versionId, classId } = stocked();
  const label = { value: 'unsure', defectClassId: null, comment: '' };
  await ask('labels.set', { imageIds: [ids[4]], label, by: 'Ada' });
  const query = { modelId: one.id, splits: ['test'] };
  const now = await ask('results.columns', { ...query, versionId: null });
  expect(now).toEqual({
    imageIds: [ids[3], ids[4]],
    scores: [1.5, 2.5],
    labels: ['ok', 'unsure'],
    defectClassIds: [null, null],
    splits: ['test', 'test'],
  });
  const frozen = await ask('results.columns', { ...query, versionId });
  expect(frozen.labels).toEqual(['ok', 'ng']);
  expect(frozen.defectClassIds).toEqual([null, classId]);
});

it('keeps golden parts as numbered lists', async () => {
  const { ask, events, ids, productId } = stocked();
  expect(await ask('verification.get', { productId })).toBeNull();
  const items = [{ imageId: ids[0], expected: 'ok', note: 'clean' }];
  const set = await ask('verification.set', { productId, items, ...decision });
  expect(set).toMatchObject({ number: 1, items });
  expect(await ask('verification.get', { productId })).toEqual(set);
  expect(events.map(({ payload }) => payload)).toEqual([{ what: 'products', productId }]);
  expect((await ask('audit.page', { limit: 1 }))[0]?.action).toBe('verification-set.set');
});
