/**
 * Why this file exists: from a folder to the images an import would read, by names alone. It tells
 * which layouts fit, and lists the folder by the best one or by the one a person chose.
 */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { ImageSplit } from '../../shared/entities/image.ts';
import type { ImportLayout } from '../../shared/entities/job.ts';
import { LoupeError, messageOf } from '../../shared/errors.ts';
import { compareCodePoints, FolderWalker, stemOf } from '../dataset/files.ts';
import { BTAD } from '../dataset/layouts/btad.ts';
import { MVTEC } from '../dataset/layouts/mvtec.ts';
import { findInSplits, matchesSplits } from '../dataset/layouts/splits.ts';
import { findInClasses, matchesClasses } from './find-classes.ts';
import { findInFlat, matchesFlat } from './find-flat.ts';
import { findInVisa, matchesVisa } from './find-visa.ts';
import { type Found, type FoundImage, labelOfName, type NamedLabel } from './found.ts';
import { compilePattern, type ReadName } from '../../shared/file-pattern.ts';

/** Loupe's own addition to the layout of MVTec AD: the images that thresholds are chosen on. */
export const CALIBRATE_FOLDER = 'calibrate';
/** Another: pixels outside scores and metrics, one PNG for each image, under the image's own path. */
export const IGNORE_FOLDER = 'ignore_regions';

export interface FindOptions {
  /** Absolute path. */
  folder: string;
  /** Null: the best of those that fit. */
  layout: ImportLayout | null;
  pattern: string | null;
}

export interface FoundLayouts {
  /** Those that fit, the best first; empty when there are no images. */
  layouts: ImportLayout[];
  /** Null when there are no images. */
  found: Found | null;
}

/**
 * Lists the images in a folder with what their names say; opens no image.
 * @throws LoupeError `not-found` when there is no such folder; `usage` for a pattern that cannot be
 *   used; `bad-data` when it is no folder, cannot be read, or holds several products
 */
export async function findImages({ folder, layout, pattern }: FindOptions): Promise<FoundLayouts> {
  const read = pattern === null ? null : compilePattern(pattern);
  const root = path.resolve(folder);
  await requireFolder(root);
  const walker = new FolderWalker(root);
  if ((await walker.list('')) === undefined) {
    const reason = walker.rejected[0]?.reason ?? 'cannot be read';
    throw new LoupeError('bad-data', `${root} ${reason}.`, 'Give yourself read access to it.');
  }
  const layouts = await fittingLayouts(walker);
  const chosen = layout ?? layouts[0];
  if (chosen === undefined) {
    await refuseSeveral(walker);
    return { layouts, found: null };
  }
  // Sorting and reading 50,000 names takes tens of milliseconds each; others get their turn between.
  await setImmediate();
  const found = await findBy(chosen, walker, read);
  await setImmediate();
  if (read !== null && chosen !== 'flat') readParts(found.images, read, found.warnings);
  found.images.sort((a, b) => compareCodePoints(a.path, b.path));
  found.rejected = [...walker.rejected, ...found.rejected].sort((a, b) =>
    compareCodePoints(a.path, b.path),
  );
  return { layouts, found: found.images.length === 0 && layouts.length === 0 ? null : found };
}

async function requireFolder(root: string): Promise<void> {
  const info = await stat(root).catch((error: unknown) => {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new LoupeError(
      'not-found',
      `The folder ${root} cannot be opened (${messageOf(error)}).`,
      'Check the path, that its disk is connected and that you may read it.',
      { cause: error },
    );
  });
  if (info.isDirectory()) return;
  throw new LoupeError(
    'bad-data',
    `${root} is a file, not a folder.`,
    'Name the folder that holds the images.',
  );
}

async function fittingLayouts(walker: FolderWalker): Promise<ImportLayout[]> {
  const layouts: ImportLayout[] = [];
  if (await matchesSplits(walker, MVTEC)) layouts.push('mvtec');
  if (await matchesSplits(walker, BTAD)) layouts.push('btad');
  if (await matchesVisa(walker)) layouts.push('visa');
  if (await matchesClasses(walker)) layouts.push('classes');
  if (await matchesFlat(walker)) layouts.push('flat');
  // Many loose images beside a folder or two are a flat folder, not classes.
  const isEither = layouts[0] === 'classes' && layouts[1] === 'flat';
  return isEither && (await isMostlyFlat(walker)) ? ['flat', 'classes'] : layouts;
}

async function isMostlyFlat(walker: FolderWalker): Promise<boolean> {
  const [flat, classes] = [await findInFlat(walker, null), await findInClasses(walker)];
  return flat.images.length > classes.images.length;
}

function findBy(layout: ImportLayout, walker: FolderWalker, read: ReadName | null): Promise<Found> {
  switch (layout) {
    case 'mvtec':
      return findBySplits(walker, 'mvtec');
    case 'btad':
      return findBySplits(walker, 'btad');
    case 'visa':
      return findInVisa(walker);
    case 'classes':
      return findInClasses(walker);
    case 'flat':
      return findInFlat(walker, read);
  }
}

async function findBySplits(walker: FolderWalker, layout: 'mvtec' | 'btad'): Promise<Found> {
  const plan = layout === 'mvtec' ? MVTEC : BTAD;
  const { images, rejected, warnings } = await findInSplits(walker, plan, [CALIBRATE_FOLDER]);
  const ignored = await ignoreFiles(
    walker,
    images.map((image) => image.path),
  );
  await setImmediate();
  const labels = new Map<string, NamedLabel>();
  const found: FoundImage[] = [];
  for (const { path: file, split, label, mask } of images) {
    const isCalibrate = file.startsWith(`${CALIBRATE_FOLDER}/`);
    const named = labels.get(label) ?? labelOfName(label);
    labels.set(label, named);
    const ignore = `${IGNORE_FOLDER}/${path.posix.dirname(file)}/${stemOf(file)}.png`;
    found.push({
      path: file,
      split: isCalibrate ? ('calibrate' satisfies ImageSplit) : split,
      ...named,
      part: null,
      mask: mask ?? null,
      ignore: ignored.has(ignore) ? ignore : null,
    });
  }
  return { layout, images: found, rejected, warnings };
}

/** Every PNG of ignored pixels, by path; none in most folders. */
async function ignoreFiles(walker: FolderWalker, images: readonly string[]): Promise<Set<string>> {
  const files = new Set<string>();
  if ((await walker.list(IGNORE_FOLDER)) === undefined) return files;
  for (const folder of new Set(images.map((file) => path.posix.dirname(file)))) {
    const inner = `${IGNORE_FOLDER}/${folder}`;
    for (const name of (await walker.list(inner))?.files ?? []) files.add(`${inner}/${name}`);
  }
  return files;
}

/** In layouts whose folders give the label, a pattern tells the part. */
function readParts(images: FoundImage[], read: ReadName, warnings: string[]): void {
  let unread = 0;
  for (const image of images) {
    image.part = read(path.posix.basename(image.path))?.part ?? null;
    if (image.part === null) unread += 1;
  }
  if (unread === 0) return;
  warnings.push(
    `The pattern gives no part for ${unread} of ${images.length} images; ` +
      'each of these counts as a part of its own.',
  );
}

/** A folder of data sets is not one of them. */
async function refuseSeveral(walker: FolderWalker): Promise<void> {
  const products: string[] = [];
  for (const name of (await walker.list(''))?.folders ?? []) {
    if ((await walker.list(name))?.folders.includes('train') === true) products.push(name);
  }
  if (products.length === 0) return;
  throw new LoupeError(
    'bad-data',
    `${walker.root} holds several products (${products.slice(0, 8).join(', ')}), not one.`,
    `Name one of them, for example ${path.join(walker.root, products[0]!)}.`,
  );
}
