/** Why this file exists: a first look at a folder, by names alone, before any file is opened. */
import { setImmediate } from 'node:timers/promises';
import type { DetectedLayout } from '../../shared/contract/datasets.ts';
import { nameSome } from '../dataset/layouts/layout.ts';
import { countFound } from './count-found.ts';
import { findImages, type FindOptions } from './find-images.ts';
import { requireAbsolute } from './list-folder.ts';

const EXAMPLES = 12;

/** What an import of the folder would find. @throws LoupeError as `findImages`; `usage` for a relative path */
export async function detectLayout(options: FindOptions): Promise<DetectedLayout> {
  requireAbsolute(options.folder);
  const { layouts, found } = await findImages(options);
  if (found === null) {
    return { layouts, images: 0, masks: 0, counts: [], examples: [], warnings: [] };
  }
  const { images, rejected, warnings } = found;
  await setImmediate();
  const step = Math.max(1, Math.floor(images.length / EXAMPLES));
  return {
    layouts,
    images: images.length,
    masks: images.filter(({ mask }) => mask !== null).length,
    counts: countFound(images),
    examples: images
      .filter((_, i) => i % step === 0)
      .slice(0, EXAMPLES)
      .map(({ path }) => path),
    warnings:
      rejected.length === 0
        ? warnings
        : [
            ...warnings,
            `${rejected.length} files and folders are not read: ${nameSome(
              rejected.map(({ path, reason }) => `${path} ${reason}`),
            )}.`,
          ],
  };
}
