/**
 * Why this file exists: the last part of training. Good images are compared with the bank without
 * their own patches, which shows how far good patches lie from it where: the banks' local scales,
 * their covering radii, and how good parts score.
 */
import type { ModelManifest } from '../../shared/manifest.ts';
import { perScale, THETAS } from '../../shared/scales.ts';
import { nextStep, type Control } from './control.ts';
import type { Comparison, Detector } from './detector.ts';
import type { ImageSource } from './images.ts';
import { LocalScale } from './local-scale.ts';

export interface CalibrateOptions {
  detector: Detector;
  images: ImageSource;
  /** Training images to look at. */
  look: readonly number[];
  /** Whether to give the banks their local scales. */
  localScale: boolean;
}

/** A good image compared with the bank without its own patches. */
export interface GoodComparison {
  image: number;
  comparison: Comparison;
}

/**
 * Compares good images with the bank, sets `localScale` and `coveringRadius` of the detector's
 * banks, and returns the comparisons for what follows.
 */
export async function calibrate(
  { detector, images, look, localScale }: CalibrateOptions,
  control: Control,
): Promise<GoodComparison[]> {
  const scales = perScale((theta) => new LocalScale(detector.banks[theta]));
  const radius = perScale(() => 0);
  const comparisons: GoodComparison[] = [];
  for (const [done, image] of look.entries()) {
    await nextStep(control);
    const pixels = await images.load(image);
    const { apart, whole } = detector.compareGood(pixels, image);
    comparisons.push({ image, comparison: apart });
    for (const theta of THETAS) {
      scales[theta].add(apart.distances[theta], apart.nearest[theta]);
      radius[theta] = whole[theta].reduce((a, b) => Math.max(a, b), radius[theta]);
    }
    control.onProgress({
      step: 'Measuring how good parts score',
      done: done + 1,
      total: look.length,
      unit: 'images',
    });
  }
  for (const theta of THETAS) {
    const bank = detector.banks[theta];
    bank.coveringRadius = radius[theta];
    if (localScale) bank.localScale = scales[theta].values();
  }
  return comparisons;
}

export interface GoodStatistics {
  goodMap: ModelManifest['goodMap'];
  goodScores: number[];
}

/** How the given good images score under the detector as it is now. */
export function goodStatistics(
  detector: Detector,
  comparisons: readonly GoodComparison[],
  heldOut: boolean,
): GoodStatistics {
  const goodScores: number[] = [];
  const values: number[] = [];
  for (const { comparison } of comparisons) {
    const { score, map } = detector.assemble(comparison);
    goodScores.push(score);
    // Every 16th pixel: neighbouring pixels are nearly equal.
    for (let pixel = 0; pixel < map.length; pixel += 16) values.push(map[pixel]!);
  }
  const sorted = Float64Array.from(values).sort();
  const at = (part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
  return { goodMap: { median: at(0.5), p995: at(0.995), max: at(1), heldOut }, goodScores };
}
