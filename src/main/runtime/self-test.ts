/**
 * Why this file exists: a backend is trusted only after a matrix product and the gradients of a
 * convolution, the operations all of Loupe rests on, agree with values computed by plain loops.
 */
import type * as Tf from '@tensorflow/tfjs';

type TensorFlow = typeof Tf;

export interface SelfTestResult {
  passed: boolean;
  /** Largest absolute difference from the plain values, by operation. */
  differences: Record<string, number>;
}

/** Float32 sums of at most 60 products of numbers below 1: far above rounding, far below an error. */
const TOLERANCE = 1e-4;

/** Numbers in -1..1 that look random and are the same everywhere. */
function numbers(count: number, seed: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => {
    const x = Math.sin((i + 1) * 12.9898 + seed * 78.233) * 43758.5453;
    return 2 * (x - Math.floor(x)) - 1;
  });
}

function largestDifference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs((found[i] ?? NaN) - (expected[i] ?? NaN));
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
  }
  return largest;
}

/** a [rows, inner] times b [inner, columns], by loops. */
function plainMatMul(
  a: Float32Array,
  b: Float32Array,
  rows: number,
  inner: number,
  columns: number,
): Float64Array {
  const result = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += (a[i * inner + k] ?? 0) * (b[k * columns + j] ?? 0);
      result[i * columns + j] = sum;
    }
  }
  return result;
}

/** One small valid convolution, stride 1, with its output and both gradients, by loops. */
function plainConvolution(x: Float32Array, filter: Float32Array, dy: Float32Array, shape: Shape) {
  const { batch, size, kernel, from, to } = shape;
  const out = size - kernel + 1;
  const y = new Float64Array(dy.length);
  const dFilter = new Float64Array(filter.length);
  const dx = new Float64Array(x.length);
  for (let n = 0; n < batch; n++)
    for (let oy = 0; oy < out; oy++)
      for (let ox = 0; ox < out; ox++)
        for (let ky = 0; ky < kernel; ky++)
          for (let kx = 0; kx < kernel; kx++)
            for (let c = 0; c < from; c++)
              for (let o = 0; o < to; o++) {
                const xi = ((n * size + oy + ky) * size + ox + kx) * from + c;
                const fi = ((ky * kernel + kx) * from + c) * to + o;
                const yi = ((n * out + oy) * out + ox) * to + o;
                y[yi] = (y[yi] ?? 0) + (x[xi] ?? 0) * (filter[fi] ?? 0);
                dFilter[fi] = (dFilter[fi] ?? 0) + (x[xi] ?? 0) * (dy[yi] ?? 0);
                dx[xi] = (dx[xi] ?? 0) + (filter[fi] ?? 0) * (dy[yi] ?? 0);
              }
  return { y, dFilter, dx };
}

interface Shape {
  batch: number;
  size: number;
  kernel: number;
  from: number;
  to: number;
}

/** Runs the test on the backend that is set. Takes milliseconds. */
export function selfTest(tf: TensorFlow): SelfTestResult {
  const a = numbers(7 * 11, 1);
  const b = numbers(11 * 5, 2);
  const shape: Shape = { batch: 2, size: 6, kernel: 3, from: 3, to: 4 };
  const out = shape.size - shape.kernel + 1;
  const x = numbers(shape.batch * shape.size ** 2 * shape.from, 3);
  const filter = numbers(shape.kernel ** 2 * shape.from * shape.to, 4);
  const dy = numbers(shape.batch * out ** 2 * shape.to, 5);
  const plain = plainConvolution(x, filter, dy, shape);

  const found = tf.tidy(() => {
    const product = tf.matMul(tf.tensor2d(a, [7, 11]), tf.tensor2d(b, [11, 5]));
    const tx = tf.tensor4d(x, [shape.batch, shape.size, shape.size, shape.from]);
    const tFilter = tf.tensor4d(filter, [shape.kernel, shape.kernel, shape.from, shape.to]);
    const tdy = tf.tensor4d(dy, [shape.batch, out, out, shape.to]);
    const convolve = (image: Tf.Tensor, weights: Tf.Tensor) =>
      tf.conv2d(image as Tf.Tensor4D, weights as Tf.Tensor4D, 1, 'valid');
    const [dx, dFilter] = tf.grads((image, weights) =>
      tf.sum(tf.mul(tdy, convolve(image as Tf.Tensor, weights as Tf.Tensor))),
    )([tx, tFilter]);
    return {
      matMul: product.dataSync(),
      conv2d: convolve(tx, tFilter).dataSync(),
      filterGradient: dFilter?.dataSync() ?? [],
      inputGradient: dx?.dataSync() ?? [],
    };
  });

  const differences = {
    matMul: largestDifference(found.matMul, plainMatMul(a, b, 7, 11, 5)),
    conv2d: largestDifference(found.conv2d, plain.y),
    filterGradient: largestDifference(found.filterGradient, plain.dFilter),
    inputGradient: largestDifference(found.inputGradient, plain.dx),
  };
  return {
    passed: Object.values(differences).every((difference) => difference <= TOLERANCE),
    differences,
  };
}
