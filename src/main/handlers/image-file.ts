/** Why this file exists: where an image's file lies, linked in place or kept in Loupe's own store. */
import { join } from 'node:path';
import type { CatalogImage } from '../../shared/entities/image.ts';
import type { ReadableCatalog } from '../catalog/catalog.ts';
import { getSource } from '../catalog/images.ts';
import type { Folders } from './folders.ts';

/** The place of a copy in Loupe's own store, under its content. */
export function managedFile(folders: Pick<Folders, 'images'>, sha256: string): string {
  return join(folders.images, sha256.slice(0, 2), sha256);
}

/** The absolute path of an image's file, whether it is there or not. */
export function imageFile(
  catalog: ReadableCatalog,
  folders: Pick<Folders, 'images'>,
  image: CatalogImage,
): string {
  if (image.managed) return managedFile(folders, image.sha256);
  return join(getSource(catalog, image.sourceId).root, ...image.path.split('/'));
}
