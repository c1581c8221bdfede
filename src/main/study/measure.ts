/**
 * Why this file exists: one pass of a detector over the test images keeps the map of every scale;
 * every fusion of them is then measured without detecting again.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GOOD } from '../../shared/dataset.ts';
import { auroc } from '../../shared/metrics/auroc.ts';
import { pixelMetrics } from '../../shared/metrics/streaming.ts';
import { THETAS, type PerScale } from '../../shared/scales.ts';
import { nextStep, type Control } from '../engine/control.ts';
import type { Detector } from '../engine/detector.ts';
import { imageScore } from '../engine/maps.ts';
import { requireSpace } from '../evaluation/evaluation-folder.ts';
import { MapStore } from '../evaluation/map-store.ts';
import { ensureFolder } from '../files.ts';
import type { Combine } from './fusion.ts';
import type { Subject } from './subject.ts';

export interface Metrics {
  imageAuroc: number | null;
  pixelAuroc: number | null;
  /** Exact, at FPR 0.3. */
  auPro: number | null;
}

/** The maps of one detector on all test images, on disk. */
export interface TestMaps {
  /** Metrics of one fusion of the scales. */
  measure(combine: Combine): Promise<Metrics>;
  dispose(): Promise<void>;
}

/** Where a study keeps maps while it measures them. */
export function mapsFolder(out: string): string {
  return join(out, 'work', 'maps');
}

/** Eq. 7 on every test image. Maps go to `folder`, which `dispose` removes. */
export async function detectTestImages(
  detector: Detector,
  subject: Subject,
  folder: string,
  control: Control,
): Promise<TestMaps> {
  const { size, truth, test } = subject;
  await rm(folder, { recursive: true, force: true });
  await ensureFolder(folder);
  const store = new MapStore({ outFolder: folder, workFolder: folder, size, keptNames: null });
  await requireSpace(folder, truth.length * store.bytesPerImage);
  for (const [at, { index, image }] of truth.entries()) {
    await nextStep(control);
    await store.write(index, image.path, detector.detect(await test.load(at)));
    reportDetected(at + 1, truth.length, control);
  }
  const mapsOf = async (at: number): Promise<PerScale<Float32Array>> => {
    const { index, image } = truth[at]!;
    const [large, middle, small] = await Promise.all(
      THETAS.map((theta) => store.read(index, image.path, theta)),
    );
    return { 64: large!, 32: middle!, 16: small! };
  };
  return {
    measure: (combine) => measureMaps(subject, async (at) => combine(await mapsOf(at))),
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A method that gives a map and a score of its own, measured on every test image. */
export async function measureMethod(
  detect: (image: Float32Array) => { map: Float32Array; score: number },
  subject: Subject,
  folder: string,
  control: Control,
): Promise<Metrics> {
  const { size, truth, test } = subject;
  await rm(folder, { recursive: true, force: true });
  await ensureFolder(folder);
  const store = new MapStore({ outFolder: folder, workFolder: folder, size, keptNames: null });
  const scores: number[] = [];
  for (const [at, { index, image }] of truth.entries()) {
    await nextStep(control);
    const { map, score } = detect(await test.load(at));
    await store.write(index, image.path, { map, scaleMaps: null });
    scores.push(score);
    reportDetected(at + 1, truth.length, control);
  }
  const mapOf = (at: number) => store.read(truth[at]!.index, truth[at]!.image.path, 'sum');
  const metrics = await measureMaps(subject, mapOf, scores);
  await rm(folder, { recursive: true, force: true });
  return metrics;
}

function reportDetected(done: number, total: number, { onProgress }: Control): void {
  onProgress({ step: 'Detecting on test images', done, total, unit: 'images' });
}

/**
 * Image AUROC, and pixel AUROC and AU-PRO over the test images with known ground truth.
 * @param mapOf the map of a test image by its position in `subject.truth`
 * @param given image scores by the same position; by Eq. 9 where left out
 */
export async function measureMaps(
  { truth, size }: Pick<Subject, 'truth' | 'size'>,
  mapOf: (at: number) => Promise<Float32Array>,
  given: readonly number[] | null = null,
): Promise<Metrics> {
  const scores: number[] = given ? [...given] : [];
  if (!given) for (const at of truth.keys()) scores.push(imageScore(await mapOf(at), size));
  const pixels = await pixelMetrics(
    truth.flatMap(({ image, regions }, at) =>
      regions === null
        ? []
        : [{ group: image.label === GOOD ? null : image.label, regions, read: () => mapOf(at) }],
    ),
    { groups: false },
  );
  return {
    imageAuroc: auroc(
      scores,
      truth.map(({ image }) => (image.label === GOOD ? 0 : 1)),
    ),
    pixelAuroc: pixels.auroc,
    auPro: pixels.auPro,
  };
}
