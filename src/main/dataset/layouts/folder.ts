/**
 * Why this file exists: the simplest layout, a folder of good images, flat or in folders one level
 * deep (by shift, by camera). Every image is a good one to train on.
 */
import path from 'node:path';
import { GOOD } from '../../../shared/dataset.ts';
import { LoupeError } from '../../../shared/errors.ts';
import type { FolderWalker } from '../files.ts';
import { type FoundImages, imagesIn } from './layout.ts';

/** Folder names that tell good from bad: beside others, they mean the images are not all good. */
const VERDICTS = new Set(['good', 'ok', 'bad', 'ko', 'ng', 'defect', 'defective', 'ground_truth']);

/**
 * Lists every image in the root and one level below as good.
 * @throws LoupeError ('bad-data') when the folders' names say that some images are not good.
 */
export async function findInFolder(walker: FolderWalker): Promise<FoundImages> {
  const found: FoundImages = { layout: 'folder', images: [], rejected: [], warnings: [] };
  const root = await walker.list('');
  const used: string[] = [];
  for (const folder of ['', ...(root?.folders ?? [])]) {
    const listing = await walker.list(folder);
    if (listing === undefined) continue;
    const { images, rejected } = imagesIn(folder, listing.files);
    found.images.push(
      ...images.map((file) => ({ path: file, split: 'train', label: GOOD }) as const),
    );
    found.rejected.push(...rejected);
    if (folder === '') continue;
    if (images.length > 0) used.push(folder);
    for (const name of listing.folders) {
      found.rejected.push({
        path: `${folder}/${name}`,
        reason: 'is a folder more than one level deep; its images are not read',
      });
    }
  }
  refuseVerdicts(walker.root, used);
  return found;
}

/** `good` beside `scratch` is the test part of a labelled data set, not a folder of good images. */
function refuseVerdicts(root: string, folders: readonly string[]): void {
  const verdict = folders.find((name) => VERDICTS.has(name.toLowerCase()));
  const isGoodAlone = folders.length === 1 && ['good', 'ok'].includes(verdict?.toLowerCase() ?? '');
  if (verdict === undefined || isGoodAlone) return;
  const others = folders.filter((name) => name !== verdict);
  const beside = others.length === 0 ? '' : ` beside ${others.slice(0, 4).join(', ')}`;
  throw new LoupeError(
    'bad-data',
    `${root} holds a folder ${verdict}${beside}, so its images do not all look good; ` +
      'a plain folder must hold good images alone.',
    path.basename(root) === 'test'
      ? 'Name the folder above it, which holds train and test.'
      : 'Put good images into train/good, and test images into test/good and test/<defect type>.',
  );
}
