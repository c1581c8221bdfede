/** Why this file exists: what the backend in use really computes per second, measured and not guessed. */
import type * as Tf from '@tensorflow/tfjs';

type TensorFlow = typeof Tf;

export interface Speed {
  /** Billions of floating-point operations per second; a multiply-add counts as two. */
  matMulGflops: number;
  conv2dGflops: number;
}

/** A size is large enough when one run takes this long. */
const LONG_ENOUGH_MS = 40;
/** How long the chosen size is repeated. */
const MEASURE_MS = 300;

interface Work {
  flops: number;
  run: () => Tf.Tensor;
  dispose: () => void;
}

/** Waits for the result (a GPU computes on by itself) by reading one element of it. */
function finish(tf: TensorFlow, result: Tf.Tensor): void {
  const one = tf.slice(
    result,
    result.shape.map(() => 0),
    result.shape.map(() => 1),
  );
  one.dataSync();
  one.dispose();
  result.dispose();
}

/** Milliseconds of one run. */
function time(tf: TensorFlow, work: Work): number {
  const start = performance.now();
  finish(tf, work.run());
  return performance.now() - start;
}

/** Grows the work until a run takes long enough to time, then repeats it. */
function measure(tf: TensorFlow, sizes: readonly number[], make: (size: number) => Work): number {
  let gflops = 0;
  for (const [index, size] of sizes.entries()) {
    const work = make(size);
    // The first run compiles, packs weights and warms caches up.
    time(tf, work);
    const large = time(tf, work) >= LONG_ENOUGH_MS;
    if (large || index === sizes.length - 1) {
      const start = performance.now();
      // The fastest run is the one that other programs disturbed least.
      let fastest = Infinity;
      do {
        fastest = Math.min(fastest, time(tf, work));
      } while (performance.now() - start < MEASURE_MS);
      gflops = work.flops / fastest / 1e6;
    }
    work.dispose();
    if (large) break;
  }
  return gflops;
}

/**
 * Measures the backend that is set: Float32 matrix products of square matrices, and 3x3
 * convolutions of 64 channels as in VGG16. Takes about a second, a few on plain JavaScript.
 */
export function measureSpeed(tf: TensorFlow): Speed {
  const matMulGflops = measure(tf, [64, 128, 256, 512, 1024, 2048, 4096], (size) => {
    const a = tf.ones<Tf.Rank.R2>([size, size]);
    const b = tf.ones<Tf.Rank.R2>([size, size]);
    return {
      flops: 2 * size ** 3,
      run: () => tf.matMul(a, b),
      dispose: () => tf.dispose([a, b]),
    };
  });
  const conv2dGflops = measure(tf, [8, 16, 32, 64, 128, 256, 512], (size) => {
    const x = tf.ones<Tf.Rank.R4>([1, size, size, 64]);
    const filter = tf.ones<Tf.Rank.R4>([3, 3, 64, 64]);
    return {
      flops: 2 * 9 * 64 * 64 * (size - 2) ** 2,
      run: () => tf.conv2d(x, filter, 1, 'valid'),
      dispose: () => tf.dispose([x, filter]),
    };
  });
  return { matMulGflops, conv2dGflops };
}
