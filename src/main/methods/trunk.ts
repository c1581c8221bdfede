/**
 * Why this file exists: the pretrained network of PatchCore, PaDiM and SPADE. Their papers take a
 * ResNet's stages 1, 2 and 3, at strides 4, 8 and 16 and with 3x3 padding; of VGG16 these are the
 * outputs of blocks 2, 3 and 4 after their pooling, which have the same strides. (The paper's own
 * method cuts the same network otherwise: without padding, see `engine/architecture.ts`.)
 */
import type { InputConvention } from '../../shared/manifest.ts';
import { LAYERS, type BackboneLayer } from '../backbone/backbone.ts';
import { preprocess } from '../engine/embedding.ts';
import { tf } from '../engine/tf.ts';
import { float32Of } from '../models/safetensors.ts';
import type { Tensors } from './method.ts';

export type Block = 2 | 3 | 4;
export const BLOCKS: readonly Block[] = [2, 3, 4];
/** Pixels between neighbouring outputs, and their length. */
export const STRIDE: Record<Block, number> = { 2: 4, 3: 8, 4: 16 };
export const CHANNELS: Record<Block, number> = { 2: 128, 3: 256, 4: 512 };

/** The outputs of the blocks for one image: [rows, columns, channels] each. */
export type Features = Record<Block, tf.Tensor3D>;

/** Rows, and columns, of a block's output on an image of `size` pixels. */
export function sideOf(block: Block, size: number): number {
  return Math.floor(size / STRIDE[block]);
}

/** The trunk as named tensors of a model file. */
export function trunkTensors(layers: readonly BackboneLayer[]): Tensors {
  const tensors: Tensors = new Map();
  for (const { name, kernel, shape, bias } of layers) {
    tensors.set(`trunk/${name}/kernel`, { dtype: 'F32', shape: [...shape], data: kernel });
    tensors.set(`trunk/${name}/bias`, { dtype: 'F32', shape: [bias.length], data: bias });
  }
  return tensors;
}

/**
 * Brings the output at each place to a root mean square of 1 over its channels. A ResNet's batch
 * normalisation keeps its stages of one size; VGG16 has none. Its blocks differ (on MVTec bottle 458,
 * 470 and 93), so that a distance over several would be that of the largest, and so do places by their
 * contrast. Pixel AUROC on bottle, when each block as a whole was brought to size 1, and each place:
 * PaDiM 98.2, 98.7; SPADE 96.3, 98.8; PatchCore 97.8, 98.6.
 */
function evened(outputs: tf.Tensor3D): tf.Tensor3D {
  return tf.tidy(() => {
    const squares = tf.mean(tf.square(outputs), 2, true);
    return tf.mul(outputs, tf.rsqrt(tf.add(squares, TINY)));
  });
}

/** A place without any response stays zero. */
const TINY = 1e-12;

const isBlock = (block: number): block is Block => block in STRIDE;

/**
 * Blocks' outputs on one grid of side * side places, one after the other: [side * side, channels].
 * Bilinear between places; a block with twice as many places is averaged over 2 x 2.
 */
export function aligned(parts: readonly tf.Tensor3D[], side: number): tf.Tensor2D {
  return tf.tidy(() => {
    const all = parts.map((part) =>
      part.shape[0] === side ? part : tf.image.resizeBilinear(part, [side, side], false, true),
    );
    const joined = tf.concat(all, 2);
    return tf.reshape(joined, [side * side, joined.shape[2]]);
  });
}

interface Conv {
  block: number;
  kernel: tf.Tensor4D;
  bias: tf.Tensor1D;
}

export class Trunk {
  readonly #convs: Conv[];
  readonly #input: InputConvention;

  /** @throws LoupeError `bad-data` when a layer is missing or has another shape */
  constructor(tensors: Tensors, input: InputConvention) {
    const file = { tensors, metadata: {} };
    const plain = LAYERS.map(([name, from, to]) => ({
      block: Number(name.charAt('conv'.length)),
      shape: [3, 3, from, to] as [number, number, number, number],
      kernel: float32Of(file, `trunk/${name}/kernel`, [3, 3, from, to]),
      bias: float32Of(file, `trunk/${name}/bias`, [to]),
    }));
    this.#input = input;
    this.#convs = plain.map(({ block, shape, kernel, bias }) => ({
      block,
      kernel: tf.tensor4d(kernel, shape),
      bias: tf.tensor1d(bias),
    }));
  }

  /**
   * The outputs of blocks 2, 3 and 4. The caller disposes them.
   * @param image RGB 0..255, size * size * 3 values
   */
  features(image: Float32Array, size: number): Features {
    return tf.tidy(() => {
      let x = preprocess(tf.tensor4d(image, [1, size, size, 3]), this.#input);
      const outputs: tf.Tensor3D[] = [];
      for (const [index, { block, kernel, bias }] of this.#convs.entries()) {
        x = tf.fused.conv2d({
          x,
          filter: kernel,
          bias,
          strides: 1,
          pad: 'same',
          activation: 'relu',
        });
        if (this.#convs[index + 1]?.block === block) continue;
        x = tf.maxPool(x, 2, 2, 'valid');
        if (isBlock(block)) outputs[block] = evened(tf.squeeze(x, [0]));
      }
      return { 2: outputs[2]!, 3: outputs[3]!, 4: outputs[4]! };
    });
  }

  dispose(): void {
    for (const { kernel, bias } of this.#convs) tf.dispose([kernel, bias]);
  }
}
