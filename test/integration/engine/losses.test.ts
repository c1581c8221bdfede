/**
 * Why this file exists: holds Eq. 1 to 5 and their gradients against the same sums in plain
 * float64, differentiated numerically.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  cosLoss,
  kmeansLoss,
  sslLoss,
  svddLoss,
  totalLoss,
} from '../../../src/main/engine/losses.ts';
import { tf } from '../../../src/main/engine/tf.ts';
import { loadTensorFlow } from '../../../src/main/runtime/load-backend.ts';
import { normals } from './support.ts';

const N = 5;
const DIM = 7;

beforeAll(async () => {
  await loadTensorFlow();
});

type Matrix = number[][];

const matrix = (seed: number, rows = N, columns = DIM): Matrix => {
  const values = normals(seed, rows * columns);
  return Array.from({ length: rows }, (_, r) => [...values.slice(r * columns, (r + 1) * columns)]);
};
const dot = (a: number[], b: number[]) => a.reduce((sum, v, i) => sum + v * (b[i] ?? 0), 0);
const minus = (a: number[], b: number[]) => a.map((v, i) => v - (b[i] ?? 0));
const length = (a: number[]) => Math.sqrt(dot(a, a));
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const similarity = (a: number[], b: number[]) => dot(a, b) / (length(a) * length(b));
const row = (m: Matrix, r: number) => m[r] ?? [];

/** The equations as the paper writes them, as means over the rows. */
const written = {
  svdd: ([i, j]: Matrix[]) => mean(i!.map((a, r) => length(minus(a, row(j!, r))))),
  cos: ([i, j, k]: Matrix[]) =>
    mean(i!.map((a, r) => similarity(a, row(k!, r)) - similarity(a, row(j!, r)))),
  kmeans: ([r, centres]: Matrix[]) =>
    mean(r!.map((a) => Math.min(...centres!.map((c) => length(minus(a, c)))))),
  ssl: ([logits]: Matrix[], labels: number[]) =>
    mean(
      logits!.map((z, r) => Math.log(z.reduce((s, v) => s + Math.exp(v), 0)) - z[labels[r] ?? 0]!),
    ),
};

/** d f / d inputs[which], by central differences in float64. */
function numericGradient(f: (inputs: Matrix[]) => number, inputs: Matrix[], which: number) {
  const step = 1e-5;
  return inputs[which]!.flatMap((values, r) =>
    values.map((_, c) => {
      const at = (change: number) =>
        f(
          inputs.map((m, index) =>
            index === which
              ? m.map((line, l) =>
                  l === r ? line.map((v, k) => (k === c ? v + change : v)) : line,
                )
              : m,
          ),
        );
      return (at(step) - at(-step)) / (2 * step);
    }),
  );
}

/** Value and gradients by every input agree with the written equation. */
function expectSame(
  loss: (...inputs: tf.Tensor2D[]) => tf.Scalar,
  equation: (inputs: Matrix[]) => number,
  inputs: Matrix[],
  differentiable = inputs.length,
): void {
  const { value, gradients } = tf.tidy(() => {
    const tensors = inputs.map((m) => tf.tensor2d(m));
    const f = (...given: tf.Tensor[]) =>
      loss(...(given as tf.Tensor2D[]), ...tensors.slice(differentiable));
    const { value: out, grads } = tf.valueAndGrads(f)(tensors.slice(0, differentiable));
    return { value: out.dataSync()[0] ?? NaN, gradients: grads.map((g) => [...g.dataSync()]) };
  });
  expect(value).toBeCloseTo(equation(inputs), 5);
  gradients.forEach((gradient, which) => {
    numericGradient(equation, inputs, which).forEach((expected, at) => {
      expect(gradient[at]).toBeCloseTo(expected, 4);
    });
  });
}

describe('L_SVDD (Eq. 1)', () => {
  it('is the mean distance of near pairs', () => {
    const value = tf.tidy(
      () =>
        svddLoss(
          tf.tensor2d([
            [0, 0],
            [1, 1],
          ]),
          tf.tensor2d([
            [3, 4],
            [1, 2],
          ]),
        ).dataSync()[0],
    );
    expect(value).toBeCloseTo((5 + 1) / 2, 5);
  });

  it('has the gradients of the equation', () => {
    expectSame(svddLoss, written.svdd, [matrix(1), matrix(2)]);
  });

  it('has a gradient of zero, not of NaN, for equal embeddings', () => {
    const gradient = tf.tidy(() => {
      const h = tf.ones<tf.Rank.R2>([2, 3]);
      return [
        ...tf
          .grad((x) => svddLoss(x as tf.Tensor2D, h))(h)
          .dataSync(),
      ];
    });
    for (const value of gradient) expect(Math.abs(value)).toBeLessThan(1e-6);
  });
});

describe('L_Cos (Eq. 2)', () => {
  it('is the similarity with the far patch minus that with the near one', () => {
    const value = tf.tidy(
      () =>
        cosLoss(tf.tensor2d([[1, 0]]), tf.tensor2d([[2, 0]]), tf.tensor2d([[0, 3]])).dataSync()[0],
    );
    expect(value).toBeCloseTo(-1, 5);
  });

  it('has the gradients of the equation', () => {
    expectSame(cosLoss, written.cos, [matrix(3), matrix(4), matrix(5)]);
  });
});

describe('L_SSL (Eq. 3)', () => {
  it('is ln 12 where the classifier knows nothing, and near zero where it is sure and right', () => {
    const [ignorant, sure] = tf.tidy(() => {
      const angle = tf.tensor1d([0, 5, 11], 'int32');
      return [
        sslLoss(tf.zeros<tf.Rank.R2>([3, 12]), angle).dataSync()[0],
        sslLoss(tf.mul<tf.Tensor2D>(tf.oneHot(angle, 12), 50), angle).dataSync()[0],
      ];
    });
    expect(ignorant).toBeCloseTo(Math.log(12), 5);
    expect(sure).toBeCloseTo(0, 5);
  });

  it('has the gradients of the equation', () => {
    const labels = [3, 0, 11, 7, 3];
    expectSame(
      (logits) => sslLoss(logits, tf.tensor1d(labels, 'int32')),
      (inputs) => written.ssl(inputs, labels),
      [matrix(6, N, 12)],
    );
  });
});

describe('L_Kmeans (Eq. 4)', () => {
  it('is the mean distance to the nearest centre', () => {
    const value = tf.tidy(
      () =>
        kmeansLoss(
          tf.tensor2d([
            [0, 1],
            [10, 10],
          ]),
          tf.tensor2d([
            [0, 0],
            [10, 7],
          ]),
        ).dataSync()[0],
    );
    expect(value).toBeCloseTo((1 + 3) / 2, 5);
  });

  it('has the gradients of the equation by the embeddings; the centres stand still', () => {
    expectSame(kmeansLoss, written.kmeans, [matrix(7), matrix(8, 3)], 1);
  });
});

describe('the total loss (Eq. 5)', () => {
  it('is lambda (L_SVDD + L_Cos) + L_SSL + L_Kmeans with their weights', () => {
    const value = tf.tidy(() => {
      const [svdd, cos, ssl, kmeans] = [2, -0.5, 3, 0.25].map((v) => tf.scalar(v));
      const losses = { svdd: svdd!, cos: cos!, ssl: ssl!, kmeans: kmeans! };
      return [
        totalLoss(losses, { lambda: 1e-3, ssl: 1, kmeans: 1 }).dataSync()[0],
        totalLoss(losses, { lambda: 2, ssl: 0, kmeans: 0.1 }).dataSync()[0],
        totalLoss(losses, { lambda: 2, ssl: 1, kmeans: 1, svdd: 0 }).dataSync()[0],
        totalLoss(losses, { lambda: 2, ssl: 1, kmeans: 1, cos: 0 }).dataSync()[0],
      ];
    });
    expect(value[0]).toBeCloseTo(1.5e-3 + 3.25, 6);
    expect(value[1]).toBeCloseTo(3.025, 6);
    // Without L_SVDD, without L_Cos.
    expect(value[2]).toBeCloseTo(-1 + 3.25, 6);
    expect(value[3]).toBeCloseTo(4 + 3.25, 6);
  });
});
