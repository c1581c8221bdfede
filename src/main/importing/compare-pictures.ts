/**
 * Why this file exists: the pictures of an import and those that the product has already, brought
 * together for the search for leaks.
 */
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { ImportFindings } from '../../shared/entities/job.ts';
import type { ImageSplit } from '../../shared/entities/image.ts';
import { LoupeError } from '../../shared/errors.ts';
import { listSources } from '../catalog/images.ts';
import { checkPixels } from '../dataset/decode.ts';
import { readHeader } from '../dataset/header.ts';
import type { Context } from '../handlers/context.ts';
import { managedFile } from '../handlers/image-file.ts';
import type { JobControl } from '../jobs/runner.ts';
import { findLeaks, type Picture } from './leaks.ts';
import { tinyGrey } from './perceptual-hash.ts';
import type { SortedOut } from './sort-out.ts';
import { stopIfAsked } from './stop.ts';

/** What the product has already, excluded images too. */
export interface Known {
  id: number;
  path: string;
  sourceId: number;
  sha256: string;
  managed: number;
  excluded: number;
  split: ImageSplit;
  hash: string | null;
}

const PAGE = 5000;

/** All images of a product; read in pages, so that others get their turn. */
export async function knownImages({ catalog }: Context, productId: number): Promise<Known[]> {
  const known: Known[] = [];
  for (let after = 0; ;) {
    const page = catalog.all<Known>(
      `SELECT id, path, source_id AS sourceId, sha256, managed, excluded, split,
              perceptual_hash AS hash
         FROM image WHERE product_id = ? AND id > ? ORDER BY id LIMIT ${PAGE}`,
      productId,
      after,
    );
    known.push(...page);
    after = page.at(-1)?.id ?? after;
    if (page.length < PAGE) return known;
    await setImmediate();
  }
}

/** Looks for pictures of training among those outside it, with what the product has already. */
export async function comparePictures(
  { catalog, folders }: Context,
  productId: number,
  { fresh }: SortedOut,
  known: readonly Known[],
  control: JobControl,
): Promise<ImportFindings['leaks']> {
  const roots = new Map(listSources(catalog, productId).map(({ id, root }) => [id, root]));
  const there = known.flatMap((image) =>
    image.hash === null || image.excluded === 1 ? [] : [{ ...image, hash: image.hash }],
  );
  const pictures: Picture[] = [
    ...fresh.map(({ found, reading }) => ({
      path: found.path,
      split: found.split,
      hash: reading.perceptualHash,
      isNew: true,
      tiny: async () => Buffer.from(reading.tiny, 'base64'),
    })),
    ...there.map(({ path: relative, sourceId, sha256, managed, split, hash }) => ({
      path: relative,
      split,
      hash,
      isNew: false,
      tiny: once(() =>
        tinyOf(
          managed === 1
            ? managedFile(folders, sha256)
            : path.join(roots.get(sourceId) ?? '', relative),
        ),
      ),
    })),
  ];
  return findLeaks(pictures, (done, total) => {
    stopIfAsked(control.signal);
    control.onProgress({ step: 'Comparing pictures', done, total, unit: 'images' });
  });
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/** Null when the file is gone or cannot be read: then it is compared with nothing. */
async function tinyOf(file: string): Promise<Uint8Array | null> {
  try {
    return tinyGrey((await checkPixels(file, await readHeader(file))).data);
  } catch (error) {
    if (error instanceof LoupeError) return null;
    throw error;
  }
}
