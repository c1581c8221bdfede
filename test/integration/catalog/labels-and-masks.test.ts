/** Why this file exists: a person's labels and masks are never lost, and what counts is the latest. */
import { describe, expect, it } from 'vitest';
import { galleryItems } from '../../../src/main/catalog/gallery.ts';
import {
  currentLabel,
  labelEach,
  labelHistory,
  labelImages,
  undoLabels,
} from '../../../src/main/catalog/labels.ts';
import {
  currentMask,
  getMaskCode,
  maskHistory,
  maskWithContent,
  restoreMask,
  setMask,
} from '../../../src/main/catalog/masks.ts';
import { addProduct, ensureDefectClass } from '../../../src/main/catalog/products.ts';
import type { LabelValue } from '../../../src/shared/entities/label.ts';
import { encodeMask } from '../../../src/shared/mask-rle.ts';
import { stocked } from './support.ts';

const ADA = { reviewer: 'Ada' };
const label = (value: LabelValue, defectClassId: number | null = null) => ({
  value,
  defectClassId,
  comment: '',
});
const usage = (sentence: string) =>
  expect.objectContaining({
    code: 'usage',
    message: expect.stringContaining(sentence) as string,
  }) as Error;

describe('labels', () => {
  it('keep every entry, and the latest is in force', () => {
    const { catalog, productId, imageIds } = stocked(1);
    const id = imageIds[0]!;
    const dent = ensureDefectClass(catalog, productId, 'dent').id;
    expect(currentLabel(catalog, id)).toBeUndefined();
    labelImages(catalog, [id], label('ng', dent), { reviewer: 'folder', origin: 'import' });
    expect(galleryItems(catalog, {}, [id])[0]).toMatchObject({ label: 'ng', reviewed: false });
    labelImages(catalog, [id], { ...label('ok'), comment: 'only dust' }, ADA);
    expect(currentLabel(catalog, id)).toMatchObject({ value: 'ok', comment: 'only dust' });
    expect(galleryItems(catalog, {}, [id])[0]).toMatchObject({ label: 'ok', reviewed: true });
    expect(labelHistory(catalog, id)).toMatchObject([
      { value: 'ng', defectClassId: dent, reviewer: 'folder', origin: 'import', undoes: null },
      { value: 'ok', defectClassId: null, reviewer: 'Ada', origin: 'person', undoes: null },
    ]);
  });

  it('are given in bulk, all or none, and each image once', () => {
    const { catalog, imageIds } = stocked(3);
    expect(() => labelImages(catalog, [...imageIds, 99], label('ok'), ADA)).toThrow(
      expect.objectContaining({ code: 'not-found' }),
    );
    expect(imageIds.flatMap((id) => labelHistory(catalog, id))).toEqual([]);
    const batch = labelImages(catalog, [...imageIds, imageIds[0]!], label('ok'), ADA);
    expect(batch.images).toBe(3);
    expect(imageIds.flatMap((id) => labelHistory(catalog, id))).toHaveLength(3);
    expect(() => labelImages(catalog, [], label('ok'), ADA)).toThrow(usage('No image'));
  });

  it('take back a whole batch as a new one, and bring it back', () => {
    const { catalog, imageIds } = stocked(3);
    const [first] = imageIds as [number];
    labelImages(catalog, [first], label('ng'), ADA);
    const bulk = labelImages(catalog, imageIds, label('ok'), ADA);
    const values = () => galleryItems(catalog, {}, imageIds).map((item) => item.label);
    const undone = undoLabels(catalog, bulk.batchId, 'Bob');
    expect(values()).toEqual(['ng', 'none', 'none']);
    expect(currentLabel(catalog, first)).toMatchObject({ reviewer: 'Bob', value: 'ng' });
    expect(galleryItems(catalog, {}, imageIds).map(({ reviewed }) => reviewed)).toEqual([
      true,
      false,
      false,
    ]);
    undoLabels(catalog, undone.batchId, 'Bob');
    expect(values()).toEqual(['ok', 'ok', 'ok']);
    expect(labelHistory(catalog, first)).toHaveLength(4);
  });

  it('are not taken back where someone has labelled since, on no image of the batch', () => {
    const { catalog, imageIds } = stocked(3);
    const { batchId } = labelImages(catalog, imageIds, label('ok'), ADA);
    labelImages(catalog, imageIds.slice(1, 2), label('ng'), { reviewer: 'Bob' });
    expect(() => undoLabels(catalog, batchId, 'Ada')).toThrow(usage('1 of 3 images'));
    expect(galleryItems(catalog, {}, imageIds).map((item) => item.label)).toEqual([
      'ok',
      'ng',
      'ok',
    ]);
    expect(() => undoLabels(catalog, 12345, 'Ada')).toThrow(
      expect.objectContaining({ code: 'not-found' }),
    );
  });

  it('refuse a class of another product, a class with OK, and a nameless reviewer', () => {
    const { catalog, imageIds } = stocked(1);
    const tile = addProduct(catalog, { name: 'Tile', actor: 'Ada' });
    const crack = ensureDefectClass(catalog, tile.id, 'crack').id;
    const attempt = (value: LabelValue, reviewer = 'Ada') =>
      expect(() => labelImages(catalog, imageIds, label(value, crack), { reviewer }));
    attempt('ng').toThrow(usage('another product'));
    attempt('ok').toThrow(usage('NG or unsure only'));
    expect(() => labelImages(catalog, imageIds, label('ok'), { reviewer: ' ' })).toThrow(
      usage('empty'),
    );
    expect(labelHistory(catalog, imageIds[0]!)).toEqual([]);
  });

  it('outlive a power cut when written, results need not', () => {
    const { catalog, imageIds } = stocked(2);
    const level = () => catalog.get<{ synchronous: number }>('PRAGMA synchronous')?.synchronous;
    const levels: unknown[] = [];
    catalog.transaction('power-cut', () => levels.push(level()));
    catalog.transaction('kill', () => levels.push(level()));
    expect([...levels, level()]).toEqual([2, 1, 1]);
    // A label inside a weaker transaction would be acknowledged too early.
    expect(() =>
      catalog.transaction('kill', () => labelImages(catalog, imageIds, label('ok'), ADA)),
    ).toThrow('power cut');
    expect(() => catalog.run('DELETE FROM label')).toThrow('outside a transaction');
  });

  it('can differ from image to image in one batch', () => {
    const { catalog, imageIds } = stocked(2);
    const labels = imageIds.map((imageId, i) => ({ imageId, label: label(i ? 'ng' : 'ok') }));
    const { batchId } = labelEach(catalog, labels, { reviewer: 'folder', origin: 'import' });
    undoLabels(catalog, batchId, 'Ada');
    expect(galleryItems(catalog, {}, imageIds).map((item) => item.label)).toEqual(['none', 'none']);
  });
});

describe('masks', () => {
  const raster = (value: 0 | 1 | 255) => new Uint8Array(48).fill(value, 2, 12);
  const code = (value: 0 | 1 | 255) => encodeMask({ width: 8, height: 6, data: raster(value) });

  it('keep every version, and the latest is in force', () => {
    const { catalog, imageIds } = stocked(1);
    const id = imageIds[0]!;
    const hasMask = () => galleryItems(catalog, {}, [id])[0]?.hasMask;
    expect(currentMask(catalog, id)).toBeUndefined();
    const first = setMask(catalog, id, code(1), ADA);
    expect(first).toMatchObject({ defectArea: 10, ignoreArea: 0, width: 8, origin: 'person' });
    setMask(catalog, id, code(255), { reviewer: 'file', origin: 'import' });
    expect(currentMask(catalog, id)).toMatchObject({ entry: { ignoreArea: 10 }, code: code(255) });
    expect(hasMask()).toBe(true);
    restoreMask(catalog, id, null, ADA);
    expect(currentMask(catalog, id)).toBeUndefined();
    expect(hasMask()).toBe(false);
    restoreMask(catalog, id, first.id, ADA);
    expect(currentMask(catalog, id)?.code).toEqual(code(1));
    expect(maskHistory(catalog, id)).toHaveLength(4);
    expect(getMaskCode(catalog, first.id)).toEqual(code(1));
    expect(maskWithContent(catalog, first.sha256)).toEqual(code(1));
  });

  it('must fit the image and be whole', () => {
    const { catalog, imageIds } = stocked(2);
    const [id, other] = imageIds as [number, number];
    const wide = encodeMask({ width: 6, height: 8, data: raster(1) });
    expect(() => setMask(catalog, id, wide, ADA)).toThrow(usage('6 x 8 pixels'));
    expect(() => setMask(catalog, id, code(1).slice(0, 4), ADA)).toThrow(
      expect.objectContaining({ code: 'bad-data' }),
    );
    const { id: maskId } = setMask(catalog, id, code(1), ADA);
    expect(() => restoreMask(catalog, other, maskId, ADA)).toThrow(
      expect.objectContaining({ code: 'not-found' }),
    );
    expect(maskHistory(catalog, other)).toEqual([]);
  });
});
