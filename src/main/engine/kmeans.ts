/**
 * Why this file exists: the cluster centres c_k of Eq. 4: Lloyd's algorithm with k-means++
 * seeding, deterministic under its generator.
 */
import type { Random } from '../../shared/random.ts';
import { dotProducts } from './products.ts';
import { tf } from './tf.ts';

/**
 * @param points [n, dim], n >= 1
 * @param count number of clusters; fewer when there are fewer points
 * @returns centres [k, dim]; a cluster that lost all its points keeps its last centre
 */
export function kmeansCentres(
  points: tf.Tensor2D,
  count: number,
  random: Random,
  iterations = 10,
): tf.Tensor2D {
  const [n] = points.shape;
  const k = Math.min(count, n);
  return tf.tidy(() => {
    let centres: tf.Tensor2D = tf.gather(points, tf.tensor1d(seedRows(points, k, random), 'int32'));
    for (let iteration = 0; iteration < iterations; iteration++) {
      centres = tf.tidy(() => {
        const products = dotProducts(points, centres);
        const closeness = tf.sub(products, tf.mul(0.5, tf.sum(tf.square(centres), 1)));
        const members = tf.oneHot(tf.argMax(closeness, 1) as tf.Tensor1D, k);
        const counts = tf.expandDims(tf.sum(members, 0), 1);
        const sums = tf.matMul(tf.transpose(members as tf.Tensor2D), points);
        const moved = tf.div(sums, tf.maximum(counts, 1));
        return tf.where(tf.greater(counts, 0), moved, centres) as tf.Tensor2D;
      });
    }
    return centres;
  });
}

/** k-means++: each new seed is drawn with probability proportional to its squared distance. */
function seedRows(points: tf.Tensor2D, k: number, random: Random): number[] {
  const [n] = points.shape;
  const rows = [random.integer(n)];
  const nearest = new Float64Array(n).fill(Infinity);
  while (rows.length < k) {
    const last = rows[rows.length - 1] ?? 0;
    const squared = tf.tidy(() =>
      tf
        .sum(tf.square(tf.sub(points, tf.slice(points, [last, 0], [1, points.shape[1]]))), 1)
        .dataSync<'float32'>(),
    );
    let total = 0;
    for (let i = 0; i < n; i++) {
      nearest[i] = Math.min(nearest[i]!, squared[i]!);
      total += nearest[i]!;
    }
    let left = random.uniform() * total;
    let chosen = 0;
    while (chosen < n - 1 && (left -= nearest[chosen]!) > 0) chosen++;
    rows.push(chosen);
  }
  return rows;
}
