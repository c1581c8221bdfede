/**
 * Why this file exists: the data set a study is made on, opened once: the good images to learn
 * from, the test images to measure on, and their ground truth.
 */
import type { DatasetImage } from '../../shared/dataset.ts';
import { GOOD } from '../../shared/dataset.ts';
import { LoupeError } from '../../shared/errors.ts';
import type { Preprocessing } from '../../shared/manifest.ts';
import { createImageSource } from '../dataset/image-source.ts';
import { loadMask } from '../dataset/mask.ts';
import { fingerprintDataset } from '../dataset/fingerprint.ts';
import { requireGoodImages, scanDataset, trainingImages } from '../dataset/scan.ts';
import type { Control } from '../engine/control.ts';
import type { ImageSource } from '../engine/images.ts';
import { readGroundTruth, type PixelSource } from '../evaluation/pixel-metrics.ts';
import { fileOf } from '../services/open-model.ts';
import { spreadOut } from '../services/learning.ts';
import type { StudyRequest } from './request.ts';

export interface Subject {
  name: string;
  fingerprint: string;
  size: number;
  /** Good images to learn from. */
  good: ImageSource;
  /** The test images, by their position among `truth`. */
  test: ImageSource;
  /** The test images with their ground truth. */
  truth: readonly PixelSource[];
  counts: { test: number; allTest: number; good: number; allGood: number };
  warnings: string[];
}

/** Memory for decoded images in bytes, for the good and for the test images. */
const GOOD_CACHE = 600_000_000;
const TEST_CACHE = 200_000_000;

/** Opens the data set. Throws LoupeError `bad-data` where there is nothing to learn or to measure. */
export async function openSubject(
  { data, size, every, good: wanted }: Pick<StudyRequest, 'data' | 'size' | 'every' | 'good'>,
  { onProgress, signal }: Control,
): Promise<Subject> {
  const dataset = await scanDataset(data, { onProgress, signal });
  requireGoodImages(dataset);
  const fingerprint = await fingerprintDataset(dataset, { onProgress, signal });
  const allGood = trainingImages(dataset);
  const good = spreadOut(allGood.length, wanted ?? allGood.length).map((at) => allGood[at]!);
  const allTest = dataset.images
    .map((image, index) => ({ image, index }))
    .filter(({ image }) => image.split === 'test');
  const test = allTest.filter((_, at) => at % every === 0);
  requireBothKinds(
    test.map(({ image }) => image),
    every,
    dataset.root,
  );
  const { sources, warnings } = await readGroundTruth(test, {
    size,
    async loadMask(index, side) {
      const mask = dataset.images[index]?.mask;
      if (mask === undefined) return null;
      return loadMask(fileOf(dataset.root, mask), { width: side, height: side });
    },
    onProgress,
    checkpoint: () => signal.throwIfAborted(),
  });
  const preprocessing: Preprocessing = { size, fit: 'stretch', kernel: 'cubic' };
  const sourceOf = (images: readonly DatasetImage[], cache: number) =>
    createImageSource(
      dataset.root,
      images.map(({ path }) => path),
      preprocessing,
      cache,
    );
  return {
    name: dataset.name,
    fingerprint,
    size,
    good: sourceOf(good, GOOD_CACHE),
    test: sourceOf(
      test.map(({ image }) => image),
      TEST_CACHE,
    ),
    truth: sources,
    counts: {
      test: test.length,
      allTest: allTest.length,
      good: good.length,
      allGood: allGood.length,
    },
    warnings,
  };
}

/** A study compares good with defective test images; it needs both. */
function requireBothKinds(test: readonly DatasetImage[], every: number, root: string): void {
  const good = test.filter(({ label }) => label === GOOD).length;
  if (good > 0 && good < test.length) return;
  const missing = good === 0 ? 'good' : 'defective';
  throw new LoupeError(
    'bad-data',
    `A study needs good and defective test images; ${root} gives no ${missing} one` +
      (every > 1 ? ` with --every ${every}.` : '.'),
    every > 1
      ? 'Use more of the test images, for example --every 1.'
      : 'Name a data set with test/good and folders of defects, as MVTec AD has.',
  );
}
