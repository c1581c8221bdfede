/**
 * Why this file exists: one folder for each class is how people sort pictures by hand:
 * `good/`, `scratch/`, `dent/`, or the same below `train/`, `calibrate/` and `test/`.
 */
import { setImmediate } from 'node:timers/promises';
import type { ImageSplit } from '../../shared/entities/image.ts';
import { GOOD } from '../../shared/dataset.ts';
import type { FolderWalker } from '../dataset/files.ts';
import { type FoundFiles, imagesIn } from '../dataset/layouts/layout.ts';
import { attachMasks, readFolder } from '../dataset/layouts/splits.ts';
import { type Found, labelOfName, meansGood, type NamedLabel } from './found.ts';

/** Folders that hold other things than images of a class. */
const ASIDE = new Set(['ground_truth', 'masks', 'ignore_regions', 'split_csv']);

const SPLIT_FOLDERS: Readonly<Record<string, ImageSplit>> = {
  train: 'train',
  training: 'train',
  calibrate: 'calibrate',
  calibration: 'calibrate',
  val: 'calibrate',
  valid: 'calibrate',
  validation: 'calibrate',
  test: 'test',
  testing: 'test',
};

interface ClassFolder {
  path: string;
  /** The class's name: the last part of the path. */
  name: string;
  split: ImageSplit;
}

/** The folders that hold a class each; empty when there is none with images. */
async function classFolders(walker: FolderWalker): Promise<ClassFolder[]> {
  const top = (await walker.list(''))?.folders.filter((name) => !ASIDE.has(name)) ?? [];
  const splits = top.filter((name) => splitOf(name) !== undefined);
  if (splits.length === 0) {
    return top.map((name) => ({ path: name, name, split: 'none' as const }));
  }
  const folders: ClassFolder[] = [];
  for (const folder of splits) {
    for (const name of (await walker.list(folder))?.folders ?? []) {
      folders.push({ path: `${folder}/${name}`, name, split: splitOf(folder)! });
    }
  }
  return folders;
}

function splitOf(folder: string): ImageSplit | undefined {
  const name = folder.toLowerCase();
  return Object.hasOwn(SPLIT_FOLDERS, name) ? SPLIT_FOLDERS[name] : undefined;
}

/** Whether there are class folders with images in them. */
export async function matchesClasses(walker: FolderWalker): Promise<boolean> {
  for (const { path } of await classFolders(walker)) {
    const { images } = imagesIn(path, (await walker.list(path))?.files ?? []);
    if (images.length > 0) return true;
  }
  return false;
}

/** Lists images with their class and, where the folders give one, their split; opens no file. */
export async function findInClasses(walker: FolderWalker): Promise<Found> {
  const files: FoundFiles = { images: [], rejected: [], warnings: [] };
  const folders = await classFolders(walker);
  const splits = new Map<string, ImageSplit>();
  for (const { path, name, split } of folders) {
    const label = meansGood(name) ? GOOD : name;
    for (const file of await readFolder(walker, files, path)) {
      splits.set(file, split);
      files.images.push({ path: file, split: split === 'train' ? 'train' : 'test', label });
    }
  }
  // What is listed here is tens of milliseconds of work for 50,000 images.
  await setImmediate();
  const labels = new Map<string, NamedLabel>();
  const loose = imagesIn('', (await walker.list(''))?.files ?? []);
  files.rejected.push(
    ...loose.images.map((path) => ({ path, reason: 'lies beside the class folders, in none' })),
  );
  // Without ground truth nothing is missing here: sorting by hand gives no masks.
  if ((await walker.list('ground_truth')) !== undefined) {
    await attachMasks(walker, files, { maskStems: (stem) => [`${stem}_mask`, stem] });
  }
  const names = [...new Set(folders.map(({ name }) => name))];
  if (!names.some(meansGood)) {
    files.warnings.push(
      'No folder is named good or ok, so every image counts as defective: ' +
        'rename the folder of good parts to good.',
    );
  }
  return {
    layout: 'classes',
    rejected: files.rejected,
    warnings: files.warnings,
    images: files.images.map(({ path, label, mask }) => {
      const named = labels.get(label) ?? labelOfName(label);
      labels.set(label, named);
      const split = splits.get(path) ?? 'none';
      return { path, split, ...named, part: null, mask: mask ?? null, ignore: null };
    }),
  };
}
