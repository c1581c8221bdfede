/**
 * Why this file exists: opens every image and mask that a layout found, so that a bad file is
 * listed with its reason before training starts and not met in the middle of it.
 */
import path from 'node:path';
import type { DatasetImage, RejectedFile } from '../../shared/dataset.ts';
import type { OnProgress } from '../../shared/progress.ts';
import { concurrently } from './concurrently.ts';
import { checkPixels, decodeImage } from './decode.ts';
import { type ImageHeader, readHeader } from './header.ts';
import { ImageError } from './image-error.ts';
import { nameSome } from './layouts/layout.ts';
import { loadMask } from './mask.ts';

/**
 * `pixels` decodes every file once and finds any damage; `headers` reads the first bytes only and
 * finds wrong kinds and sizes, for folders of very many images.
 */
export type CheckDepth = 'pixels' | 'headers';

export interface CheckOptions {
  depth: CheckDepth;
  onProgress?: OnProgress | undefined;
  signal?: AbortSignal | undefined;
}

export interface Checked {
  images: DatasetImage[];
  rejected: RejectedFile[];
  warnings: string[];
}

/** What opening one image and its mask has shown. */
interface Finding {
  image?: DatasetImage;
  rejected: RejectedFile[];
  header?: ImageHeader;
  maskOfOtherSize?: string;
  emptyMask?: string;
}

/** 16-bit images looked at for unused high bits; a data set comes from one camera. */
const DEPTH_SAMPLES = 4;
/** A 16-bit image whose values all lie below this was written by a camera of 12 bits or less. */
const TWELVE_BITS = 4096;

/** Opens all images and masks; keeps the usable ones in their order. */
export async function checkImages(
  root: string,
  images: readonly DatasetImage[],
  options: CheckOptions,
): Promise<Checked> {
  let done = 0;
  const report = (): void =>
    options.onProgress?.({ step: 'Checking images', done, total: images.length, unit: 'images' });
  report();
  const findings = await concurrently(
    images,
    async (image) => {
      const finding = await checkImage(root, image, options.depth);
      done += 1;
      report();
      return finding;
    },
    options.signal,
  );
  return {
    images: findings.flatMap(({ image }) => image ?? []),
    rejected: findings.flatMap(({ rejected }) => rejected),
    warnings: [
      ...maskWarnings(findings),
      ...(options.depth === 'pixels' ? await bitDepthWarnings(root, findings) : []),
    ],
  };
}

async function checkImage(root: string, image: DatasetImage, depth: CheckDepth): Promise<Finding> {
  const finding: Finding = { rejected: [] };
  const header = await reject(finding, image.path, async () => {
    const file = path.join(root, image.path);
    const result = await readHeader(file);
    if (depth === 'pixels') await checkPixels(file, result);
    return result;
  });
  if (header === undefined) return finding;
  finding.header = header;
  finding.image = { ...image };
  if (image.mask === undefined) return finding;
  const usable = await checkMask(root, image.mask, header, depth, finding);
  if (!usable) delete finding.image.mask;
  return finding;
}

/** Whether the mask can be used; if not, `finding` says why. */
async function checkMask(
  root: string,
  mask: string,
  image: ImageHeader,
  depth: CheckDepth,
  finding: Finding,
): Promise<boolean> {
  const file = path.join(root, mask);
  const header = await reject(finding, mask, () => readHeader(file, { minSide: 1 }));
  if (header === undefined) return false;
  if (header.width !== image.width || header.height !== image.height) {
    finding.maskOfOtherSize =
      `${mask} (${header.width} x ${header.height} for an image of ` +
      `${image.width} x ${image.height})`;
    return false;
  }
  if (depth === 'headers') return true;
  const loaded = await reject(finding, mask, () => loadMask(file));
  if (loaded?.sourceRegions === 0) finding.emptyMask = mask;
  return loaded !== undefined;
}

/** Runs `action`; a file it refuses goes to the finding's list. Other errors are not hidden. */
async function reject<T>(
  finding: Finding,
  file: string,
  action: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    finding.rejected.push({ path: file, reason: error.reason });
    return undefined;
  }
}

function maskWarnings(findings: readonly Finding[]): string[] {
  const warnings: string[] = [];
  const otherSize = findings.flatMap(({ maskOfOtherSize }) => maskOfOtherSize ?? []);
  if (otherSize.length > 0) {
    warnings.push(
      'Masks of another size than their image are not used, and these images count for image ' +
        `scores only: ${nameSome(otherSize)}.`,
    );
  }
  const unreadable = findings.flatMap(({ image, rejected }) =>
    image === undefined || rejected.length === 0 ? [] : image.path,
  );
  if (unreadable.length > 0) {
    warnings.push(
      `Images whose mask cannot be read count for image scores only: ${nameSome(unreadable)}.`,
    );
  }
  const empty = findings.flatMap(({ emptyMask }) => emptyMask ?? []);
  if (empty.length > 0) {
    warnings.push(
      'Masks without a single defective pixel (the image counts as defective, but has no ' +
        `region to find): ${nameSome(empty)}.`,
    );
  }
  return warnings;
}

async function bitDepthWarnings(root: string, findings: readonly Finding[]): Promise<string[]> {
  const deep = findings.filter(({ header }) => header?.depth === 16).slice(0, DEPTH_SAMPLES);
  let largest = 0;
  for (const { image } of deep) {
    if (image === undefined) continue;
    const { data } = await decodeImage(path.join(root, image.path));
    for (const value of data) largest = Math.max(largest, value);
  }
  if (deep.length === 0 || largest >= TWELVE_BITS) return [];
  return [
    `The 16-bit images use values up to ${largest} of 65535 only, as a camera of 10 or 12 bits ` +
      'writes them, so they look nearly black. Loupe does not stretch them: scale them to the ' +
      'full range when saving.',
  ];
}
