/** Why this file exists: holds the cluster centres of Eq. 4 and the watch against collapse. */
import { beforeAll, describe, expect, it } from 'vitest';
import { kmeansCentres } from '../../../src/main/engine/kmeans.ts';
import { spreadOf } from '../../../src/main/engine/spread.ts';
import { tf } from '../../../src/main/engine/tf.ts';
import { loadTensorFlow } from '../../../src/main/runtime/load-backend.ts';
import { createRandom } from '../../../src/shared/random.ts';
import { normals } from './support.ts';

beforeAll(async () => {
  await loadTensorFlow();
});

/** Mean squared distance to the nearest centre: what Lloyd's algorithm lowers. */
function spreadAround(points: tf.Tensor2D, centres: tf.Tensor2D): number {
  return tf.tidy(() => {
    const difference = tf.sub(tf.expandDims(points, 1), tf.expandDims(centres, 0));
    return tf.mean(tf.min(tf.sum(tf.square(difference), 2), 1)).dataSync()[0] ?? NaN;
  });
}

describe('kmeansCentres', () => {
  it('gives the same centres for the same seed', () => {
    const points = tf.tensor2d(normals(1, 300 * 6), [300, 6]);
    const run = () => {
      const centres = kmeansCentres(points, 9, createRandom(4));
      const values = [...centres.dataSync()];
      centres.dispose();
      return values;
    };
    expect(run()).toEqual(run());
    points.dispose();
  });

  it('comes nearer to the points with every iteration', () => {
    const points = tf.tensor2d(normals(2, 400 * 5), [400, 5]);
    const distances = [0, 1, 2, 4, 8, 16].map((iterations) => {
      const centres = kmeansCentres(points, 12, createRandom(7), iterations);
      const distance = spreadAround(points, centres);
      centres.dispose();
      return distance;
    });
    distances.slice(1).forEach((distance, i) => {
      expect(distance).toBeLessThanOrEqual((distances[i] ?? 0) + 1e-6);
    });
    expect(distances.at(-1)).toBeLessThan(0.9 * (distances[0] ?? 0));
    points.dispose();
  });

  it('finds clusters that lie apart', () => {
    const places = [0, 10, 20, 30];
    const noise = normals(3, 400);
    const points = tf.tensor2d(
      Array.from({ length: 200 }, (_, n) => [
        (places[n % 4] ?? 0) + 0.1 * (noise[2 * n] ?? 0),
        0.1 * (noise[2 * n + 1] ?? 0),
      ]),
    );
    const centres = kmeansCentres(points, 4, createRandom(5));
    const found = [...centres.dataSync()].filter((_, i) => i % 2 === 0).sort((a, b) => a - b);
    found.forEach((x, i) => expect(Math.abs(x - (places[i] ?? 0))).toBeLessThan(0.2));
    tf.dispose([points, centres]);
  });

  it('has no more centres than points, and copes with points that are all equal', () => {
    const points = tf.ones<tf.Rank.R2>([3, 4]);
    const centres = kmeansCentres(points, 8, createRandom(1));
    expect(centres.shape).toEqual([3, 4]);
    expect([...centres.dataSync()]).toEqual(new Array(12).fill(1));
    tf.dispose([points, centres]);
  });

  it('leaves nothing behind but its result', () => {
    const points = tf.tensor2d(normals(1, 64 * 3), [64, 3]);
    const before = tf.memory().numTensors;
    kmeansCentres(points, 5, createRandom(0)).dispose();
    expect(tf.memory().numTensors).toBe(before);
    points.dispose();
  });
});

describe('spreadOf', () => {
  const spread = (values: Float32Array | number[], shape: [number, number]) => {
    const tensor = tf.tensor2d(values, shape);
    const result = spreadOf(tensor);
    tensor.dispose();
    return result;
  };

  it('is the mean distance over all pairs', () => {
    const values = normals(9, 20 * 4);
    let sum = 0;
    for (let a = 0; a < 20; a++) {
      for (let b = 0; b < 20; b++) {
        sum += Math.hypot(...[0, 1, 2, 3].map((i) => values[a * 4 + i]! - values[b * 4 + i]!));
      }
    }
    expect(spread(values, [20, 4]).meanDistance).toBeCloseTo(sum / (20 * 19), 4);
  });

  it('counts the directions that carry the spread', () => {
    const line = Array.from(normals(1, 200)).flatMap((v) => [v, 2 * v, -v]);
    expect(spread(line, [200, 3]).effectiveRank).toBeCloseTo(1, 3);
    const round = spread(normals(2, 4000 * 5), [4000, 5]).effectiveRank;
    expect(round).toBeGreaterThan(4.9);
    expect(round).toBeLessThanOrEqual(5.001);
  });

  it('is zero, not NaN, for embeddings that have become one point', () => {
    const { meanDistance, effectiveRank } = spread(new Float32Array(50).fill(0.3), [10, 5]);
    expect(meanDistance).toBeLessThan(1e-3);
    expect(Number.isFinite(effectiveRank)).toBe(true);
  });
});
