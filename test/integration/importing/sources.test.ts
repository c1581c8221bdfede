/** Why this file exists: files that are gone are noticed, and a folder that has moved is recognised. */
import { cp, mkdir, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listAudit } from '../../../src/main/catalog/audit.ts';
import { eachImage, listSources } from '../../../src/main/catalog/images.ts';
import { summariseSources } from '../../../src/main/catalog/summaries.ts';
import { listFolder } from '../../../src/main/importing/list-folder.ts';
import { checkSources, relink } from '../../../src/main/importing/sources.ts';
import { bench, blobs, freshFolder, mvtecFolder, put } from './support.ts';

async function linked() {
  const on = await bench();
  const root = join(await freshFolder(), 'plates');
  await mkdir(root);
  await mvtecFolder(root);
  await on.importFolder(root);
  const missing = () =>
    [...eachImage(on.catalog, on.productId)]
      .filter(({ missingSince }) => missingSince !== null)
      .map(({ path }) => path);
  const sourceId = listSources(on.catalog, on.productId)[0]!.id;
  const move = (to: string) => relink(on.context, { sourceId, root: to, actor: 'Ada' });
  return { ...on, root, missing, sourceId, move };
}

describe('looking for files', () => {
  it('notes which are gone, of another size, and back', async () => {
    const { context, productId, root, missing, catalog } = await linked();
    expect(await checkSources(context, productId)).toBe(false);
    const gone = join(root, 'train/good/0.png');
    await rename(gone, `${gone}.away`);
    await put(root, 'train/good/1.png', 'other');
    expect(await checkSources(context, productId)).toBe(true);
    expect(missing()).toEqual(['train/good/0.png', 'train/good/1.png']);
    expect(summariseSources(catalog, productId)).toMatchObject([{ images: 10, missing: 2 }]);
    await rename(`${gone}.away`, gone);
    await checkSources(context, productId);
    expect(missing()).toEqual(['train/good/1.png']);
  });

  it('looks for copies in the store', async () => {
    const on = await bench();
    await on.importFolder(await mvtecFolder(await freshFolder()), { storage: 'copy' });
    expect(await checkSources(on.context, on.productId)).toBe(false);
    await rm(on.context.folders.images, { recursive: true });
    await checkSources(on.context, on.productId);
    expect(summariseSources(on.catalog, on.productId)).toMatchObject([{ missing: 10 }]);
  });
});

describe('re-linking', () => {
  it('recognises a moved folder by its files, and notes what is not there', async () => {
    const { context, productId, root, missing, move, catalog } = await linked();
    const moved = join(await freshFolder(), 'elsewhere');
    await rename(root, moved);
    await checkSources(context, productId);
    expect(missing()).toHaveLength(10);
    await rm(join(moved, 'test/good/6.png'));
    await put(moved, 'test/good/7.png', blobs(99).png());
    expect(await move(moved)).toEqual({ productId, found: 8, missing: 2 });
    expect(listSources(catalog, productId)[0]!.root).toBe(moved);
    expect(missing()).toEqual(['test/good/6.png', 'test/good/7.png']);
    expect(listAudit(catalog, { limit: 1 })).toMatchObject([{ action: 'source.relinked' }]);
  });

  it('takes the folder around the new place too', async () => {
    const { root, move, catalog, productId } = await linked();
    const around = await freshFolder();
    await mkdir(join(around, 'a'));
    await rename(root, join(around, 'a/plates'));
    expect(await move(around)).toMatchObject({ found: 10, missing: 0 });
    expect(listSources(catalog, productId)[0]!.root).toBe(join(around, 'a/plates'));
  });

  it('changes nothing where none of the files is', async () => {
    const { root, move, catalog, productId } = await linked();
    await expect(move(await freshFolder())).rejects.toThrow(/None of the 10 images/);
    await expect(move(join(root, 'not-there'))).rejects.toThrow(/no folder/);
    await expect(move('relative')).rejects.toThrow(/not a whole path/);
    expect(listSources(catalog, productId)[0]!.root).toBe(root);
  });

  it('does not take a file of the same name and size for the one that was imported', async () => {
    const { root, move } = await linked();
    const other = await freshFolder();
    await cp(root, other, { recursive: true });
    const { readFile, writeFile } = await import('node:fs/promises');
    const bytes = await readFile(join(other, 'train/good/0.png'));
    bytes[bytes.length - 20]! ^= 1;
    await writeFile(join(other, 'train/good/0.png'), bytes);
    expect(await move(other)).toMatchObject({ found: 9, missing: 1 });
  });

  it('refuses a folder that is another source of the product', async () => {
    const { move, importFolder } = await linked();
    const other = await mvtecFolder(await freshFolder());
    await put(other, 'train/good/more.png', blobs(70).png());
    await importFolder(other);
    await expect(move(other)).rejects.toThrow(/is a source of this product already/);
  });
});

describe('listing a folder', () => {
  it('names folders and links to folders, counts images, hides the hidden', async () => {
    const root = await freshFolder();
    for (const name of ['b', 'A', '.hidden', 'ü']) await mkdir(join(root, name));
    await symlink(join(root, 'b'), join(root, 'link'));
    await symlink(join(root, 'gone'), join(root, 'dead'));
    await put(root, '1.png', '');
    await put(root, 'notes.txt', '');
    expect(await listFolder(root)).toMatchObject({
      path: root,
      folders: ['A', 'b', 'link', 'ü'],
      images: 1,
    });
  });

  it('begins at the user and ends at the top', async () => {
    expect((await listFolder(null)).path).not.toBe('');
    expect((await listFolder('/')).parent).toBeNull();
  });

  it.each([
    ['/not/there', 'not-found'],
    ['relative', 'usage'],
    ['/etc/hostname', 'usage'],
  ])('refuses %s', async (folder, code) => {
    await expect(listFolder(folder)).rejects.toMatchObject({ code });
  });
});
