/**
 * Why this file exists: PaDiM, after "PaDiM: a Patch Distribution Modeling Framework for Anomaly
 * Detection and Localization" (Defard et al., 2020). Sections and equations are numbered as there.
 *
 * 1. Embedding (III-A): the outputs of three stages of a pretrained network at each place, one
 *    after the other; of all their channels d are kept, drawn at random (which its
 *    ablation shows to lose little).
 * 2. Learning (III-B): at each place (i, j) a Gaussian over the good images, with mean mu_ij and
 *    covariance Sigma_ij = 1/(N-1) sum (x - mu)(x - mu)^T + epsilon I (Eq. 1), epsilon = 0.01.
 * 3. Inference (III-C): the Mahalanobis distance M(x_ij) = sqrt((x - mu)^T Sigma^-1 (x - mu))
 *    (Eq. 2) makes the map; the image's score is its highest value.
 *
 * In VGG16's terms a ResNet's stages 1, 2 and 3 at strides 4, 8 and 16 are blocks 2, 3 and 4, which
 * `trunk.ts` brings to one size: only so is epsilon = 0.01 what it is for a ResNet. One Gaussian takes d (d + 1) / 2 + d numbers, so the grid is the finest whose Gaussians
 * the budget holds.
 */
import { z } from 'zod';
import { LoupeError } from '../../shared/errors.ts';
import { createRandom } from '../../shared/random.ts';
import { nextStep, type Control } from '../engine/control.ts';
import { tf } from '../engine/tf.ts';
import { float32Of } from '../models/safetensors.ts';
import { apartSquared, choleskyFactor, packedLength, squaredDistances } from './gaussian.ts';
import type {
  DetectionMethod,
  FitOptions,
  Fitted,
  MapAndScore,
  OpenMethod,
  OpenOptions,
} from './method.ts';
import { smoothMap } from './smooth-map.ts';
import { aligned, BLOCKS, CHANNELS, Trunk, trunkTensors } from './trunk.ts';

const ALL_CHANNELS = BLOCKS.reduce((sum, block) => sum + CHANNELS[block], 0);
/** d. */
const KEPT_CHANNELS = 100;
/** Pixels between two Gaussians; the finest that fits is taken. */
const STRIDES = [4, 8, 16, 32];
/** Images that are added to the covariances together. */
const BATCH = 16;

const ParametersSchema = z.object({
  /** Gaussians along a side. */
  side: z.number().int(),
  channels: z.number().int(),
  /** N. */
  images: z.number().int(),
  epsilon: z.number(),
  /** Of the Gaussian over the map, in pixels. */
  sigma: z.number(),
});
type PadimParameters = z.infer<typeof ParametersSchema>;

/** III-A: the embedding of every place, [side * side, d]. */
function embed(
  trunk: Trunk,
  image: Float32Array,
  size: number,
  side: number,
  channels: Int32Array,
): tf.Tensor2D {
  return tf.tidy(() => {
    const features = trunk.features(image, size);
    const all = aligned(
      BLOCKS.map((block) => features[block]),
      side,
    );
    return tf.gather(all, tf.tensor1d(channels, 'int32'), 1);
  });
}

async function fit(options: FitOptions, control: Control): Promise<Fitted> {
  const { images, size, seed, bankMb, backbone } = options;
  if (!backbone) throw new TypeError('PaDiM needs a backbone');
  const d = KEPT_CHANNELS;
  const side = finestSide(size, d, bankMb);
  const drawn = createRandom(seed)
    .fork('padim')
    .shuffle(Array.from({ length: ALL_CHANNELS }, (_, channel) => channel))
    .slice(0, d);
  const channels = Int32Array.from(drawn.sort((a, b) => a - b));
  const tensors = trunkTensors(backbone.layers);
  const trunk = new Trunk(tensors, backbone.input);
  const moments = new Moments();
  let batch: tf.Tensor2D[] = [];
  try {
    for (let index = 0; index < images.count; index++) {
      await nextStep(control);
      batch.push(embed(trunk, await images.load(index), size, side, channels));
      if (batch.length === BATCH || index === images.count - 1) {
        moments.add(batch);
        tf.dispose(batch);
        batch = [];
      }
      const [done, total] = [index + 1, images.count];
      control.onProgress({ step: 'Fitting Gaussians', done, total, unit: 'images' });
    }
    const epsilon = 0.01;
    const { mean, factors } = moments.gaussians(side * side, d, epsilon);
    const places = side * side;
    tensors.set('channels', { dtype: 'I32', shape: [d], data: channels });
    tensors.set('mean', { dtype: 'F32', shape: [places, d], data: mean });
    tensors.set('factor', { dtype: 'F32', shape: [places, packedLength(d)], data: factors });
    const parameters: PadimParameters = {
      side,
      channels: d,
      images: images.count,
      epsilon,
      sigma: 4,
    };
    return { tensors, parameters, steps: 0, curves: [] };
  } finally {
    tf.dispose(batch);
    moments.dispose();
    trunk.dispose();
  }
}

/** @throws LoupeError `usage` when not even the coarsest grid fits the budget */
function finestSide(size: number, d: number, bankMb: number): number {
  const megabytes = (side: number) => (side * side * (packedLength(d) + d) * 4) / 1e6;
  const sides = STRIDES.map((stride) => Math.floor(size / stride));
  const side = sides.find((each) => megabytes(each) <= bankMb);
  if (side !== undefined) return side;
  const least = Math.ceil(megabytes(sides.at(-1) ?? 1) * 10) / 10;
  throw new LoupeError(
    'usage',
    `PaDiM keeps a Gaussian for each place; at ${size} px that takes at least ${least} MB, not ${bankMb}.`,
    `Give --bank-mb ${least} or more, or a smaller --size.`,
  );
}

/** Mean and scatter of the embeddings at every place, a batch of images at a time. */
class Moments {
  #count = 0;
  /** [places, 1, d] and [places, d, d]. */
  #mean: tf.Tensor3D | null = null;
  #scatter: tf.Tensor3D | null = null;

  /** Adds the embeddings [places, d] of some images. */
  add(batch: readonly tf.Tensor2D[]): void {
    const [before, now] = [this.#count, this.#count + batch.length];
    const [mean, scatter] = tf.tidy(() => {
      const x = tf.stack([...batch], 1) as tf.Tensor3D;
      const own = tf.mean(x, 1, true) as tf.Tensor3D;
      const centred = tf.sub(x, own);
      const ownScatter = tf.matMul(tf.transpose(centred, [0, 2, 1]), centred) as tf.Tensor3D;
      if (!this.#mean || !this.#scatter) return [own, ownScatter] as const;
      // Chan et al.: two sets' scatters add up, but for the distance of their means. Sums of raw
      // products would lose the digits that matter.
      const apart = tf.sub(own, this.#mean);
      const between = tf.matMul(tf.transpose(apart, [0, 2, 1]), apart);
      const weight = (before * batch.length) / now;
      return [
        tf.add(this.#mean, tf.mul(apart, batch.length / now)) as tf.Tensor3D,
        tf.addN([this.#scatter, ownScatter, tf.mul(between, weight)]) as tf.Tensor3D,
      ] as const;
    });
    this.dispose();
    [this.#mean, this.#scatter, this.#count] = [mean, scatter, now];
  }

  /** Eq. 1: the means, and the packed Cholesky factors of the covariances. */
  gaussians(places: number, d: number, epsilon: number) {
    if (!this.#mean || !this.#scatter) throw new RangeError('there are no images');
    const factors = new Float32Array(places * packedLength(d));
    const mean = this.#mean.dataSync<'float32'>().slice();
    for (let place = 0; place < places; place++) {
      const covariance = tf.tidy(() =>
        tf.slice(this.#scatter!, [place, 0, 0], [1, d, d]).dataSync<'float32'>(),
      );
      const factor = choleskyFactor(
        Float64Array.from(covariance, (value, at) => {
          const onDiagonal = at % (d + 1) === 0;
          return value / (this.#count - 1) + (onDiagonal ? epsilon : 0);
        }),
        d,
      );
      factors.set(factor, place * packedLength(d));
    }
    return { mean, factors };
  }

  dispose(): void {
    this.#mean?.dispose();
    this.#scatter?.dispose();
    this.#mean = null;
    this.#scatter = null;
  }
}

function open({ tensors, parameters, size, input }: OpenOptions): OpenMethod {
  const { side, channels: d, images, epsilon, sigma } = ParametersSchema.parse(parameters);
  if (!input) throw new TypeError('PaDiM needs a backbone');
  const places = side * side;
  const file = { tensors, metadata: {} };
  const mean = float32Of(file, 'mean', [places, d]);
  const factors = float32Of(file, 'factor', [places, packedLength(d)]);
  const channels = tensors.get('channels')?.data;
  if (!(channels instanceof Int32Array)) throw new TypeError('its channels are missing');
  const trunk = new Trunk(tensors, input);

  const look = (image: Float32Array, wasLearnt: boolean): MapAndScore => {
    const embedding = embed(trunk, image, size, side, channels);
    const values = embedding.dataSync<'float32'>();
    embedding.dispose();
    const { mahalanobis, euclidean } = squaredDistances(values, mean, factors, places, d);
    const distances = Float32Array.from(mahalanobis, (q, place) =>
      Math.sqrt(wasLearnt ? apartSquared(q, images, euclidean[place]!, epsilon) : q),
    );
    const map = smoothMap(distances, side, size, sigma);
    return { map, score: map.reduce((a, b) => Math.max(a, b), 0) };
  };
  return {
    detect: (image) => look(image, false),
    detectApart: (image) => look(image, true),
    dispose: () => trunk.dispose(),
  };
}

export const padim: DetectionMethod = {
  name: 'padim',
  title: 'PaDiM',
  usesBackbone: true,
  fit,
  open,
};
