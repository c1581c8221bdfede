/**
 * Why this file exists: turns a folder into a data set. It tells the layout, opens every file,
 * lists the unusable ones with their reason, and never changes anything in the folder.
 */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type Dataset, type DatasetImage, GOOD } from '../../shared/dataset.ts';
import { hasSystemCode, LoupeError } from '../../shared/errors.ts';
import type { OnProgress } from '../../shared/progress.ts';
import { type CheckDepth, checkImages } from './check.ts';
import { compareCodePoints, foldName, FolderWalker, stemOf } from './files.ts';
import { BTAD } from './layouts/btad.ts';
import { findInFolder } from './layouts/folder.ts';
import type { FoundImages } from './layouts/layout.ts';
import { MVTEC } from './layouts/mvtec.ts';
import { findInSplits, matchesSplits } from './layouts/splits.ts';

export interface ScanOptions {
  /** How far each file is opened, see CheckDepth. `pixels` by default. */
  check?: CheckDepth;
  onProgress?: OnProgress;
  /** Ends the scan with the signal's reason. */
  signal?: AbortSignal;
}

const LAYOUTS =
  'Loupe reads three layouts: MVTec AD (train/good, test/<defect type>, ground_truth), ' +
  'BTAD (train/ok, test/ok, test/ko, ground_truth), and a plain folder of good images.';

/**
 * Scans `root`. Images come sorted by path (code points), bad files in `rejected`.
 * @throws LoupeError 'not-found' when there is no such folder; 'bad-data' when it is empty, is no
 *   folder, follows no layout or holds not one usable image.
 */
export async function scanDataset(root: string, options: ScanOptions = {}): Promise<Dataset> {
  const absolute = path.resolve(root);
  await requireFolder(absolute);
  const walker = new FolderWalker(absolute);
  const found = await findImages(walker);
  const checked = await checkImages(absolute, sortByPath(found.images), {
    depth: options.check ?? 'pixels',
    onProgress: options.onProgress,
    signal: options.signal,
  });
  const rejected = sortByPath([...walker.rejected, ...found.rejected, ...checked.rejected]);
  if (checked.images.length === 0) {
    const first = rejected[0];
    throw new LoupeError(
      'bad-data',
      `${absolute} holds no usable image` +
        (first === undefined
          ? '.'
          : `: all ${rejected.length} files were refused, the first because ${first.path} ${first.reason}.`),
      'Name a folder with PNG, JPEG, TIFF, WebP or BMP images.',
    );
  }
  return {
    root: absolute,
    name: path.basename(absolute) || absolute,
    layout: found.layout,
    images: checked.images,
    rejected,
    warnings: [...found.warnings, ...checked.warnings, ...sameStemWarnings(checked.images)],
  };
}

/** The good images to train on. */
export function trainingImages(dataset: Dataset): DatasetImage[] {
  return dataset.images.filter(({ split, label }) => split === 'train' && label === GOOD);
}

/**
 * Refuses a data set with too few good images to learn from, naming the count.
 * @throws LoupeError ('bad-data').
 */
export function requireGoodImages(dataset: Dataset, minimum = 5): void {
  const count = trainingImages(dataset).length;
  if (count >= minimum) return;
  const found = count === 1 ? 'is 1 good image' : `are ${count} good images`;
  const refused =
    dataset.rejected.length === 0
      ? ''
      : ` (${dataset.rejected.length === 1 ? '1 file was' : `${dataset.rejected.length} files were`} refused)`;
  const folder = { mvtec: 'train/good', btad: 'train/ok', folder: 'the folder' }[dataset.layout];
  throw new LoupeError(
    'bad-data',
    `There ${found} to train on in ${dataset.root}${refused}; at least ${minimum} are needed.`,
    `Add pictures of good parts to ${folder}; 20 and more are better.`,
  );
}

async function requireFolder(root: string): Promise<void> {
  const info = await stat(root).catch((error: unknown) => {
    if (hasSystemCode(error, 'ENOENT', 'ENOTDIR')) {
      throw new LoupeError(
        'not-found',
        `There is no folder ${root}.`,
        'Check the path given for the data set.',
        { cause: error },
      );
    }
    throw new LoupeError(
      'bad-data',
      `The folder ${root} cannot be opened.`,
      'Check that you may read it and that its drive is connected.',
      { cause: error },
    );
  });
  if (!info.isDirectory()) {
    throw new LoupeError(
      'bad-data',
      `${root} is a file, not a folder.`,
      'Name the folder that holds the images.',
    );
  }
}

async function findImages(walker: FolderWalker): Promise<FoundImages> {
  const top = await walker.list('');
  if (top === undefined) {
    const reason = walker.rejected[0]?.reason ?? 'cannot be read';
    throw new LoupeError(
      'bad-data',
      `${walker.root} ${reason}.`,
      'Give yourself read access to it.',
    );
  }
  if (top.files.length === 0 && top.folders.length === 0) {
    throw new LoupeError(
      'bad-data',
      `${walker.root} is empty.`,
      'Put pictures of good parts into it, or name another folder.',
    );
  }
  for (const layout of [MVTEC, BTAD]) {
    if (await matchesSplits(walker, layout)) return findInSplits(walker, layout);
  }
  const looksSplit = ['train', 'test'].filter((name) => top.folders.includes(name));
  const plain = looksSplit.length === 0 ? await findInFolder(walker) : undefined;
  if (plain === undefined || plain.images.length === 0) throw await notRecognised(walker);
  return plain;
}

async function notRecognised(walker: FolderWalker): Promise<LoupeError> {
  const top = await walker.list('');
  const folders = top?.folders ?? [];
  const products: string[] = [];
  for (const name of folders) {
    const inner = await walker.list(name);
    if (inner?.folders.includes('train')) products.push(name);
  }
  if (products.length > 0) {
    return new LoupeError(
      'bad-data',
      `${walker.root} holds several products (${products.slice(0, 8).join(', ')}), not one.`,
      `Name one of them, for example ${path.join(walker.root, products[0]!)}.`,
    );
  }
  const names = [...folders.map((name) => `${name}/`), ...(top?.files ?? [])];
  const more = names.length > 8 ? ` and ${names.length - 8} more` : '';
  return new LoupeError(
    'bad-data',
    `${walker.root} follows no layout that Loupe reads; it holds ${names.slice(0, 8).join(', ')}${more}.`,
    LAYOUTS,
  );
}

function sortByPath<T extends { path: string }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => compareCodePoints(a.path, b.path));
}

/** Images like `a.png` and `a.jpg` are both used, but people should know. */
function sameStemWarnings(images: readonly DatasetImage[]): string[] {
  const byStem = new Map<string, string[]>();
  for (const image of images) {
    const key = foldName(`${path.posix.dirname(image.path)}/${stemOf(image.path)}`);
    byStem.set(key, [...(byStem.get(key) ?? []), image.path]);
  }
  return [...byStem.values()]
    .filter((paths) => paths.length > 1)
    .map((paths) => `${paths.join(' and ')} differ only in ending or letter case; all are used.`);
}
