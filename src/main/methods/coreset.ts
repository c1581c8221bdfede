/**
 * Why this file exists: PatchCore's coreset (Section 3.2, Eq. 5 and Algorithm 1): of all normal
 * patches a few such that no other is far from all of them. Greedy k-centre, a 2-approximation.
 */
import { nextStep, type Control } from '../engine/control.ts';
import { tf } from '../engine/tf.ts';

/** Picks between two looks at whether to stop. */
const PICKS_AT_ONCE = 32;

/**
 * Algorithm 1: the next centre is always the point farthest from those there are.
 * @param points n * dim values
 * @param first the first centre
 * @returns `count` distinct indices in the order they were picked; fewer where points coincide
 */
export async function greedyKCentre(
  points: Float32Array,
  dim: number,
  count: number,
  first: number,
  control: Control,
): Promise<number[]> {
  const n = points.length / dim;
  const all = tf.tensor2d(points, [n, dim]);
  const squares = tf.tidy(() => tf.sum(tf.square(all), 1, true) as tf.Tensor2D);
  let nearest = tf.tidy(() => tf.fill<tf.Rank.R2>([n, 1], Infinity));
  const picked = [first];
  try {
    while (picked.length < Math.min(count, n)) {
      if (picked.length % PICKS_AT_ONCE === 1) {
        await nextStep(control);
        const [done, total] = [picked.length, Math.min(count, n)];
        control.onProgress({ step: 'Choosing the coreset', done, total, unit: 'patches' });
      }
      // min over centres of |p - c|^2; only the newest centre can have changed it.
      const next = tf.tidy(() => {
        const centre = tf.slice(all, [picked.at(-1) ?? 0, 0], [1, dim]);
        const products = tf.matMul(all, tf.reshape(centre, [dim, 1]));
        const square = tf.sum(tf.square(centre));
        const squared = tf.add(tf.sub(squares, tf.mul(2, products)), square);
        return tf.minimum(nearest, squared) as tf.Tensor2D;
      });
      nearest.dispose();
      nearest = next;
      const [farthest, distance] = tf.tidy(() => {
        const at = tf.argMax(nearest, 0).dataSync()[0] ?? 0;
        return [at, nearest.slice([at, 0], [1, 1]).dataSync()[0] ?? 0] as const;
      });
      // All others lie on a centre, to within rounding.
      if (distance <= 0 || picked.includes(farthest)) break;
      picked.push(farthest);
    }
  } finally {
    tf.dispose([all, squares, nearest]);
  }
  return picked;
}
