/**
 * Why this file exists: the second half of training. One dense pass over the good images fills the
 * three memory banks; a look at some of them tells how good parts score.
 */
import type { ModelManifest } from '../../shared/manifest.ts';
import { perScale, THETAS, type PerScale } from '../../shared/scales.ts';
import type { NormalBank } from './bank.ts';
import { BankBuilder } from './bank-builder.ts';
import { nextStep, type Control } from './control.ts';
import { denseEmbeddings, gridOf, type EmbeddingSetup } from './dense.ts';
import type { Detector } from './detector.ts';
import type { Encoder } from './encoder.ts';
import type { ImageSource } from './images.ts';
import { tf } from './tf.ts';

export interface BuildBanksOptions {
  encoders: PerScale<Encoder>;
  images: ImageSource;
  size: number;
  setup: EmbeddingSetup;
  /** Vectors per scale, from `planBankCounts`. */
  counts: PerScale<number>;
  seed: number;
}

/** T_theta at every scale, chosen from the patches of all images in one pass. */
export async function buildBanks(
  options: BuildBanksOptions,
  control: Control,
): Promise<PerScale<NormalBank>> {
  const { encoders, images, size, setup, counts, seed } = options;
  const builders = perScale(
    (theta) =>
      new BankBuilder({
        grid: gridOf(encoders[theta], size, setup.strides[theta]),
        dim: encoders[theta].architecture.dim,
        images: images.count,
        count: counts[theta],
        seed,
      }),
  );
  for (let index = 0; index < images.count; index++) {
    await nextStep(control);
    const image = await images.load(index);
    const embeddings = denseEmbeddings(encoders, image, size, setup);
    for (const theta of THETAS) {
      const part = embeddings[theta];
      if (part) builders[theta].add(index, part);
    }
    tf.dispose(Object.values(embeddings));
    control.onProgress({
      step: 'Choosing the normal patches to keep',
      done: index + 1,
      total: images.count,
      unit: 'images',
    });
  }
  return perScale((theta) => builders[theta].finish());
}

export interface GoodStatistics {
  goodMap: ModelManifest['goodMap'];
  goodScores: number[];
  coveringRadius: PerScale<number>;
}

/**
 * How good parts score: each of the given training images against the bank without its own
 * patches. The covering radius is the largest distance of their patches to the whole bank.
 * @param heldOut whether these images were kept from the training of the encoders
 */
export async function measureGoodParts(
  detector: Detector,
  images: ImageSource,
  indices: readonly number[],
  heldOut: boolean,
  control: Control,
): Promise<GoodStatistics> {
  const goodScores: number[] = [];
  const values: number[] = [];
  const coveringRadius = perScale(() => 0);
  for (const [done, index] of indices.entries()) {
    await nextStep(control);
    const image = await images.load(index);
    const apart = detector.detect(image, index);
    goodScores.push(apart.score);
    // Every 16th pixel: neighbouring pixels are nearly equal.
    for (let pixel = 0; pixel < apart.map.length; pixel += 16) values.push(apart.map[pixel] ?? 0);
    const whole = detector.detect(image);
    for (const theta of THETAS) {
      for (const distance of whole.distances[theta]) {
        coveringRadius[theta] = Math.max(coveringRadius[theta], distance);
      }
    }
    control.onProgress({
      step: 'Measuring how good parts score',
      done: done + 1,
      total: indices.length,
      unit: 'images',
    });
  }
  const sorted = Float64Array.from(values).sort();
  const at = (part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
  return {
    goodMap: { median: at(0.5) ?? 0, p995: at(0.995) ?? 0, max: at(1) ?? 0, heldOut },
    goodScores,
    coveringRadius,
  };
}
