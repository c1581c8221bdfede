/**
 * Why this file exists: C of Eq. 3, which tells from two embeddings in which of twelve directions
 * the second patch lies from the first.
 */
import type { Random } from '../../shared/random.ts';
import { ANGLES } from './sampling.ts';
import { tf } from './tf.ts';

const HIDDEN = 128;
const LEAK = 0.1;

interface Dense {
  kernel: tf.Variable<tf.Rank.R2>;
  bias: tf.Variable<tf.Rank.R1>;
}

export class AngleClassifier {
  readonly #layers: Dense[];
  readonly #scale: number;

  /** Three layers, 2 dim -> 128 -> 128 -> 12, He-initialised from the seeded generator. */
  constructor(dim: number, random: Random) {
    const sizes = [2 * dim, HIDDEN, HIDDEN, ANGLES];
    this.#layers = sizes.slice(1).map((outputs, index) => {
      const inputs = sizes[index] ?? outputs;
      const deviation = Math.sqrt(2 / inputs);
      const kernel = Float32Array.from(
        { length: inputs * outputs },
        () => random.normal() * deviation,
      );
      return {
        kernel: tf.tidy(() => tf.variable(tf.tensor2d(kernel, [inputs, outputs]))),
        bias: tf.tidy(() => tf.variable(tf.zeros<tf.Rank.R1>([outputs]))),
      };
    });
    // Coordinates of a unit vector are about 1/sqrt(dim). Fed as they are, the first layer starts
    // almost blind and the task does not learn; brought to unit size it does.
    this.#scale = Math.sqrt(dim);
  }

  /** Logits [n, 12] from the embeddings of P_m and P_n, [n, dim] each. */
  logits(m: tf.Tensor2D, n: tf.Tensor2D): tf.Tensor2D {
    let current: tf.Tensor2D = tf.mul(tf.concat([m, n], 1), this.#scale);
    this.#layers.forEach(({ kernel, bias }, index) => {
      current = tf.add(tf.matMul(current, kernel), bias);
      if (index < this.#layers.length - 1) current = tf.leakyRelu(current, LEAK);
    });
    return current;
  }

  variables(): tf.Variable[] {
    return this.#layers.flatMap(({ kernel, bias }) => [kernel, bias] as tf.Variable[]);
  }

  dispose(): void {
    tf.dispose(this.variables());
  }
}
