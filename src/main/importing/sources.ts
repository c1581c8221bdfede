/**
 * Why this file exists: linked images stay where their owner put them, and owners move folders.
 * This finds which files are gone, and recognises a moved folder by what its files hold.
 */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { CatalogImage, Source } from '../../shared/entities/image.ts';
import { hasSystemCode, LoupeError } from '../../shared/errors.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { eachImage, getSource, listSources, markMissing, relinkSource } from '../catalog/images.ts';
import { isInside, resolveInside } from '../contain.ts';
import { concurrently } from '../dataset/concurrently.ts';
import { FolderWalker } from '../dataset/files.ts';
import type { Folders } from '../handlers/folders.ts';
import { managedFile } from '../handlers/image-file.ts';
import { hashFile } from './hash-file.ts';
import { requireAbsolute } from './list-folder.ts';

export interface Place {
  catalog: Catalog;
  folders: Pick<Folders, 'images'>;
}

/**
 * Looks for every file of a product's images and notes which are gone (or of another size) and
 * which are back. Contents are not read. Answers whether anything was different.
 */
export async function checkSources(
  { catalog, folders }: Place,
  productId: number,
): Promise<boolean> {
  const roots = new Map(listSources(catalog, productId).map(({ id, root }) => [id, root]));
  const images = [...eachImage(catalog, productId, { excluded: true })];
  const there = await concurrently(images, (image) =>
    isThere(
      image.managed
        ? managedFile(folders, image.sha256)
        : path.join(roots.get(image.sourceId) ?? '', image.path),
      image.bytes,
    ),
  );
  const changed = images.filter((image, i) => there[i] === (image.missingSince !== null));
  noteMissing(catalog, changed, (image) => image.missingSince === null);
  return changed.length > 0;
}

function noteMissing(
  catalog: Catalog,
  images: readonly CatalogImage[],
  missing: (image: CatalogImage) => boolean,
): void {
  const gone = images.filter(missing).map(({ id }) => id);
  const back = images.filter((image) => !missing(image)).map(({ id }) => id);
  catalog.transaction('kill', () => {
    markMissing(catalog, gone, true);
    markMissing(catalog, back, false);
  });
}

/** A file of another size is not the one that was imported. */
async function isThere(file: string, bytes: number): Promise<boolean> {
  try {
    const info = await stat(file);
    return info.isFile() && info.size === bytes;
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return false;
    throw error;
  }
}

export interface Relinked {
  productId: number;
  found: number;
  missing: number;
}

/**
 * Says that a source lies at `root` now, once some of its images are found there with the same path
 * and the same content; the others are noted as missing. A folder around the new place is taken
 * too: its sub-folders are tried, two levels down.
 * @throws LoupeError `not-found` when there is no such folder or it holds none of the images (then
 *   nothing is changed); `usage` when the product has that folder as another source
 */
export async function relink(
  { catalog }: Pick<Place, 'catalog'>,
  { sourceId, root, actor }: { sourceId: number; root: string; actor: string },
): Promise<Relinked> {
  const source = getSource(catalog, sourceId);
  const images = [...eachImage(catalog, source.productId, { excluded: true })].filter(
    (image) => image.sourceId === sourceId && !image.managed,
  );
  const chosen = path.resolve(requireAbsolute(root));
  await requireFolder(chosen);
  const place = await placeOf(chosen, images);
  const found = await concurrently(images, (image) => holds(place, image));
  const count = found.filter(Boolean).length;
  if (count === 0) throw foundNothing(source, chosen, images.length);
  requireFree(catalog, source, place);
  catalog.transaction('power-cut', () => {
    relinkSource(catalog, sourceId, {
      root: place,
      actor,
      reason: `${count} of ${images.length} images found there by content`,
    });
    const isFound = new Map(images.map(({ id }, i) => [id, found[i]]));
    noteMissing(catalog, images, ({ id }) => isFound.get(id) !== true);
  });
  return { productId: source.productId, found: count, missing: images.length - count };
}

async function requireFolder(folder: string): Promise<void> {
  const info = await stat(folder).catch((error: unknown) => {
    if (error instanceof Error && 'syscall' in error) return undefined;
    throw error;
  });
  if (info?.isDirectory()) return;
  throw new LoupeError(
    'not-found',
    `There is no folder ${folder}.`,
    'Check that its disk is connected, or choose another folder.',
  );
}

const LEVELS = 2;
/** Images whose paths are looked for when the place is searched. */
const PROBES = 20;

/** The folder at or below `chosen` where the first images' paths lead to files of their size. */
async function placeOf(chosen: string, images: readonly CatalogImage[]): Promise<string> {
  const probes = images.slice(0, PROBES);
  const walker = new FolderWalker(chosen);
  let level = [''];
  for (let depth = 0; depth <= LEVELS; depth++) {
    const below: string[] = [];
    for (const folder of level) {
      const here = path.join(chosen, folder);
      for (const image of probes) {
        if (await isThere(path.join(here, image.path), image.bytes)) return here;
      }
      const inner = (await walker.list(folder))?.folders ?? [];
      below.push(...inner.map((name) => path.posix.join(folder, name)));
    }
    level = below;
  }
  return chosen;
}

/** Whether the file is at its path below `place` with the bytes that were imported. */
async function holds(place: string, image: CatalogImage): Promise<boolean> {
  if (!isInside(place, path.join(place, image.path))) return false;
  if (!(await isThere(path.join(place, image.path), image.bytes))) return false;
  try {
    return (await hashFile(await resolveInside(place, image.path))) === image.sha256;
  } catch (error) {
    // Gone meanwhile, not readable, or a link that leads elsewhere: not the file that was imported.
    if (error instanceof LoupeError || hasSystemCode(error, 'EACCES', 'EPERM', 'ENOENT', 'EIO')) {
      return false;
    }
    throw error;
  }
}

function requireFree(catalog: Catalog, source: Source, place: string): void {
  const other = listSources(catalog, source.productId).find(
    ({ id, root }) => root === place && id !== source.id,
  );
  if (other === undefined) return;
  throw new LoupeError(
    'usage',
    `${place} is a source of this product already.`,
    'Choose the folder that the images of this source have moved to.',
  );
}

function foundNothing(source: Source, place: string, images: number): LoupeError {
  return new LoupeError(
    'not-found',
    images === 0
      ? `The source ${source.root} has no linked images to look for.`
      : `None of the ${images} images of ${source.root} was found in ${place}, by path and content.`,
    'Choose the folder that holds the same files under the same names as the old one did.',
  );
}
