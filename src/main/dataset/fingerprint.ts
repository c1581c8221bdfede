/**
 * Why this file exists: a data set's fingerprint tells whether a model was trained, or a report
 * made, on exactly these files. It depends on contents, labels and relative paths, not on where
 * the folder lies or when its files were written.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Dataset } from '../../shared/dataset.ts';
import type { OnProgress } from '../../shared/progress.ts';
import { concurrently } from './concurrently.ts';
import { compareCodePoints } from './files.ts';
import { fromSystemError } from './image-error.ts';

/**
 * SHA-256 (hex) over one JSON line per image, sorted by path:
 * [path, split, label, SHA-256 of the image, SHA-256 of the mask or null].
 * @throws ImageError when a file has gone or cannot be read.
 */
export async function fingerprintDataset(
  dataset: Pick<Dataset, 'root' | 'images'>,
  options: { onProgress?: OnProgress; signal?: AbortSignal } = {},
): Promise<string> {
  const images = [...dataset.images].sort((a, b) => compareCodePoints(a.path, b.path));
  let done = 0;
  const lines = await concurrently(
    images,
    async ({ path: file, split, label, mask }) => {
      const hash = await hashFile(path.join(dataset.root, file));
      const maskHash = mask === undefined ? null : await hashFile(path.join(dataset.root, mask));
      done += 1;
      options.onProgress?.({ step: 'Fingerprinting', done, total: images.length, unit: 'images' });
      return JSON.stringify([file, split, label, hash, maskHash]);
    },
    options.signal,
  );
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(file), hash);
  } catch (error) {
    throw fromSystemError(file, error);
  }
  return hash.digest('hex');
}
