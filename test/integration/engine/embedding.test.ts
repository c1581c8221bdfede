/** Why this file exists: holds what the backbone is fed, and how embeddings are scaled. */
import { beforeAll, describe, expect, it } from 'vitest';
import { inputConvention } from '../../../src/main/backbone/backbone.ts';
import { denseEmbeddings } from '../../../src/main/engine/dense.ts';
import { normalise, preprocess } from '../../../src/main/engine/embedding.ts';
import { tf } from '../../../src/main/engine/tf.ts';
import { loadTensorFlow } from '../../../src/main/runtime/load-backend.ts';
import type { InputConvention } from '../../../src/shared/manifest.ts';
import { disposeAll, madeUpImage, sharedBackbone, sharedEncoders } from './support.ts';

beforeAll(async () => {
  await loadTensorFlow();
});

/** One pixel through the preprocessing. */
function fed(pixel: readonly [number, number, number], input: InputConvention): number[] {
  return tf.tidy(() => [...preprocess(tf.tensor4d([...pixel], [1, 1, 1, 3]), input).dataSync()]);
}

function expectClose(values: readonly number[], expected: readonly number[]): void {
  expect(values).toHaveLength(expected.length);
  values.forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, 4));
}

describe('preprocess', () => {
  it('feeds Keras weights BGR minus the ImageNet means of B, G and R', () => {
    expectClose(fed([10, 20, 30], inputConvention('keras')), [
      30 - 103.939,
      20 - 116.779,
      10 - 123.68,
    ]);
  });

  it('feeds torchvision weights RGB in 0..1, standardised', () => {
    expectClose(fed([255, 0, 51], inputConvention('torchvision')), [
      (1 - 0.485) / 0.229,
      -0.456 / 0.224,
      (0.2 - 0.406) / 0.225,
    ]);
  });

  it('keeps every pixel at its place', () => {
    const values = tf.tidy(() => [
      ...preprocess(tf.tensor4d([1, 2, 3, 4, 5, 6], [1, 1, 2, 3]), {
        order: 'bgr',
        scale: 1,
        mean: [0, 0, 0],
        std: [1, 1, 1],
      }).dataSync(),
    ]);
    expect(values).toEqual([3, 2, 1, 6, 5, 4]);
  });

  it('matters: the Keras weights fed by the torchvision convention give other embeddings', async (context) => {
    const real = await sharedBackbone();
    if (!real) return context.skip();
    expect(real.input).toEqual(inputConvention('keras'));
    const encoders = sharedEncoders(real);
    const embeddings = (input: InputConvention) =>
      denseEmbeddings(encoders, madeUpImage(2, 96), 96, {
        input,
        normalisation: { kind: 'unit' },
        strides: { 64: 8, 32: 4, 16: 4 },
      })[32] as tf.Tensor2D;
    const [right, wrong] = [
      embeddings(real.input),
      embeddings(inputConvention('torchvision')),
    ] as const;
    const similarity = tf.tidy(() => tf.mean(tf.sum(tf.mul(right, wrong), 1)).dataSync()[0]);
    tf.dispose([right, wrong]);
    expect(similarity).toBeLessThan(0.9);
    disposeAll(encoders);
  });
});

describe('normalise', () => {
  const rows = () => tf.tensor2d([3, 4, 0, 0.3, 0.4, 0], [2, 3]);
  const values = (kind: Parameters<typeof normalise>[1]) =>
    tf.tidy(() => [...normalise(rows(), kind, 32).dataSync()]);

  it('unit: divides each row by its own length', () => {
    expectClose(values({ kind: 'unit' }), [0.6, 0.8, 0, 0.6, 0.8, 0]);
  });

  it('unit: leaves a row of zeros at zero, with a gradient that is a number', () => {
    const { value, gradient } = tf.tidy(() => {
      const zeros = tf.zeros<tf.Rank.R2>([1, 4]);
      const f = (h: tf.Tensor2D) => tf.sum<tf.Scalar>(normalise(h, { kind: 'unit' }, 16));
      return {
        value: [...normalise(zeros, { kind: 'unit' }, 16).dataSync()],
        gradient: [
          ...tf
            .grad((h) => f(h as tf.Tensor2D))(zeros)
            .dataSync(),
        ],
      };
    });
    expect(value).toEqual([0, 0, 0, 0]);
    expect(gradient.every(Number.isFinite)).toBe(true);
  });

  it('soft: keeps rows below the floor short, with the floor of its own scale', () => {
    const soft = { kind: 'soft', floor: { 64: 9, 32: 0.5, 16: 9 } } as const;
    const long = Math.sqrt(25 + 0.25);
    const short = Math.sqrt(0.25 + 0.25);
    expectClose(values(soft), [3 / long, 4 / long, 0, 0.3 / short, 0.4 / short, 0]);
  });

  it('none: leaves rows as they are', () => {
    expectClose(values({ kind: 'none' }), [3, 4, 0, 0.3, 0.4, 0]);
  });
});
