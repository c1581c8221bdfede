/**
 * Why this file exists: the reading part of an import. Every image that was found is read once (or
 * not at all, where an earlier reading still holds), and what cannot be used is set aside with its
 * reason.
 */
import type { RejectedFile } from '../../shared/dataset.ts';
import { concurrently } from '../dataset/concurrently.ts';
import { ImageError } from '../dataset/image-error.ts';
import type { Folders } from '../handlers/folders.ts';
import type { JobControl } from '../jobs/runner.ts';
import type { FoundImage } from './found.ts';
import { keepCopy } from './managed-store.ts';
import { type Links, locate, readImage, type Reading } from './reading.ts';
import { openReadings } from './readings-cache.ts';
import { stopIfAsked } from './stop.ts';

/** One thread of libuv's four stays free for what a person asks meanwhile. */
export const READS_AT_ONCE = 3;

/** An image that can be used, with all that is known of it. */
export interface ReadImage {
  found: FoundImage;
  reading: Reading;
  /** Absolute path, through links. */
  file: string;
}

export interface ReadFolder {
  /** In the order of the images found. */
  images: ReadImage[];
  rejected: RejectedFile[];
  /** How many were read now; the others were known from an earlier reading. */
  readNow: number;
}

export interface ReadFolderOptions {
  folders: Pick<Folders, 'images' | 'thumbnails'>;
  root: string;
  /** Keeps a copy of each image while its bytes are at hand, but for those named here. */
  copy: { except: ReadonlySet<string> } | null;
  links: Links;
  control: Pick<JobControl, 'signal' | 'onProgress'>;
}

/** Reads all images. @throws LoupeError `cancelled`; `no-space` or `read-only` where copies are kept */
export async function readFolder(
  found: readonly FoundImage[],
  { folders, root, copy, links, control }: ReadFolderOptions,
): Promise<ReadFolder> {
  const cache = await openReadings(folders, root);
  const rejected: RejectedFile[] = [];
  let done = 0;
  let readNow = 0;
  const report = (): void =>
    control.onProgress({ step: 'Reading images', done, total: found.length, unit: 'images' });
  const keep = async (bytes: Buffer, sha256: string): Promise<void> => {
    if (copy !== null && !copy.except.has(sha256)) await keepCopy(folders, sha256, bytes);
  };
  report();
  try {
    const images = await concurrently(
      found,
      async (image): Promise<ReadImage | null> => {
        stopIfAsked(control.signal);
        try {
          const { file, stamp } = await locate(root, image.path, links);
          let reading = cache.get(image.path, stamp);
          if (reading === undefined) {
            reading = await readImage(file, keep);
            readNow += 1;
            await cache.put(image.path, stamp, reading);
          }
          return { found: image, reading, file };
        } catch (error) {
          if (!(error instanceof ImageError)) throw error;
          rejected.push({ path: image.path, reason: error.reason });
          return null;
        } finally {
          done += 1;
          report();
        }
      },
      undefined,
      READS_AT_ONCE,
    );
    return { images: images.filter((image) => image !== null), rejected, readNow };
  } finally {
    await cache.flush();
  }
}
