import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type * as Tf from '@tensorflow/tfjs';
import { cacheFolder } from '../../../src/main/places.ts';
import { loadTensorFlow } from '../../../src/main/runtime/load-backend.ts';
import type { TensorFlow } from '../../../src/main/runtime/load-backend.ts';
import { measureSpeed } from '../../../src/main/runtime/measure.ts';
import { nativeState } from '../../../src/main/runtime/native-store.ts';
import { selfTest } from '../../../src/main/runtime/self-test.ts';

let tf: TensorFlow;
beforeAll(async () => {
  ({ tf } = await loadTensorFlow({ prefer: 'js' }));
});
afterEach(() => {
  delete process.env['LOUPE_BACKEND'];
});

/** Input [n, h, w, in], filter size, output channels, stride, padding. */
const convolutions = [
  { x: [2, 9, 9, 3], kernel: 3, to: 4, stride: 1, pad: 'valid' },
  { x: [2, 9, 8, 3], kernel: 3, to: 4, stride: 2, pad: 'same' },
  { x: [3, 10, 10, 2], kernel: 3, to: 5, stride: 2, pad: 'valid' },
  { x: [1, 7, 7, 2], kernel: 1, to: 5, stride: 1, pad: 'valid' },
  { x: [2, 8, 9, 3], kernel: 4, to: 2, stride: 1, pad: 'same' },
  { x: [1, 12, 12, 3], kernel: 4, to: 4, stride: 3, pad: 'valid' },
  { x: [2, 8, 8, 3], kernel: 2, to: 4, stride: 3, pad: 'valid' },
] as const;

/** Gradients by filter and input under the backend that is set. */
function convolutionGradients({ x, kernel, to, stride, pad }: (typeof convolutions)[number]) {
  return tf.tidy(() => {
    const input = tf.randomNormal([...x], 0, 1, 'float32', 1);
    const filter = tf.randomNormal([kernel, kernel, x[3], to], 0, 1, 'float32', 2);
    const convolve = (image: Tf.Tensor, weights: Tf.Tensor) =>
      tf.conv2d(image as Tf.Tensor4D, weights as Tf.Tensor4D, stride, pad);
    const weight = tf.randomNormal(convolve(input, filter).shape, 0, 1, 'float32', 3);
    const gradients = tf.grads((image, weights) =>
      tf.sum(tf.mul(weight, convolve(image, weights))),
    )([input, filter]);
    return gradients.map((gradient) => [...gradient.dataSync()]);
  });
}

/** All that training needs, in small: a few layers, pooling, norm, gather, cross entropy, Adam. */
function trainABit(): number[] {
  const rand = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 0.5, 'float32', seed);
  const starts = [rand([4, 12, 12, 3], 1), rand([3, 3, 3, 4], 2), rand([100, 12], 3)] as const;
  const images = starts[0] as Tf.Tensor4D;
  const kernel = tf.variable(starts[1] as Tf.Tensor4D);
  const dense = tf.variable(starts[2] as Tf.Tensor2D);
  const optimizer = tf.train.adam(0.01);
  const losses = [];
  for (let step = 0; step < 3; step++) {
    const loss = optimizer.minimize(
      () => {
        const hidden = tf.maxPool(tf.relu(tf.conv2d(images, kernel, 1, 'valid')), 2, 2, 'valid');
        const flat = tf.reshape(hidden, [4, 100]);
        const unit = tf.div(flat, tf.sqrt(tf.add(tf.sum(tf.square(flat), 1, true), 1e-6)));
        const rows = tf.gather(unit, tf.tensor1d([0, 2, 2, 3], 'int32'));
        const near = tf.mean(tf.min(tf.sum(tf.squaredDifference(rows, unit), 1, true), 1));
        const labels = tf.oneHot(tf.tensor1d([1, 5, 7, 11], 'int32'), 12);
        const logProbabilities = tf.logSoftmax(tf.matMul<Tf.Tensor2D>(rows, dense));
        const cross = tf.neg(tf.mean(tf.sum(tf.mul(labels, logProbabilities), 1)));
        return tf.add<Tf.Scalar>(cross, near);
      },
      true,
      [kernel, dense],
    );
    losses.push(loss?.dataSync()[0] ?? NaN);
    loss?.dispose();
  }
  const result = [...losses, ...kernel.dataSync(), ...[...dense.dataSync()].slice(0, 50)];
  tf.dispose([...starts, kernel, dense]);
  optimizer.dispose();
  return result;
}

function expectClose(found: readonly number[], expected: readonly number[], tolerance: number) {
  expect(found).toHaveLength(expected.length);
  const largest = Math.max(...found.map((value, i) => Math.abs(value - (expected[i] ?? NaN))));
  expect(largest).toBeLessThanOrEqual(tolerance);
}

const native = nativeState(cacheFolder(), 'cpu');
if (!native.ready) console.warn(`Skipped: the tests of native TensorFlow. ${native.reason}`);

describe.each(['wasm', 'native'] as const)('the %s backend', (backend) => {
  const missing = backend === 'native' && !native.ready;

  it.skipIf(missing)('passes the self-test and says what it is', async () => {
    const { device } = await loadTensorFlow({ prefer: backend });
    expect(device.backend).toBe(backend);
    expect(device.label).toMatch(
      backend === 'wasm' ? /^WASM \(SIMD/ : /^native CPU \(TensorFlow 2/,
    );
    expect(selfTest(tf)).toMatchObject({ passed: true });
  });

  it.skipIf(missing).each(convolutions)(
    'has the gradients of plain JavaScript for %o',
    async (convolution) => {
      await loadTensorFlow({ prefer: 'js' });
      const expected = convolutionGradients(convolution);
      await loadTensorFlow({ prefer: backend });
      const tensors = tf.memory().numTensors;
      const found = convolutionGradients(convolution);
      expect(tf.memory().numTensors).toBe(tensors);
      found.forEach((values, i) => expectClose(values, expected[i] ?? [], 1e-4));
    },
  );

  it.skipIf(missing)('trains like plain JavaScript, losing no tensor', async () => {
    await loadTensorFlow({ prefer: 'js' });
    const expected = trainABit();
    await loadTensorFlow({ prefer: backend });
    const tensors = tf.memory().numTensors;
    expectClose(trainABit(), expected, 1e-3);
    expect(tf.memory().numTensors).toBe(tensors);
  });
});

describe('loadTensorFlow', () => {
  it('says why better backends are not in use', async () => {
    process.env['LOUPE_BACKEND'] = 'wasm';
    expect((await loadTensorFlow()).device).toMatchObject({ backend: 'wasm', refusals: [] });
    delete process.env['LOUPE_BACKEND'];
    const { device } = await loadTensorFlow();
    expect(device.refusals.map((refusal) => refusal.backend)).toEqual(
      native.ready ? ['gpu'] : ['gpu', 'native'],
    );
  });

  it('fails when a forced backend cannot be used, instead of taking another', async () => {
    process.env['LOUPE_BACKEND'] = 'gpu';
    await expect(loadTensorFlow()).rejects.toMatchObject({
      code: 'runtime',
      message: expect.stringMatching(
        /^LOUPE_BACKEND asks for gpu, which cannot be used\. /,
      ) as string,
    });
  });

  it('refuses a backend that does not exist', async () => {
    process.env['LOUPE_BACKEND'] = 'cuda';
    await expect(loadTensorFlow()).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('selfTest', () => {
  it('notices a backend that computes wrongly', async () => {
    await loadTensorFlow({ prefer: 'js' });
    const wrong = {
      ...tf,
      matMul: (a: Tf.Tensor2D, b: Tf.Tensor2D) => tf.mul(tf.matMul(a, b), 1.01),
    };
    const result = selfTest(wrong as TensorFlow);
    expect(result.passed).toBe(false);
    expect(result.differences['matMul']).toBeGreaterThan(1e-3);
  });
});

describe('measureSpeed', () => {
  it('measures both operations and leaves no tensor behind', async () => {
    await loadTensorFlow({ prefer: 'wasm' });
    const tensors = tf.memory().numTensors;
    const { matMulGflops, conv2dGflops } = measureSpeed(tf);
    expect(matMulGflops).toBeGreaterThan(0);
    expect(conv2dGflops).toBeGreaterThan(0);
    expect(tf.memory().numTensors).toBe(tensors);
  });
});
