/**
 * Why this file exists: how good an encoder is at a moment of its training: a small bank of good
 * patches, and the trial's images compared with it.
 */
import { createRandom } from '../../shared/random.ts';
import { perScale, THETAS, type PerScale, type Theta } from '../../shared/scales.ts';
import type { NormalBank } from './bank.ts';
import { denseEmbeddings, gridOf, type EmbeddingSetup } from './dense.ts';
import type { Encoder } from './encoder.ts';
import type { ImageSource } from './images.ts';
import { scaleMap, sumMaps } from './maps.ts';
import { BankIndex } from './search.ts';
import { tf } from './tf.ts';
import { judge, type Trial, type Verdict } from './trial.ts';

/** Images the small bank is drawn from, and its vectors. */
const REFERENCE_IMAGES = 16;
const REFERENCE_VECTORS = 3000;

export interface JudgeOptions {
  trial: Trial;
  images: ImageSource;
  /** Images the bank may be drawn from; none of the trial's. */
  trainOn: readonly number[];
  seed: number;
}

/** Judges the scales in `only` of a set of encoders; of several, their plain sum (Eq. 8). */
export async function judgeEncoders(
  encoders: PerScale<Encoder>,
  only: readonly Theta[],
  setup: EmbeddingSetup,
  options: JudgeOptions,
): Promise<Verdict> {
  const { trial } = options;
  return withReference(encoders, only, setup, options, async (mapOf) =>
    judge(
      trial,
      trial.good.map(({ pixels }) => mapOf(pixels)),
      trial.defective.map(({ pixels }) => mapOf(pixels)),
    ),
  );
}

/**
 * Runs `use` with the map that the small bank gives any image: RGB 0..255, size * size * 3 values,
 * to the plain sum (Eq. 8) of the scales in `only`.
 */
export async function withReference<T>(
  encoders: PerScale<Encoder>,
  only: readonly Theta[],
  setup: EmbeddingSetup,
  { trial, images, trainOn, seed }: JudgeOptions,
  use: (mapOf: (pixels: Float32Array) => Float32Array) => Promise<T>,
): Promise<T> {
  const { size } = trial;
  const random = createRandom(seed).fork('judge');
  const reference = random.shuffle(trainOn).slice(0, REFERENCE_IMAGES);
  const each = Math.ceil(REFERENCE_VECTORS / reference.length);
  const parts = perScale((): tf.Tensor2D[] => []);
  for (const index of reference) {
    const embeddings = denseEmbeddings(encoders, await images.load(index), size, setup, only);
    for (const theta of only) {
      const all = embeddings[theta]!;
      const rows = Int32Array.from({ length: each }, () => random.integer(all.shape[0]));
      parts[theta].push(tf.tidy(() => tf.gather(all, tf.tensor1d(rows, 'int32'))));
    }
    tf.dispose(Object.values(embeddings));
  }
  const indexes = new Map(only.map((theta) => [theta, smallIndex(theta, parts[theta])] as const));
  tf.dispose(THETAS.flatMap((theta) => parts[theta]));

  const weights = perScale((theta) => (only.includes(theta) ? 1 : 0));
  const mapOf = (pixels: Float32Array) => {
    const embeddings = denseEmbeddings(encoders, pixels, size, setup, only);
    const maps = perScale((theta) => {
      const index = indexes.get(theta);
      if (!index) return new Float32Array(size * size);
      const { distances } = index.nearest(embeddings[theta]!);
      return scaleMap(distances, gridOf(encoders[theta], size, setup.strides[theta]), size);
    });
    tf.dispose(Object.values(embeddings));
    return sumMaps(maps, weights);
  };
  try {
    return await use(mapOf);
  } finally {
    for (const index of indexes.values()) index.dispose();
  }
}

function smallIndex(theta: Theta, parts: tf.Tensor2D[]): BankIndex {
  const all = tf.tidy(() => tf.concat(parts));
  const [count, dim] = all.shape;
  const vectors = all.dataSync<'float32'>();
  all.dispose();
  const bank: NormalBank = {
    theta,
    dim,
    vectors,
    imageIndex: new Uint32Array(count),
    x: new Int32Array(count),
    y: new Int32Array(count),
    localScale: new Float32Array(count).fill(1),
    candidates: count,
    coveringRadius: Number.NaN,
  };
  return new BankIndex(bank);
}
