/**
 * Why this file exists: a picture of a catalog image must be of the very bytes that were imported,
 * labelled and scored. Linked files belong to someone else, so they are checked each time they are
 * decoded; results are then kept under the content's hash and may be cached for ever.
 */
import { readFile, stat } from 'node:fs/promises';
import type { CatalogImage } from '../../shared/entities/image.ts';
import { hasSystemCode, LoupeError } from '../../shared/errors.ts';
import type { ReadableCatalog } from '../catalog/catalog.ts';
import { getSource } from '../catalog/images.ts';
import { resolveInside } from '../contain.ts';
import type { ImageBytes } from '../dataset/image-input.ts';
import { fromSystemError } from '../dataset/image-error.ts';
import type { Folders } from '../handlers/folders.ts';
import { managedFile } from '../handlers/image-file.ts';
import { hashBytes } from '../importing/hash-file.ts';

/**
 * The bytes of an image's file, the same as at its import.
 * @throws LoupeError `not-found` when the file is not in its place; `usage` when a link leads out of
 *   its source folder; `bad-data` when the file was changed or cannot be read
 */
export async function sourceBytes(
  catalog: ReadableCatalog,
  folders: Pick<Folders, 'images'>,
  image: CatalogImage,
): Promise<ImageBytes> {
  const file = await placeOf(catalog, folders, image);
  let bytes: Buffer<ArrayBuffer>;
  try {
    // A file of another size is not read at all: it may be anything, of any size.
    if ((await stat(file)).size !== image.bytes) throw changed(file);
    bytes = await readFile(file);
  } catch (error) {
    if (error instanceof LoupeError) throw error;
    if (hasSystemCode(error, 'ENOENT', 'ENOTDIR')) throw missing(image, file, error);
    throw fromSystemError(file, error);
  }
  if ((await hashBytes(bytes)) !== image.sha256) throw changed(file);
  return { file, bytes };
}

async function placeOf(
  catalog: ReadableCatalog,
  folders: Pick<Folders, 'images'>,
  image: CatalogImage,
): Promise<string> {
  if (image.managed) return managedFile(folders, image.sha256);
  const { root } = getSource(catalog, image.sourceId);
  try {
    return await resolveInside(root, image.path);
  } catch (error) {
    if (error instanceof LoupeError && error.code === 'not-found') {
      throw missing(image, `${root}/${image.path}`, error);
    }
    throw error;
  }
}

function missing(image: CatalogImage, file: string, cause: unknown): LoupeError {
  return new LoupeError(
    'not-found',
    `The file of ${image.path} is not in its place: there is no ${file}.`,
    image.managed
      ? "It was in Loupe's own store: bring it back from a backup of the images, or import it again."
      : 'Connect its disk, or re-link the source to where the folder is now.',
    { cause },
  );
}

function changed(file: string): LoupeError {
  return new LoupeError(
    'bad-data',
    `${file} was changed since it was imported, so it is not shown.`,
    'Put the original file back, or import the new one under another name.',
  );
}
