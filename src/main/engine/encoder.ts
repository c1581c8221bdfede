/**
 * Why this file exists: Enc_theta as a dense valid network, and the dense pass of all three
 * encoders over one image with shared early layers computed once.
 */
import type { Theta } from '../../shared/scales.ts';
import { ARCHITECTURES, convolutionsOf, type Architecture, type ConvName } from './architecture.ts';
import { tf } from './tf.ts';

/** Plain weights of one convolution: kernel [3,3,in,out] (HWIO) and bias [out]. */
export interface ConvWeights {
  name: string;
  kernel: Float32Array;
  shape: readonly [number, number, number, number];
  bias: Float32Array;
}

interface ConvTensors {
  kernel: tf.Tensor4D;
  bias: tf.Tensor1D;
}

export class Encoder {
  readonly architecture: Architecture;
  readonly #convs: Map<ConvName, ConvTensors>;
  readonly #owned: boolean;

  private constructor(
    architecture: Architecture,
    convs: Map<ConvName, ConvTensors>,
    owned: boolean,
  ) {
    this.architecture = architecture;
    this.#convs = convs;
    this.#owned = owned;
  }

  get theta(): Theta {
    return this.architecture.theta;
  }

  /**
   * Builds Enc_theta from plain weights.
   * @param trainable variables instead of constants
   * @throws RangeError when a convolution is missing or has another shape
   */
  static create(theta: Theta, weights: readonly ConvWeights[], trainable = false): Encoder {
    const architecture = ARCHITECTURES[theta];
    const byName = new Map(weights.map((layer) => [layer.name, layer]));
    const convs = new Map<ConvName, ConvTensors>();
    for (const { name, inputs, outputs } of convolutionsOf(architecture)) {
      const layer = byName.get(name);
      const shape = [3, 3, inputs, outputs] as const;
      if (!layer || layer.shape.join() !== shape.join() || layer.bias.length !== outputs) {
        throw new RangeError(
          `${name} must have a kernel [${shape.join()}] and a bias [${outputs}]`,
        );
      }
      const kernel = tf.tensor4d(layer.kernel, [...shape]);
      const bias = tf.tensor1d(layer.bias);
      convs.set(name, trainable ? asVariables(kernel, bias) : { kernel, bias });
    }
    return new Encoder(architecture, convs, true);
  }

  /** The shorter encoder that uses this one's tensors: a dense pass of both shares them. */
  prefix(theta: Theta): Encoder {
    return new Encoder(ARCHITECTURES[theta], this.#convs, false);
  }

  /**
   * Dense pass: preprocessed images [n, H, W, 3] to feature maps [n, h, w, dim], before
   * normalisation. Position (y, x) sees the pixels from `stride * (y, x)` on.
   * @param cache results of earlier encoders in the same pass; kept until the caller disposes them
   */
  forward(images: tf.Tensor4D, cache?: PassCache): tf.Tensor4D {
    let current = images;
    let key = '';
    for (const step of this.architecture.steps) {
      const convTensors = step.kind === 'conv' ? this.#conv(step.name) : null;
      key += convTensors ? `/${convTensors.kernel.id}` : '/pool';
      const known = cache?.get(key);
      if (known) {
        current = known;
        continue;
      }
      current = convTensors
        ? tf.fused.conv2d({
            x: current,
            filter: convTensors.kernel,
            bias: convTensors.bias,
            strides: 1,
            pad: 'valid',
            activation: 'relu',
          })
        : tf.maxPool(current, 2, 2, 'valid');
      cache?.set(key, current);
    }
    return current;
  }

  /** Trainable tensors, in order. */
  variables(): tf.Variable[] {
    return convolutionsOf(this.architecture).flatMap(({ name }) => {
      const { kernel, bias } = this.#conv(name);
      return [kernel, bias] as tf.Variable[];
    });
  }

  /** Copies of the weights as plain values. */
  async weights(): Promise<ConvWeights[]> {
    const layers: ConvWeights[] = [];
    for (const { name, inputs, outputs } of convolutionsOf(this.architecture)) {
      const { kernel, bias } = this.#conv(name);
      layers.push({
        name,
        kernel: (await kernel.data<'float32'>()).slice(),
        shape: [3, 3, inputs, outputs],
        bias: (await bias.data<'float32'>()).slice(),
      });
    }
    return layers;
  }

  /** Overwrites the weights of a trainable encoder. */
  assign(weights: readonly ConvWeights[]): void {
    for (const layer of weights) {
      const { kernel, bias } = this.#conv(layer.name as ConvName);
      tf.tidy(() => {
        (kernel as tf.Variable<tf.Rank.R4>).assign(tf.tensor4d(layer.kernel, [...layer.shape]));
        (bias as tf.Variable<tf.Rank.R1>).assign(tf.tensor1d(layer.bias));
      });
    }
  }

  dispose(): void {
    if (!this.#owned) return;
    for (const { kernel, bias } of this.#convs.values()) tf.dispose([kernel, bias]);
  }

  #conv(name: ConvName): ConvTensors {
    const tensors = this.#convs.get(name);
    if (!tensors) throw new RangeError(`Enc${this.theta} has no ${name}`);
    return tensors;
  }
}

/** Results within one dense pass, by the weights that made them. */
export type PassCache = Map<string, tf.Tensor4D>;

function asVariables(kernel: tf.Tensor4D, bias: tf.Tensor1D): ConvTensors {
  const variables = {
    kernel: tf.variable(kernel, true),
    bias: tf.variable(bias, true),
  };
  tf.dispose([kernel, bias]);
  return variables;
}
