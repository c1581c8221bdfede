/**
 * Why this file exists: the watch against collapse. L_SVDD and L_Kmeans pull all embeddings to a
 * point when the angle task does not hold them apart; these two figures show it early.
 */
import { dotProducts } from './products.ts';
import { tf } from './tf.ts';

export interface Spread {
  /** Mean |h_a - h_b|_2 over all pairs of a fixed probe of patches. */
  meanDistance: number;
  /** Participation ratio of the covariance, (tr C)^2 / tr C^2: how many directions carry it. */
  effectiveRank: number;
}

/** @param embeddings [n, dim] of the probe, n >= 2 */
export function spreadOf(embeddings: tf.Tensor2D): Spread {
  const [n] = embeddings.shape;
  const [meanDistance, effectiveRank] = tf.tidy(() => {
    const squares = tf.sum(tf.square(embeddings), 1);
    const products = dotProducts(embeddings, embeddings);
    const squared = tf.sub(
      tf.add(tf.expandDims(squares, 1), tf.expandDims(squares, 0)),
      tf.mul(2, products),
    );
    const distances = tf.sqrt(tf.maximum(squared, 0));
    const mean = tf.div(tf.sum(distances), n * (n - 1));
    const centred = tf.sub(embeddings, tf.mean(embeddings, 0, true));
    // tr C and tr C^2 from the n x n Gram matrix, the same for both orders of the product.
    const gram = dotProducts(centred as tf.Tensor2D, centred as tf.Tensor2D);
    const trace = tf.sum(tf.square(centred));
    const rank = tf.div(tf.square(trace), tf.maximum(tf.sum(tf.square(gram)), 1e-30));
    return [mean.dataSync()[0] ?? 0, rank.dataSync()[0] ?? 0] as const;
  });
  return { meanDistance, effectiveRank };
}
