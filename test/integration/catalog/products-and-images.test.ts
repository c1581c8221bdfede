/** Why this file exists: products, classes, images and frozen versions behave as people are told. */
import { describe, expect, it } from 'vitest';
import { listAudit } from '../../../src/main/catalog/audit.ts';
import {
  eachVersionImage,
  freezeDatasetVersion,
  listDatasetVersions,
} from '../../../src/main/catalog/dataset-versions.ts';
import {
  addImages,
  assignSplits,
  eachImage,
  ensureSource,
  excludeImages,
  getImage,
  imagesWithContent,
  listSources,
  markMissing,
  relinkSource,
} from '../../../src/main/catalog/images.ts';
import { labelImages } from '../../../src/main/catalog/labels.ts';
import { setMask } from '../../../src/main/catalog/masks.ts';
import {
  addProduct,
  archiveDefectClass,
  changeProduct,
  ensureDefectClass,
  findProduct,
  getProduct,
  listDefectClasses,
  listProducts,
  renameDefectClass,
} from '../../../src/main/catalog/products.ts';
import { encodeMask } from '../../../src/shared/mask-rle.ts';
import { newImage } from './made-up.ts';
import { opened, stocked } from './support.ts';

const usage = (sentence: string) =>
  expect.objectContaining({
    code: 'usage',
    message: expect.stringContaining(sentence) as string,
  }) as Error;
const notFound = expect.objectContaining({ code: 'not-found' }) as Error;

describe('products', () => {
  it('have one name each, in any case, and leave a trail', () => {
    const catalog = opened();
    const bottle = addProduct(catalog, { name: ' Bottle ', note: 'mouths', actor: 'Ada' });
    expect(bottle).toMatchObject({ name: 'Bottle', note: 'mouths', archivedAt: null });
    expect(() => addProduct(catalog, { name: 'BOTTLE', actor: 'Ada' })).toThrow(
      usage('A product named "BOTTLE" exists already.'),
    );
    expect(() => addProduct(catalog, { name: '  ', actor: 'Ada' })).toThrow(usage('empty'));
    expect(findProduct(catalog, 'bottle')).toEqual(bottle);
    expect(findProduct(catalog, 'tile')).toBeUndefined();
    expect(() => getProduct(catalog, 99)).toThrow(notFound);
    const [entry, ...others] = listAudit(catalog, { subject: `product ${bottle.id}` });
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ actor: 'Ada', action: 'product.added', new: { name: 'Bottle' } });
  });

  it('are put away and brought back, never deleted', () => {
    const catalog = opened();
    const { id } = addProduct(catalog, { name: 'Bottle', actor: 'Ada' });
    const away = changeProduct(catalog, id, {
      archived: true,
      actor: 'Ada',
      reason: 'line closed',
    });
    expect(away.archivedAt).toBeGreaterThan(0);
    expect(listProducts(catalog)).toEqual([]);
    expect(listProducts(catalog, { archived: true })).toHaveLength(1);
    const renamed = changeProduct(catalog, id, { archived: false, name: 'Flask', actor: 'Ada' });
    expect(renamed).toMatchObject({ name: 'Flask', archivedAt: null });
    expect(listAudit(catalog)[1]).toMatchObject({ reason: 'line closed', old: { name: 'Bottle' } });
  });

  it('have defect classes that come back when an import names them again', () => {
    const catalog = opened();
    const { id } = addProduct(catalog, { name: 'Bottle', actor: 'Ada' });
    const dent = ensureDefectClass(catalog, id, 'dent');
    expect(ensureDefectClass(catalog, id, 'Dent')).toEqual(dent);
    archiveDefectClass(catalog, dent.id, true);
    expect(listDefectClasses(catalog, id)).toEqual([]);
    expect(ensureDefectClass(catalog, id, 'dent').archivedAt).toBeNull();
    ensureDefectClass(catalog, id, 'scratch');
    expect(() => renameDefectClass(catalog, dent.id, 'SCRATCH', 'Ada')).toThrow(usage('exists'));
    expect(renameDefectClass(catalog, dent.id, 'Dent', 'Ada').name).toBe('Dent');
    expect(() => ensureDefectClass(catalog, 99, 'dent')).toThrow(notFound);
  });
});

describe('images', () => {
  it('are added once, so that a stopped import can be run again', () => {
    const { catalog, sourceId, productId, imageIds } = stocked(3);
    const again = [newImage(0), newImage(1, { sha256: 'f'.repeat(64) }), newImage(7)];
    const { ids, added, changed } = addImages(catalog, sourceId, again);
    expect(ids.slice(0, 2)).toEqual(imageIds.slice(0, 2));
    expect(added).toBe(1);
    expect(changed).toEqual(['image-0001.png']);
    expect(getImage(catalog, imageIds[1]!).sha256).toBe(newImage(1).sha256);
    expect([...eachImage(catalog, productId)].map(({ path }) => path)).toEqual([
      'image-0000.png',
      'image-0001.png',
      'image-0002.png',
      'image-0007.png',
    ]);
  });

  it('are added all or none', () => {
    const { catalog, sourceId, productId } = stocked(1);
    const images = [newImage(5), newImage(6, { sha256: 'short' })];
    expect(() => addImages(catalog, sourceId, images)).toThrow(usage('image-0006.png'));
    expect([...eachImage(catalog, productId)]).toHaveLength(1);
    expect(() => addImages(catalog, 99, [newImage(5)])).toThrow(notFound);
  });

  it('come back with every field', () => {
    const { catalog, sourceId, productId } = stocked(0);
    const image = newImage(1, {
      perceptualHash: '0123456789abcdef',
      managed: true,
      part: 'part 9',
      split: 'calibrate',
    });
    const { ids } = addImages(catalog, sourceId, [image]);
    expect(getImage(catalog, ids[0]!)).toEqual({
      ...image,
      id: ids[0],
      productId,
      sourceId,
      addedAt: expect.any(Number) as number,
      excluded: false,
      missingSince: null,
    });
    expect(imagesWithContent(catalog, productId, image.sha256)).toHaveLength(1);
  });

  it('are found again under a new root, with a trail', () => {
    const { catalog, productId, sourceId } = stocked(1);
    const same = ensureSource(catalog, { productId, root: '/data/bottle', layout: 'mvtec' });
    expect(same.id).toBe(sourceId);
    relinkSource(catalog, sourceId, { root: '/mnt/bottle', actor: 'Ada', reason: 'new disk' });
    expect(listSources(catalog, productId)).toMatchObject([{ root: '/mnt/bottle' }]);
    expect(listAudit(catalog)[0]).toMatchObject({ action: 'source.relinked', reason: 'new disk' });
  });

  it('remember since when they are missing', () => {
    const { catalog, imageIds } = stocked(1);
    const since = () => getImage(catalog, imageIds[0]!).missingSince;
    markMissing(catalog, imageIds, true);
    const first = since();
    markMissing(catalog, imageIds, true);
    expect(first).not.toBeNull();
    expect(since()).toBe(first);
    markMissing(catalog, imageIds, false);
    expect(since()).toBeNull();
    expect(() => markMissing(catalog, [99], true)).toThrow(notFound);
  });

  it('go out of the product and back without losing anything', () => {
    const { catalog, productId, imageIds } = stocked(2);
    const decision = { actor: 'Ada', reason: 'blurred' };
    excludeImages(catalog, imageIds.slice(0, 1), { excluded: true, ...decision });
    expect([...eachImage(catalog, productId)]).toHaveLength(1);
    expect([...eachImage(catalog, productId, { excluded: true })]).toHaveLength(2);
    excludeImages(catalog, imageIds.slice(0, 1), { excluded: false, ...decision });
    expect([...eachImage(catalog, productId)]).toHaveLength(2);
  });
});

describe('a frozen version', () => {
  const code = encodeMask({ width: 8, height: 6, data: new Uint8Array(48).fill(1, 0, 4) });

  it('keeps splits, labels and masks as they were', () => {
    const { catalog, productId, imageIds } = stocked(4);
    const [first, second, third] = imageIds as [number, number, number];
    const dent = ensureDefectClass(catalog, productId, 'dent').id;
    const ng = { value: 'ng' as const, defectClassId: dent, comment: '' };
    labelImages(catalog, [first], ng, { reviewer: 'Ada' });
    setMask(catalog, first, code, { reviewer: 'Ada' });
    assignSplits(catalog, [{ imageId: third, split: 'none' }]);
    const version = freezeDatasetVersion(catalog, { productId, note: 'start', actor: 'Ada' });
    expect(version).toMatchObject({ number: 1, images: 3, note: 'start', createdBy: 'Ada' });
    const frozen = [...eachVersionImage(catalog, version.id)];

    labelImages(
      catalog,
      [first, second],
      { value: 'ok', defectClassId: null, comment: '' },
      {
        reviewer: 'Bob',
      },
    );
    renameDefectClass(catalog, dent, 'bump', 'Ada');
    assignSplits(catalog, [{ imageId: second, split: 'train' }]);
    expect([...eachVersionImage(catalog, version.id)]).toEqual(frozen);
    expect(frozen[0]).toMatchObject({ label: 'ng', defectClass: 'dent', split: 'test' });
    expect(frozen[0]?.maskSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(frozen[1]).toMatchObject({ label: 'none', defectClass: null, maskSha256: null });
    const next = freezeDatasetVersion(catalog, { productId, actor: 'Ada' });
    expect(next.number).toBe(2);
    expect(next.fingerprint).not.toBe(version.fingerprint);
    expect(listDatasetVersions(catalog, productId).map(({ number }) => number)).toEqual([2, 1]);
  });

  it('has the same fingerprint in another catalog, and another for any difference', () => {
    const fingerprint = (change: (stock: ReturnType<typeof stocked>) => void) => {
      const stock = stocked(4);
      change(stock);
      return freezeDatasetVersion(stock.catalog, { productId: stock.productId, actor: 'A' })
        .fingerprint;
    };
    const plain = fingerprint(() => undefined);
    const shifted = fingerprint(({ catalog }) => {
      // Numbers of the catalog play no part.
      addProduct(catalog, { name: 'Other', actor: 'A' });
    });
    expect(shifted).toBe(plain);
    const label = { value: 'ok' as const, defectClassId: null, comment: '' };
    const others = [
      fingerprint(({ catalog, imageIds }) =>
        labelImages(catalog, imageIds.slice(1, 2), label, { reviewer: 'A' }),
      ),
      fingerprint(({ catalog, imageIds }) =>
        setMask(catalog, imageIds[1]!, code, { reviewer: 'A' }),
      ),
      fingerprint(({ catalog, imageIds }) =>
        assignSplits(catalog, [{ imageId: imageIds[1]!, split: 'train' }]),
      ),
      fingerprint(({ catalog, sourceId }) => addImages(catalog, sourceId, [newImage(9)])),
    ];
    expect(new Set([plain, ...others]).size).toBe(5);
  });

  it('needs an image in a split', () => {
    const { catalog, productId } = stocked(0);
    expect(() => freezeDatasetVersion(catalog, { productId, actor: 'A' })).toThrow(
      usage('nothing to freeze'),
    );
  });
});
