/**
 * Why this file exists: the networks of Patch SVDD: the hierarchical encoder and the classifier of
 * relative positions. Small, without normalisation layers, learnt from nothing.
 *
 * Enc32 sees 32 pixels: eight 3x3 valid convolutions, the first with stride 2. One pass over an image
 * of any size gives all its 32-pixel patches at stride 2. Enc64 sees 64: the four quadrants of its
 * patch go through the same Enc32, and a 2x2 and a 1x1 convolution join them. The quadrants' codes
 * lie 16 cells apart in Enc32's output, so the 2x2 convolution is a matrix product on four of them.
 */
import type { Random } from '../../shared/random.ts';
import { tf } from '../engine/tf.ts';
import { float32Of } from '../models/safetensors.ts';
import type { Tensors } from './method.ts';
import { CELL, DIRECTIONS } from './patch-svdd-batch.ts';

/** Length of a patch's code. */
export const CODE = 64;

const WIDTHS = [3, 32, 64, 128, 128, 64, 32, 32, CODE];
const JOINED = 128;
const HIDDEN = 128;
const LEAK = 0.1;
const QUADRANT = 32 / CELL;

/** He initialisation: each layer keeps the size of what goes through it. */
function heWeights(random: Random, shape: number[]): tf.Variable {
  const inputs = shape.slice(0, -1).reduce((product, length) => product * length, 1);
  const deviation = Math.sqrt(2 / inputs);
  const count = inputs * (shape.at(-1) ?? 1);
  const values = Float32Array.from({ length: count }, () => random.normal() * deviation);
  return tf.tidy(() => tf.variable(tf.tensor(values, shape)));
}

const zeros = (length: number) => tf.tidy(() => tf.variable(tf.zeros([length])));

type Layer = { name: string; kernel: tf.Variable; bias: tf.Variable };

/** Shapes of the encoder's layers by name, in order. */
const ENCODER_SHAPES: readonly (readonly [string, number[]])[] = [
  ...WIDTHS.slice(1).map((outputs, index): [string, number[]] => [
    `conv${index + 1}`,
    [3, 3, WIDTHS[index] ?? outputs, outputs],
  ]),
  ['join', [4 * CODE, JOINED]],
  ['code', [JOINED, CODE]],
];

export class HierarchicalEncoder {
  readonly #layers: Layer[];

  private constructor(layers: Layer[]) {
    this.#layers = layers;
  }

  static create(random: Random): HierarchicalEncoder {
    return new HierarchicalEncoder(
      ENCODER_SHAPES.map(([name, shape]) => ({
        name,
        kernel: heWeights(random.fork(name), shape),
        bias: zeros(shape.at(-1) ?? 0),
      })),
    );
  }

  /** @throws LoupeError `bad-data` when a layer is missing or has another shape */
  static open(tensors: Tensors): HierarchicalEncoder {
    const file = { tensors, metadata: {} };
    const plain = ENCODER_SHAPES.map(([name, shape]) => ({
      name,
      shape,
      kernel: float32Of(file, `encoder/${name}/kernel`, shape),
      bias: float32Of(file, `encoder/${name}/bias`, shape.slice(-1)),
    }));
    return new HierarchicalEncoder(
      plain.map(({ name, shape, kernel, bias }) => ({
        name,
        kernel: tf.tidy(() => tf.variable(tf.tensor(kernel, shape))),
        bias: tf.tidy(() => tf.variable(tf.tensor1d(bias))),
      })),
    );
  }

  /** Enc32 over images [n, H, W, 3]: [n, h, w, 64] in -1..1, a cell every two pixels. */
  small(images: tf.Tensor4D): tf.Tensor4D {
    const convolutions = this.#layers.slice(0, WIDTHS.length - 1);
    let x = images;
    for (const [index, { kernel, bias }] of convolutions.entries()) {
      const filter = kernel as tf.Variable<tf.Rank.R4>;
      x = tf.add(tf.conv2d(x, filter, index === 0 ? 2 : 1, 'valid'), bias);
      x = index === convolutions.length - 1 ? tf.tanh(x) : tf.leakyRelu(x, LEAK);
    }
    return x;
  }

  /**
   * Enc64 at some places: [places.length, 64].
   * @param small the output of `small`
   * @param places index of the top-left cell of each patch in all cells, [n * h * w]
   */
  large(small: tf.Tensor4D, places: Int32Array): tf.Tensor2D {
    const [, , width] = small.shape;
    const flat = rowsOf(small);
    const offsets = [0, QUADRANT, QUADRANT * width, QUADRANT * width + QUADRANT];
    const quadrants = offsets.map((offset) =>
      tf.gather(
        flat,
        tf.tensor1d(
          places.map((place) => place + offset),
          'int32',
        ),
      ),
    );
    const [join, code] = this.#layers.slice(-2) as [Layer, Layer];
    const joined = tf.leakyRelu(dense(tf.concat(quadrants, 1), join), LEAK);
    return tf.tanh(dense(joined, code));
  }

  variables(): tf.Variable[] {
    return this.#layers.flatMap(({ kernel, bias }) => [kernel, bias]);
  }

  /** Copies of the weights as named tensors of a model file. */
  tensors(): Tensors {
    const tensors: Tensors = new Map();
    for (const { name, kernel, bias } of this.#layers) {
      for (const [part, variable] of [
        ['kernel', kernel],
        ['bias', bias],
      ] as const) {
        const data = variable.dataSync<'float32'>().slice();
        tensors.set(`encoder/${name}/${part}`, { dtype: 'F32', shape: variable.shape, data });
      }
    }
    return tensors;
  }

  dispose(): void {
    tf.dispose(this.variables());
  }
}

/** Cells as rows: [n * h * w, 64]. */
export function rowsOf(cells: tf.Tensor4D): tf.Tensor2D {
  return tf.reshape(cells, [-1, CODE]);
}

function dense(x: tf.Tensor2D, { kernel, bias }: Layer): tf.Tensor2D {
  return tf.add(tf.matMul(x, kernel as tf.Variable<tf.Rank.R2>), bias);
}

/** Tells from the difference of two codes in which of eight directions the second patch lies. */
export class PositionClassifier {
  readonly #layers: Layer[];

  /** 64 -> 128 -> 128 -> 8. */
  constructor(random: Random) {
    const sizes = [CODE, HIDDEN, HIDDEN, DIRECTIONS];
    this.#layers = sizes.slice(1).map((outputs, index) => ({
      name: String(index),
      kernel: heWeights(random.fork(index), [sizes[index] ?? outputs, outputs]),
      bias: zeros(outputs),
    }));
  }

  /** Logits [n, 8] from the codes of both patches, [n, 64] each. */
  logits(first: tf.Tensor2D, second: tf.Tensor2D): tf.Tensor2D {
    let x: tf.Tensor2D = tf.sub(first, second);
    this.#layers.forEach((layer, index) => {
      x = dense(x, layer);
      if (index < this.#layers.length - 1) x = tf.leakyRelu(x, LEAK);
    });
    return x;
  }

  variables(): tf.Variable[] {
    return this.#layers.flatMap(({ kernel, bias }) => [kernel, bias]);
  }

  dispose(): void {
    tf.dispose(this.variables());
  }
}
