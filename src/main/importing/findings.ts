/** Why this file exists: what an import found, as the figures and sentences a person decides on. */
import type { RejectedFile } from '../../shared/dataset.ts';
import type { ImportFindings, ImportLayout } from '../../shared/entities/job.ts';
import { compareCodePoints } from '../dataset/files.ts';
import { countFound } from './count-found.ts';
import type { ReadImage } from './read-folder.ts';
import type { SortedOut } from './sort-out.ts';

/** Lists are cut here. */
export const MOST_LISTED = 200;
/** Input size that the estimate of the smallest feature is for: the default of a training. */
const INPUT_SIZE = 256;
/** Side of the smallest patch (theta) at input size. */
const SMALLEST_PATCH = 16;
/** From this many source pixels a side on, a smallest patch is worth a warning. */
const COARSE = 48;
/** A 16-bit image whose values all lie below this was written by a camera of 12 bits or less. */
const TWELVE_BITS = 4096;

export interface Facts {
  layout: ImportLayout;
  /** All images that can be used, duplicates too. */
  images: readonly ReadImage[];
  sorted: SortedOut;
  masks: number;
  leaks: ImportFindings['leaks'];
  rejected: readonly RejectedFile[];
  warnings: readonly string[];
  hasParts: boolean;
}

/** Puts it all together; long lists are cut. */
export function findingsOf(facts: Facts): ImportFindings {
  const { layout, images, sorted, masks, leaks, rejected, hasParts } = facts;
  const smallestFeature = smallestFeatureOf(images);
  const parts = new Set(images.flatMap(({ found }) => found.part ?? []));
  return {
    layout,
    images: images.length,
    bytes: images.reduce((sum, { reading }) => sum + reading.bytes, 0),
    masks,
    counts: countFound(images.map(({ found }) => found)),
    parts: hasParts ? parts.size : null,
    sizes: sizesOf(images),
    smallestFeature,
    duplicates: {
      files: images.length - sorted.distinct.length,
      groups: sorted.groups.slice(0, MOST_LISTED).map((group) => group.slice(0, MOST_LISTED)),
    },
    known: sorted.known.length,
    leaks,
    rejected: {
      files: rejected.length,
      examples: [...rejected]
        .sort((a, b) => compareCodePoints(a.path, b.path))
        .slice(0, MOST_LISTED),
    },
    warnings: [
      ...facts.warnings,
      ...sorted.warnings,
      ...leakWarning(leaks),
      ...coarseWarning(smallestFeature),
      ...darkWarning(images),
    ].slice(0, MOST_LISTED),
  };
}

function sizesOf(images: readonly ReadImage[]): ImportFindings['sizes'] {
  const [smallest, largest] = extremes(images);
  if (smallest === undefined || largest === undefined) return null;
  return {
    smallest: [smallest.reading.width, smallest.reading.height],
    largest: [largest.reading.width, largest.reading.height],
  };
}

/** The images with the fewest and the most pixels. */
function extremes(images: readonly ReadImage[]): [ReadImage | undefined, ReadImage | undefined] {
  let [smallest, largest] = [images[0], images[0]];
  const area = ({ reading }: ReadImage): number => reading.width * reading.height;
  for (const image of images) {
    if (area(image) < area(smallest!)) smallest = image;
    if (area(image) > area(largest!)) largest = image;
  }
  return [smallest, largest];
}

/** The smallest patch at input size, in source pixels of the largest image. */
function smallestFeatureOf(images: readonly ReadImage[]): ImportFindings['smallestFeature'] {
  const [, largest] = extremes(images);
  if (largest === undefined) return null;
  const inSource = (side: number): number =>
    Math.round(((SMALLEST_PATCH * side) / INPUT_SIZE) * 10) / 10;
  return {
    inputSize: INPUT_SIZE,
    width: inSource(largest.reading.width),
    height: inSource(largest.reading.height),
  };
}

function coarseWarning(feature: ImportFindings['smallestFeature']): string[] {
  if (feature === null || Math.max(feature.width, feature.height) < COARSE) return [];
  const { inputSize, width, height } = feature;
  return [
    `The largest image is reduced so far that defects smaller than about ${Math.round(width)} x ` +
      `${Math.round(height)} pixels may not be seen at input size ${inputSize}: ` +
      'choose a larger input size for the training.',
  ];
}

function leakWarning({ pairs, examples }: ImportFindings['leaks']): string[] {
  const [first] = examples;
  if (first === undefined) return [];
  const them =
    pairs === 1 ? 'A picture outside training looks' : `${pairs} pictures outside training look`;
  return [
    `${them} like one in training, so figures would be better than the truth: ` +
      `${first.test} and ${first.train}${pairs > 1 ? ', for example' : ''}.`,
  ];
}

function darkWarning(images: readonly ReadImage[]): string[] {
  const deep = images.filter(({ reading }) => reading.depth === 16);
  if (deep.length === 0 || deep.some(({ reading }) => reading.brightest >= TWELVE_BITS)) return [];
  return [
    'The 16-bit images use the lowest values only, as a camera of 10 or 12 bits writes them, so ' +
      'they look nearly black. Loupe does not stretch them: scale them to the full range when saving.',
  ];
}
