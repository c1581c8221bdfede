/**
 * Why this file exists: from pixels to embeddings. The input convention of the backbone, and the
 * normalisation of embeddings that makes distances comparable (design section 2).
 */
import type { InputConvention, Normalisation } from '../../shared/manifest.ts';
import type { Theta } from '../../shared/scales.ts';
import { tf } from './tf.ts';

/** Below this norm an embedding counts as zero; keeps the gradient finite. */
const TINY = 1e-12;

/**
 * RGB 0..255 [n, H, W, 3] to what the backbone was trained on: channel order, scale, mean, std.
 * VGG16 from Keras wants BGR minus (103.939, 116.779, 123.68); torchvision's convention runs
 * without an error on those weights and is wrong.
 */
export function preprocess(images: tf.Tensor4D, input: InputConvention): tf.Tensor4D {
  return tf.tidy(() => {
    const ordered = input.order === 'bgr' ? tf.reverse(images, 3) : images;
    return tf.div(tf.sub(tf.mul(ordered, input.scale), input.mean), input.std);
  });
}

/**
 * Normalises embeddings [..., dim] along the last axis.
 * unit: h / |h|; soft: h / sqrt(|h|^2 + floor^2), which keeps the noise of flat areas small;
 * none: h as it is (ablation).
 */
export function normalise<T extends tf.Tensor>(
  h: T,
  normalisation: Normalisation,
  theta: Theta,
): T {
  if (normalisation.kind === 'none') return h;
  const floor = normalisation.kind === 'soft' ? normalisation.floor[theta] : 0;
  return tf.tidy(() => {
    const squared = tf.sum(tf.square(h), -1, true);
    return tf.mul(h, tf.rsqrt(tf.add(squared, Math.max(floor * floor, TINY)))) as T;
  });
}
