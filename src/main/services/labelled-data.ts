/**
 * Why this file exists: training and evaluation work on a folder (the command line) or on a list of
 * images from the catalog. Both are opened here to one shape, so that both give the same numbers.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import sharp from 'sharp';
import type { Dataset, DatasetImage, RejectedFile } from '../../shared/dataset.ts';
import { GOOD } from '../../shared/dataset.ts';
import { LoupeError } from '../../shared/errors.ts';
import { decodeMask, DEFECT, IGNORE } from '../../shared/mask-rle.ts';
import { labelComponents } from '../../shared/metrics/components.ts';
import { concurrently } from '../dataset/concurrently.ts';
import { fingerprintDataset } from '../dataset/fingerprint.ts';
import { fromSystemError, ImageError } from '../dataset/image-error.ts';
import { loadMask, nearest } from '../dataset/mask.ts';
import { scanDataset } from '../dataset/scan.ts';
import { nextStep, type Control } from '../engine/control.ts';
import type { EvaluationMask } from '../evaluation/pixel-metrics.ts';
import { fileOf } from './open-model.ts';

/** An image as a frozen version has it. */
export interface ListedImage {
  /** For people and for reports; no two images of a list share it. */
  path: string;
  /** Absolute. */
  file: string;
  /** Of the file's bytes; a file with other bytes is not the image that was frozen. */
  sha256: string;
  split: 'train' | 'calibrate' | 'test';
  /** `good`, a defect's name, or null for an image that no figure counts (not labelled, unsure). */
  label: string | null;
  /** Run-length code (`mask-rle.ts`). */
  mask: Uint8Array | null;
}

/** Images of the catalog, as values: it can be sent to another process. */
export interface ImageList {
  /** For people: the product and its version. */
  name: string;
  /** Where most of the files lie, for people; empty when they lie in several places. */
  root: string;
  fingerprint: string;
  images: ListedImage[];
}

/** A folder's path, or a list. */
export type DataSource = string | ImageList;

export interface OpenData {
  dataset: Dataset;
  /** The list's images, in the order of `dataset.images`; null for a folder. */
  listed: readonly ListedImage[] | null;
  /** Absolute path of an image of `dataset`. */
  fileOf(image: DatasetImage): string;
  /** Of these images; a list has one fingerprint as a whole. */
  fingerprint(images: readonly DatasetImage[], control: Control): Promise<string>;
  /** Ground truth of the image at this index, at `size`; null where there is none. */
  loadMask(index: number, size: number): Promise<EvaluationMask | null>;
  /** Of a list: the defective pixels as PNG at source size; null where none is known. */
  maskPicture(index: number): Promise<Uint8Array | null>;
  /** Which pixels do not count, at `size`; null where all do. */
  ignoreMask(index: number, size: number): Uint8Array | null;
}

/** @throws LoupeError as `scanDataset`; `cancelled` */
export async function openData(data: DataSource, control: Control): Promise<OpenData> {
  return typeof data === 'string' ? openFolder(data, control) : openList(data, control);
}

async function openFolder(folder: string, { onProgress, signal }: Control): Promise<OpenData> {
  const dataset = await scanDataset(folder, { onProgress, signal });
  const { root } = dataset;
  return {
    dataset,
    listed: null,
    fileOf: ({ path }) => fileOf(root, path),
    fingerprint: (images, control) =>
      fingerprintDataset(
        { root, images: [...images] },
        { onProgress: control.onProgress, signal: control.signal },
      ),
    loadMask: async (index, size) => {
      const mask = dataset.images[index]?.mask;
      if (mask === undefined) return null;
      return loadMask(fileOf(root, mask), { width: size, height: size });
    },
    maskPicture: async () => null,
    ignoreMask: () => null,
  };
}

/** Looks at every file of the list; those that are gone or other ones now are in `rejected`. */
async function openList(list: ImageList, control: Control): Promise<OpenData> {
  const problems = await fileProblems(list.images, control);
  const rejected: RejectedFile[] = [];
  const listed = list.images.filter(({ path }, i) => {
    const reason = problems[i] ?? null;
    if (reason !== null) rejected.push({ path, reason });
    return reason === null;
  });
  const files = new Map(listed.map(({ path, file }) => [path, file]));
  return {
    dataset: {
      root: list.root,
      name: list.name,
      layout: 'mvtec',
      images: listed.map(({ path, split, label }) => ({
        path,
        split: split === 'train' ? 'train' : 'test',
        label: label ?? GOOD,
      })),
      rejected,
      warnings: [],
    },
    listed,
    fileOf: ({ path }) => files.get(path) ?? path,
    fingerprint: async () => list.fingerprint,
    loadMask: async (index, size) => {
      const mask = listed[index]?.mask;
      return mask ? groundTruth(mask, size) : null;
    },
    maskPicture: async (index) => {
      const mask = listed[index]?.mask;
      return mask ? pictureOf(mask) : null;
    },
    ignoreMask: (index, size) => {
      const mask = listed[index]?.mask;
      return mask ? ignoreAt(mask, size) : null;
    },
  };
}

async function fileProblems(
  images: readonly ListedImage[],
  control: Control,
): Promise<(string | null)[]> {
  let done = 0;
  await nextStep(control);
  return concurrently(images, async ({ file, sha256 }) => {
    if (control.signal.aborted) await nextStep(control);
    const problem = await fileProblem(file, sha256);
    done += 1;
    control.onProgress({ step: 'Checking the images', done, total: images.length, unit: 'images' });
    return problem;
  });
}

async function fileProblem(file: string, sha256: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(file), hash);
  } catch (error) {
    return fromSystemError(file, error).reason;
  }
  return hash.digest('hex') === sha256 ? null : 'has other content than when it was imported';
}

/**
 * Refuses a list of which an image to learn from cannot be used: the model would not be of this
 * version.
 * @throws LoupeError `bad-data`
 */
export function requireWholeTraining({ images }: ImageList, { dataset }: OpenData): void {
  const wanted = new Map(images.map(({ path, file, split }) => [path, { file, split }]));
  const bad = dataset.rejected.filter(({ path }) => wanted.get(path)?.split === 'train');
  const [first] = bad;
  if (first === undefined) return;
  const others = bad.length > 1 ? ` and ${bad.length - 1} others` : '';
  throw new LoupeError(
    'bad-data',
    `${wanted.get(first.path)?.file ?? first.path}${others} cannot be learnt from: it ${first.reason}.`,
    'Bring the files back or link their folder again under Data sets, or exclude them and freeze ' +
      'a new version.',
  );
}

/** The defective pixels of a mask's code at `size`, and those that do not count. */
export function groundTruth(code: Uint8Array, size: number): EvaluationMask {
  const { width, height, data } = decodeMask(code);
  const defects = data.map((value) => (value === DEFECT ? 1 : 0));
  const { labels, count } = labelComponents(defects, width, height, 8);
  const picked = nearest(labels, { width, height }, { width: size, height: size });
  const kept = new Set(picked);
  kept.delete(0);
  return {
    data: Uint8Array.from(picked, (label) => (label === 0 ? 0 : 1)),
    lostRegions: count - kept.size,
    ignore: ignoreAt(code, size),
  };
}

async function pictureOf(code: Uint8Array): Promise<Uint8Array> {
  const { width, height, data } = decodeMask(code);
  const visible = data.map((value) => (value === DEFECT ? 255 : 0));
  const image = sharp(visible, { raw: { width, height, channels: 1 }, limitInputPixels: false });
  return image.toColourspace('b-w').png().toBuffer();
}

/** Non-zero where a mask's code says ignore, at `size`; null where it says so nowhere. */
export function ignoreAt(code: Uint8Array, size: number): Uint8Array | null {
  const { width, height, data } = decodeMask(code);
  if (!data.includes(IGNORE)) return null;
  const flags = Int32Array.from(data, (value) => (value === IGNORE ? 1 : 0));
  const picked = nearest(flags, { width, height }, { width: size, height: size });
  return Uint8Array.from(picked);
}

/** An image whose mask ignores everything: there is nothing to say about it. */
export function nothingLeft(file: string): ImageError {
  return new ImageError(
    file,
    'is ignored as a whole by its mask',
    'Leave a part of it to be looked at, or exclude the image.',
  );
}
