/**
 * Why this file exists: the second part of training. One dense pass over the good images fills the
 * three memory banks.
 */
import { perScale, THETAS, type PerScale } from '../../shared/scales.ts';
import type { NormalBank } from './bank.ts';
import { BankBuilder } from './bank-builder.ts';
import { nextStep, type Control } from './control.ts';
import { denseEmbeddings, gridOf, type EmbeddingSetup } from './dense.ts';
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
  /** See `BankBuilder`; half coverage, half density by default. */
  coverShare?: number;
}

/** T_theta at every scale, chosen from the patches of all images in one pass. */
export async function buildBanks(
  options: BuildBanksOptions,
  control: Control,
): Promise<PerScale<NormalBank>> {
  const { encoders, images, size, setup, counts, seed, coverShare } = options;
  const builders = perScale(
    (theta) =>
      new BankBuilder({
        grid: gridOf(encoders[theta], size, setup.strides[theta]),
        dim: encoders[theta].architecture.dim,
        images: images.count,
        count: counts[theta],
        seed,
        ...(coverShare === undefined ? {} : { coverShare }),
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
