/**
 * Why this file exists: a small labelled set with maps that follow from a seed, and an evaluation
 * of it without a model; used by the tests and by the child process that they kill.
 */
import type { EvaluationOptions } from '../../../src/main/evaluation/evaluate.ts';
import type { EvaluationMask } from '../../../src/main/evaluation/pixel-metrics.ts';
import type { Dataset, DatasetImage } from '../../../src/shared/dataset.ts';
import { perScale } from '../../../src/shared/scales.ts';

export const SIZE = 16;
const PIXELS = SIZE * SIZE;

/** A value in 0..1 that follows from two whole numbers. */
function noise(seed: number, n: number): number {
  let h = Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(n + 1, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return ((h ^ (h >>> 15)) >>> 0) / 2 ** 32;
}

const test = (label: string, n: number): DatasetImage => ({
  path: `test/${label}/${String(n).padStart(3, '0')}.png`,
  split: 'test',
  label,
  ...(label === 'good' ? {} : { mask: `ground_truth/${label}/${n}_mask.png` }),
});

/** 2 training images, then 5 good, 4 dented and 4 scratched test images. */
export const DATASET: Dataset = {
  root: '/data/made up',
  name: 'made up',
  layout: 'mvtec',
  images: [
    ...[0, 1, 2, 3].map((n) => test('dent', n)),
    ...[0, 1, 2, 3, 4].map((n) => test('good', n)),
    ...[0, 1, 2, 3].map((n) => test('scratch, deep', n)),
    ...[0, 1].map((n): DatasetImage => ({ path: `train/${n}.png`, split: 'train', label: 'good' })),
  ],
  rejected: [{ path: 'test/dent/bad.png', reason: 'is cut short' }],
  warnings: [],
};

/** A square of defective pixels whose place follows from the index. */
export function maskOf(index: number): Uint8Array {
  const mask = new Uint8Array(PIXELS);
  const left = index % 8;
  for (let y = 4; y < 9; y += 1) mask.fill(1, y * SIZE + left, y * SIZE + left + 5);
  return mask;
}

export function mapsOf(index: number, label: string) {
  const mask = label === 'good' ? new Uint8Array(PIXELS) : maskOf(index);
  const scaleMaps = perScale((theta) =>
    Float32Array.from(mask, (m, p) => noise(index * 3 + theta, p) + 0.6 * m),
  );
  const map = Float32Array.from(
    mask,
    (_, p) => scaleMaps[64][p]! + scaleMaps[32][p]! + scaleMaps[16][p]!,
  );
  return { map, scaleMaps };
}

/** Options of an evaluation of `DATASET` into `outFolder`; anything can be replaced. */
export function madeUpEvaluation(
  outFolder: string,
  changes: Partial<EvaluationOptions> = {},
): EvaluationOptions {
  const dataset = changes.dataset ?? DATASET;
  return {
    dataset,
    fingerprint: 'fingerprint-1',
    model: { id: 'model-1', name: 'plates', recipe: 'frozen', path: '/models/plates' },
    size: SIZE,
    device: 'no device',
    mapRange: [0, 3],
    goodScores: [1, 1.1, 1.2],
    goodScoresHeldOut: true,
    outFolder,
    keepMaps: false,
    detect: async (index) => {
      const maps = mapsOf(index, dataset.images[index]!.label);
      const score = maps.map.reduce((a, b) => Math.max(a, b));
      const scaleScores = perScale((theta) => maps.scaleMaps[theta].reduce((a, b) => a + b));
      return { ...maps, score, scaleScores, width: 640, height: 480 };
    },
    loadMask: async (index): Promise<EvaluationMask | null> =>
      dataset.images[index]?.mask === undefined ? null : { data: maskOf(index) },
    onProgress: () => {},
    onNotice: () => {},
    signal: new AbortController().signal,
    ...changes,
  };
}
