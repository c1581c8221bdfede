/**
 * Why this file exists: a matrix product that transposes an operand as it goes is ten times slower
 * on WASM than one that does not (2.5 against 15 to 30 GFLOP/s measured), and a little slower on
 * native TensorFlow. Transposing first costs next to nothing.
 */
import { tf } from './tf.ts';

/** a b^T: the dot product of each row of a [n, dim] with each row of b [m, dim], [n, m]. */
export function dotProducts(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => tf.matMul(a, tf.transpose(b)));
}
