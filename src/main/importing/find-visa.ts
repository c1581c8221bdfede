/**
 * Why this file exists: VisA lists images, labels and masks in CSV files: `image_anno.csv` in the
 * folder of each object (image, label, mask) and `split_csv/1cls.csv` beside the objects (object,
 * split, label, image, mask). Any CSV with columns `image` and `label` in the folder is read alike.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ImageSplit } from '../../shared/entities/image.ts';
import { hasSystemCode, LoupeError } from '../../shared/errors.ts';
import { isInside } from '../contain.ts';
import { compareCodePoints, type FolderWalker } from '../dataset/files.ts';
import { fromSystemError } from '../dataset/image-error.ts';
import { nameSome } from '../dataset/layouts/layout.ts';
import { hasImageEnding } from '../dataset/sniff.ts';
import { parseCsv } from './csv.ts';
import { type Found, labelOfName } from './found.ts';

const SPLIT_FILE = 'split_csv/1cls.csv';
/** A longer list is no list of images. */
const MOST_BYTES = 64 * 1024 * 1024;

interface Listed {
  image: string;
  label: string;
  mask: string;
  split: string;
  object: string;
}

/** Whether one of the CSV files in the folder lists images. */
export async function matchesVisa(walker: FolderWalker): Promise<boolean> {
  return (await readLists(walker)).length > 0;
}

/**
 * Lists what the CSV files name; opens no image.
 * @throws LoupeError `bad-data` when the files list several objects
 */
export async function findInVisa(walker: FolderWalker): Promise<Found> {
  const found: Found = { layout: 'visa', images: [], rejected: [], warnings: [] };
  const rows = await readLists(walker);
  refuseSeveral(walker, rows);
  const there = createLookUp(walker);
  const images = new Map<string, Found['images'][number]>();
  const seen = new Set<string>();
  const withoutMask: string[] = [];
  for (const row of rows) {
    const file = await there(row.image);
    if (file === undefined) {
      if (!seen.has(row.image)) {
        found.rejected.push({ path: row.image, reason: 'is listed in the CSV file but not there' });
      }
      seen.add(row.image);
      continue;
    }
    if (!hasImageEnding(file)) {
      found.rejected.push({ path: file, reason: 'does not end like an image that Loupe reads' });
      continue;
    }
    const named = labelOfName(row.label);
    const mask = row.mask === '' ? undefined : await there(row.mask);
    if (row.mask !== '' && mask === undefined) withoutMask.push(file);
    const known = images.get(file);
    // One list gives the kind of defect, the other the split: together they say all.
    images.set(file, {
      path: file,
      split: splitOf(row.split) ?? known?.split ?? 'none',
      label: named.label === 'none' ? (known?.label ?? 'none') : named.label,
      defectClass: named.defectClass ?? known?.defectClass ?? null,
      part: null,
      mask: mask ?? known?.mask ?? null,
      ignore: null,
    });
  }
  found.images = [...images.values()].sort((a, b) => compareCodePoints(a.path, b.path));
  if (withoutMask.length > 0) {
    found.warnings.push(
      `Masks that the CSV file names are not there; these images count for image scores only: ` +
        `${nameSome([...new Set(withoutMask)])}.`,
    );
  }
  if (found.images.every(({ split }) => split === 'none')) {
    found.warnings.push(
      `No list gives splits (${SPLIT_FILE} beside the folder does): draw them after the import.`,
    );
  }
  return found;
}

function splitOf(text: string): ImageSplit | undefined {
  const name = text.toLowerCase();
  if (name === 'train' || name === 'test') return name;
  return name.startsWith('val') || name.startsWith('calib') ? 'calibrate' : undefined;
}

/** The rows of every CSV in the folder that lists images, and those of the split file beside it. */
async function readLists(walker: FolderWalker): Promise<Listed[]> {
  const top = await walker.list('');
  const names = top?.files.filter((name) => name.toLowerCase().endsWith('.csv')) ?? [];
  const own: Listed[] = [];
  for (const name of names) own.push(...(await readList(path.join(walker.root, name))));
  if (top?.folders.includes('split_csv') === true) {
    own.push(...(await readList(path.join(walker.root, SPLIT_FILE))));
  } else if (own.length > 0) {
    const object = path.basename(walker.root);
    const beside = await readList(path.join(walker.root, '..', SPLIT_FILE));
    own.push(...beside.filter((row) => row.object === object));
  }
  return own;
}

/** Empty when there is no such file or it lists no images. */
async function readList(file: string): Promise<Listed[]> {
  let text: string;
  try {
    const bytes = await readFile(file);
    if (bytes.length > MOST_BYTES) return [];
    text = bytes.toString('utf8');
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT', 'ENOTDIR', 'EISDIR')) return [];
    throw fromSystemError(file, error);
  }
  return parseCsv(text).flatMap(({ image, label, mask = '', split = '', object = '' }) =>
    image === undefined || image === '' || label === undefined
      ? []
      : [{ image, label, mask, split, object }],
  );
}

function refuseSeveral(walker: FolderWalker, rows: readonly Listed[]): void {
  const objects = [...new Set(rows.map(({ object }) => object).filter((name) => name !== ''))];
  if (objects.length < 2) return;
  throw new LoupeError(
    'bad-data',
    `${walker.root} holds several products (${nameSome(objects)}), not one.`,
    `Name one of them, for example ${path.join(walker.root, objects[0]!)}.`,
  );
}

/**
 * Finds a path from a CSV below the root: as it stands, or without its first folder where that is
 * the object's own (VisA names files from the folder above). Never outside the root.
 */
function createLookUp(walker: FolderWalker): (listed: string) => Promise<string | undefined> {
  const folders = new Map<string, Set<string>>();
  const isFile = async (file: string): Promise<boolean> => {
    const folder = path.posix.dirname(file);
    let names = folders.get(folder);
    if (names === undefined) {
      names = new Set((await walker.list(folder === '.' ? '' : folder))?.files);
      folders.set(folder, names);
    }
    return names.has(path.posix.basename(file));
  };
  return async (listed) => {
    const whole = path.posix.normalize(listed.replaceAll('\\', '/'));
    const [first, ...rest] = whole.split('/');
    const candidates = [whole];
    if (first === path.basename(walker.root) && rest.length > 0) candidates.push(rest.join('/'));
    for (const file of candidates) {
      if (path.posix.isAbsolute(file) || !isInside('/root', `/root/${file}`)) continue;
      if (await isFile(file)) return file;
    }
    return undefined;
  };
}
