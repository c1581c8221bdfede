/**
 * Why this file exists: the four losses (Eq. 1-4) and their sum (Eq. 5), as means over the batch.
 * All take embeddings [n, dim]; all return a scalar with a gradient.
 */
import { dotProducts } from './products.ts';
import { tf } from './tf.ts';

/** Added under each square root: the gradient of a norm at zero is infinite. */
const EPSILON = 1e-8;

/** |a - b|_2 row by row. */
function rowDistance(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor1D {
  return tf.sqrt(tf.add(tf.sum(tf.square(tf.sub(a, b)), 1), EPSILON)) as tf.Tensor1D;
}

/** Cosine similarity row by row. */
function cosine(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor1D {
  const norms = tf.mul(tf.sum(tf.square(a), 1), tf.sum(tf.square(b), 1));
  return tf.mul(tf.sum(tf.mul(a, b), 1), tf.rsqrt(tf.add(norms, EPSILON)));
}

/** Eq. 1, L_SVDD: mean of |h_i - h_j|_2 over near pairs. */
export function svddLoss(i: tf.Tensor2D, j: tf.Tensor2D): tf.Scalar {
  return tf.mean(rowDistance(i, j));
}

/** Eq. 2, L_Cos: mean of Sim(h_i, h_k) - Sim(h_i, h_j); between -2 and 2. */
export function cosLoss(i: tf.Tensor2D, j: tf.Tensor2D, k: tf.Tensor2D): tf.Scalar {
  return tf.mean(tf.sub(cosine(i, k), cosine(i, j)));
}

/** Eq. 3, L_SSL: cross entropy of the relative angle; ln 12 = 2.485 is chance. */
export function sslLoss(logits: tf.Tensor2D, angle: tf.Tensor1D): tf.Scalar {
  const labels = tf.oneHot(angle, logits.shape[1]);
  return tf.neg(tf.mean(tf.sum(tf.mul(labels, tf.logSoftmax(logits)), 1))) as tf.Scalar;
}

/** Eq. 4, L_Kmeans: mean distance to the nearest centre; centres [k, dim] are constants. */
export function kmeansLoss(r: tf.Tensor2D, centres: tf.Tensor2D): tf.Scalar {
  // The nearest centre is a choice, not a quantity to differentiate; its distance is. So the
  // choice leaves the tape as plain numbers.
  const nearest = tf.tidy(() => {
    const products = dotProducts(r, centres);
    const closeness = tf.sub(products, tf.mul(0.5, tf.sum(tf.square(centres), 1)));
    return tf.argMax(closeness, 1).dataSync<'int32'>();
  });
  return tf.mean(rowDistance(r, tf.gather(centres, tf.tensor1d(nearest, 'int32'))));
}

export interface LossWeights {
  /** lambda of Eq. 5, on L_SVDD + L_Cos. */
  lambda: number;
  /** On L_SSL; 1 in the paper. */
  ssl: number;
  /** On L_Kmeans; 1 in the paper. */
  kmeans: number;
  /** On L_SVDD and L_Cos within lambda's share: 1 in the paper, 0 where a study leaves one out. */
  svdd?: number;
  cos?: number;
}

/** Eq. 5: lambda (L_SVDD + L_Cos) + L_SSL + L_Kmeans. A weight of zero leaves its loss out. */
export function totalLoss(
  losses: { svdd: tf.Scalar; cos: tf.Scalar; ssl: tf.Scalar; kmeans: tf.Scalar },
  weights: LossWeights,
): tf.Scalar {
  const { lambda, svdd = 1, cos = 1 } = weights;
  const pull = tf.mul(tf.add(tf.mul(losses.svdd, svdd), tf.mul(losses.cos, cos)), lambda);
  const rest = tf.add(tf.mul(losses.ssl, weights.ssl), tf.mul(losses.kmeans, weights.kmeans));
  return tf.add(pull, rest);
}
