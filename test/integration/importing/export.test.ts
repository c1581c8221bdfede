/** Why this file exists: an exported version reads back as the version it was. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  eachVersionImage,
  freezeDatasetVersion,
} from '../../../src/main/catalog/dataset-versions.ts';
import { assignSplits, eachImage } from '../../../src/main/catalog/images.ts';
import { labelImages } from '../../../src/main/catalog/labels.ts';
import { addProduct } from '../../../src/main/catalog/products.ts';
import { UNFINISHED } from '../../../src/main/importing/export-version.ts';
import { bench, type Bench, blobs, freshFolder, mvtecFolder, put, square } from './support.ts';

const freeze = ({ catalog }: Bench, productId: number) =>
  freezeDatasetVersion(catalog, { productId, actor: 'Ada' });

/** Imports a folder into a new product and freezes it. */
async function fingerprintOf(on: Bench, folder: string, name: string): Promise<string> {
  const { id: productId } = addProduct(on.catalog, { name, actor: 'Ada' });
  await on.importFolder(folder, { productId });
  return freeze(on, productId).fingerprint;
}

it('gives the same fingerprint when it is imported again, masks and ignored regions included', async () => {
  const on = await bench();
  const root = await mvtecFolder(await freshFolder());
  await put(root, 'test/bad/ä 1.jpg', blobs(20).jpeg());
  await put(root, 'calibrate/good/c.png', blobs(21).png());
  await put(root, 'calibrate/dent/d.png', blobs(22).png());
  await put(root, 'ground_truth/dent/d_mask.png', square(64, 48));
  await put(root, 'ignore_regions/test/good/6.png', square(64, 48, 30));
  await on.importFolder(root);
  const version = freeze(on, on.productId);
  const out = join(await freshFolder(), 'out');
  const outcome = await on.exportTo(out, version.id);
  expect(outcome).toMatchObject({ path: out, files: 13 + 3 + 1 });
  expect(await fingerprintOf(on, out, 'Again')).toBe(version.fingerprint);
  expect(await readFile(join(out, 'test/bad/ä 1.jpg'))).toEqual(
    await readFile(join(root, 'test/bad/ä 1.jpg')),
  );
});

it('of other layouts is a folder whose export stays the same', async () => {
  const on = await bench();
  const root = await freshFolder();
  for (let i = 0; i < 6; i++) await put(root, `good/${i}.png`, blobs(i).png());
  for (let i = 6; i < 8; i++) await put(root, `a_b: c/${i}.png`, blobs(i).png());
  await put(root, 'more/0.png', blobs(9).png());
  await on.importFolder(root);
  const ids = [...eachImage(on.catalog, on.productId)];
  assignSplits(
    on.catalog,
    ids.map(({ id, path }) => ({
      imageId: id,
      split: path.startsWith('good') && !path.endsWith('5.png') ? 'train' : 'test',
    })),
  );
  const version = freeze(on, on.productId);
  const first = join(await freshFolder(), 'first');
  await on.exportTo(first, version.id);
  const { id: productId } = addProduct(on.catalog, { name: 'First', actor: 'Ada' });
  await on.importFolder(first, { productId });
  const again = freeze(on, productId);
  const second = join(await freshFolder(), 'second');
  await on.exportTo(second, again.id);
  expect(await fingerprintOf(on, second, 'Second')).toBe(again.fingerprint);
  const paths = [...eachVersionImage(on.catalog, again.id)].map(({ path }) => path);
  expect(paths).toContain('test/more/0.png');
  expect(paths).toContain('test/a_b- c/6.png');
});

it('says what the layout has no place for', async () => {
  const on = await bench();
  const root = await mvtecFolder(await freshFolder());
  await on.importFolder(root);
  const [first] = [...eachImage(on.catalog, on.productId)];
  const unsure = { value: 'unsure', defectClassId: null, comment: '' } as const;
  labelImages(on.catalog, [first!.id], unsure, { reviewer: 'Ada' });
  const out = join(await freshFolder(), 'out');
  await on.exportTo(out, freeze(on, on.productId).id);
  expect(on.log.join('\n')).toMatch(/no place for 1 images.*test\/dent\/8\.png/);
});

describe('an export that was cut off', () => {
  it('goes on in its folder, and is refused to another version', async () => {
    const on = await bench();
    const root = await mvtecFolder(await freshFolder());
    await on.importFolder(root);
    const version = freeze(on, on.productId);
    const out = join(await freshFolder(), 'out');
    const stop = new AbortController();
    await expect(
      on.exportTo(out, version.id, {
        signal: stop.signal,
        onProgress: ({ done }) => done === 4 && stop.abort(),
      }),
    ).rejects.toMatchObject({ code: 'cancelled' });
    expect(await readdir(out)).toContain(UNFINISHED);
    assignSplits(on.catalog, [
      { imageId: [...eachImage(on.catalog, on.productId)][0]!.id, split: 'none' },
    ]);
    const other = freeze(on, on.productId);
    await expect(on.exportTo(out, other.id)).rejects.toThrow(/unfinished export of another/);
    await on.exportTo(out, version.id);
    expect(await readdir(out)).not.toContain(UNFINISHED);
    expect(await fingerprintOf(on, out, 'Again')).toBe(version.fingerprint);
  });

  it('is refused a folder that holds something else', async () => {
    const on = await bench();
    await on.importFolder(await mvtecFolder(await freshFolder()));
    const out = await freshFolder();
    await writeFile(join(out, 'mine.txt'), 'x');
    await expect(on.exportTo(out, freeze(on, on.productId).id)).rejects.toThrow(/not empty/);
    expect(await readdir(out)).toEqual(['mine.txt']);
  });
});

it('stops at a file that was changed since, naming it', async () => {
  const on = await bench();
  const root = await mvtecFolder(await freshFolder());
  await on.importFolder(root);
  const version = freeze(on, on.productId);
  await put(root, 'train/good/3.png', blobs(90).png());
  await expect(on.exportTo(join(await freshFolder(), 'out'), version.id)).rejects.toThrow(
    /train\/good\/3\.png was changed/,
  );
});
