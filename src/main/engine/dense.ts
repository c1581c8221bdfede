/**
 * Why this file exists: all patch embeddings of one image, at the three scales, in one dense pass.
 */
import type { InputConvention, Normalisation } from '../../shared/manifest.ts';
import { THETAS, type PerScale, type Theta } from '../../shared/scales.ts';
import type { Encoder, PassCache } from './encoder.ts';
import { normalise, preprocess } from './embedding.ts';
import { tf } from './tf.ts';

/** The regular grid of patches of one scale on an image. */
export interface Grid {
  theta: Theta;
  /** Rows and columns of patches. */
  rows: number;
  columns: number;
  /** Distance of neighbouring patches in pixels. */
  stride: number;
  /** Top-left pixel of the first patch; negative where its margin lies outside the image. */
  origin: number;
}

/** How embeddings are made: part of a model, never changed afterwards. */
export interface EmbeddingSetup {
  input: InputConvention;
  normalisation: Normalisation;
  /** d_theta in pixels: a multiple of the encoder's own stride. */
  strides: PerScale<number>;
}

/**
 * The patch grid of one scale on an image of `size` pixels.
 * @throws RangeError when the stride is no multiple of the encoder's, or the image is too small
 */
export function gridOf(encoder: Encoder, size: number, stride: number): Grid {
  const { stride: own, fieldOfView, margin } = encoder.architecture;
  if (stride % own !== 0) throw new RangeError(`stride ${stride} is no multiple of ${own}`);
  const count = Math.floor((size - fieldOfView) / stride) + 1;
  if (count < 1) throw new RangeError(`an image of ${size} px holds no ${fieldOfView} px patch`);
  return {
    theta: encoder.theta,
    rows: count,
    columns: count,
    stride,
    origin: margin === 0 ? 0 : -margin,
  };
}

/**
 * Embeddings of one image at every scale: [rows * columns, dim] each, row-major over the grid.
 * The caller disposes them.
 * @param image RGB 0..255, size * size * 3 values
 * @param only the scales wanted; all by default
 */
export function denseEmbeddings(
  encoders: PerScale<Encoder>,
  image: Float32Array,
  size: number,
  setup: EmbeddingSetup,
  only: readonly Theta[] = THETAS,
): Partial<PerScale<tf.Tensor2D>> {
  return tf.tidy(() => {
    const input = preprocess(tf.tensor4d(image, [1, size, size, 3]), setup.input);
    const cache: PassCache = new Map();
    const result: Partial<PerScale<tf.Tensor2D>> = {};
    for (const theta of only) {
      const encoder = encoders[theta];
      const step = setup.strides[theta] / encoder.architecture.stride;
      result[theta] = tf.tidy(() => {
        const features = encoder.forward(input, cache);
        for (const shared of cache.values()) tf.keep(shared);
        const grid = gridOf(encoder, size, setup.strides[theta]);
        const chosen =
          step === 1
            ? features
            : tf.stridedSlice(features, [0, 0, 0, 0], features.shape, [1, step, step, 1]);
        const flat = tf.reshape(chosen, [grid.rows * grid.columns, encoder.architecture.dim]);
        return normalise(flat as tf.Tensor2D, setup.normalisation, theta);
      });
    }
    for (const shared of cache.values()) shared.dispose();
    return result;
  });
}
