/** Why this file exists: gallery, labels and masks as a client sees them, with their events. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { addProduct, ensureDefectClass } from '../../../src/main/catalog/products.ts';
import { addImages, ensureSource } from '../../../src/main/catalog/images.ts';
import { encodeMask } from '../../../src/shared/mask-rle.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { newImage } from '../catalog/made-up.ts';
import { seeded, started, type Client } from './support.ts';

const folder = temporaryFolder();
let homes = 0;

interface Stock extends Client {
  productId: number;
  classId: number;
  ids: number[];
}

function stocked(): Stock {
  const home = join(folder, String((homes += 1)));
  const stock = seeded(home, (catalog) => {
    const { id: productId } = addProduct(catalog, { name: 'Bottle', actor: 'Ada' });
    const { id: classId } = ensureDefectClass(catalog, productId, 'scratch');
    const source = ensureSource(catalog, { productId, root: '/data/bottle', layout: 'mvtec' });
    const images = [newImage(0), newImage(1), newImage(2, { path: 'a/b.png' })];
    return { productId, classId, ids: addImages(catalog, source.id, images).ids };
  });
  return { ...started(home), ...stock };
}

const ok = { value: 'ok', defectClassId: null, comment: '' };

it('a label shows in gallery, counts, detail and history, and its undo takes it back as a whole', async () => {
  const { ask, events, ids, productId, classId } = stocked();
  const label = { value: 'ng', defectClassId: classId, comment: 'long' };
  const { batchId, changed } = await ask('labels.set', {
    imageIds: [ids[0], ids[1]],
    label,
    by: 'Ada',
  });
  expect(changed).toBe(2);
  expect(events).toEqual([{ name: 'catalog.changed', payload: { what: 'labels', productId } }]);
  const ng = { productId, filter: { labels: ['ng'] } };
  expect((await ask('gallery.page', ng)).items.map(({ imageId }) => imageId)).toHaveLength(2);
  expect((await ask('gallery.counts', { productId })).labels).toEqual({
    none: 1,
    ok: 0,
    ng: 2,
    unsure: 0,
  });
  const detail = await ask('images.get', { imageId: ids[0], modelId: null });
  expect(detail.label).toMatchObject({ ...label, reviewer: 'Ada', batchId });
  const undone = await ask('labels.undo', { batchId, by: 'Bob' });
  expect(undone.changed).toBe(2);
  expect(events).toHaveLength(2);
  expect(await ask('gallery.ids', ng)).toEqual([]);
  const history = await ask('labels.history', { imageId: ids[0] });
  expect(history.map(({ value, reviewer }) => [value, reviewer])).toEqual([
    ['ng', 'Ada'],
    ['none', 'Bob'],
  ]);
});

it('shows chosen images of a long list in the order asked for, without those that are none', async () => {
  const { ask, ids, productId } = stocked();
  const items = await ask('gallery.items', { productId, imageIds: [ids[2], 999, ids[0]] });
  expect(items.map(({ imageId }) => imageId)).toEqual([ids[2], ids[0]]);
  expect(items[0]).toMatchObject({ label: 'none', score: null, verdict: null, missing: false });
  const unknown = ask('gallery.items', { productId: 999, imageIds: [ids[0]] });
  await expect(unknown).rejects.toMatchObject({ code: 'not-found' });
});

it('tells nothing and changes nothing when one image of a batch is not there', async () => {
  const { ask, events, ids, productId } = stocked();
  const answer = ask('labels.set', { imageIds: [ids[0], 999], label: ok, by: 'Ada' });
  await expect(answer).rejects.toMatchObject({ code: 'not-found' });
  expect(events).toEqual([]);
  expect((await ask('gallery.counts', { productId })).labels.ok).toBe(0);
});

it('says where the file of an image lies', async () => {
  const { ask, ids } = stocked();
  const { file } = await ask('images.get', { imageId: ids[2], modelId: null });
  expect(file).toBe(join('/data/bottle', 'a', 'b.png'));
});

it('takes a mask of the size of the image only, and goes back to an earlier one', async () => {
  const { ask, events, ids, productId } = stocked();
  const imageId = ids[0]!;
  const mask = (width: number, height: number, at: number[]) => {
    const data = new Uint8Array(width * height);
    for (const pixel of at) data[pixel] = 1;
    const code = Buffer.from(encodeMask({ width, height, data })).toString('base64');
    return { imageId, width, height, code, by: 'Ada' };
  };
  const first = await ask('masks.set', mask(8, 6, [3, 4]));
  expect(first).toMatchObject({ defectArea: 2, ignoreArea: 0, reviewer: 'Ada', origin: 'person' });
  expect(events).toEqual([{ name: 'catalog.changed', payload: { what: 'masks', productId } }]);
  await expect(ask('masks.set', mask(6, 8, [1]))).rejects.toMatchObject({ code: 'usage' });
  const otherSize = { ...mask(8, 6, [1]), width: 6, height: 8 };
  await expect(ask('masks.set', otherSize)).rejects.toMatchObject({ code: 'bad-data' });
  const noCode = { ...mask(8, 6, [1]), code: Buffer.from('hello').toString('base64') };
  await expect(ask('masks.set', noCode)).rejects.toMatchObject({ code: 'bad-data' });
  await ask('masks.set', mask(8, 6, []));
  expect((await ask('images.get', { imageId, modelId: null })).mask).toBeNull();
  const restored = await ask('masks.restore', { maskId: first.id, by: 'Bob' });
  expect(restored).toMatchObject({ sha256: first.sha256, reviewer: 'Bob' });
  expect(await ask('masks.history', { imageId })).toHaveLength(3);
});

it('names a product, a model or an image that is not there', async () => {
  const { ask, ids, productId } = stocked();
  const notThere = { code: 'not-found' };
  await expect(ask('gallery.page', { productId: 99 })).rejects.toMatchObject(notThere);
  await expect(ask('gallery.counts', { productId, modelId: 99 })).rejects.toMatchObject(notThere);
  await expect(ask('images.get', { imageId: 99, modelId: null })).rejects.toMatchObject(notThere);
  const unseen = ask('images.get', { imageId: ids[0], modelId: 99 });
  await expect(unseen).rejects.toMatchObject(notThere);
  await expect(ask('labels.history', { imageId: 99 })).rejects.toMatchObject(notThere);
});
