/**
 * Why this file exists: distances in fewer dimensions (Johnson and Lindenstrauss): a random linear
 * map keeps every distance to within about 1 / sqrt(outputs) of itself.
 */
import type { Random } from '../../shared/random.ts';
import { tf } from '../engine/tf.ts';

/** [inputs, outputs], normal with variance 1 / outputs, so that lengths are kept on average. */
export function randomProjection(random: Random, inputs: number, outputs: number): Float32Array {
  const deviation = 1 / Math.sqrt(outputs);
  return Float32Array.from({ length: inputs * outputs }, () => random.normal() * deviation);
}

/** The matrix on the device; the caller disposes it. */
export function projectionTensor(matrix: Float32Array, inputs: number): tf.Tensor2D {
  return tf.tensor2d(matrix, [inputs, matrix.length / inputs]);
}
