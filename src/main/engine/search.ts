/**
 * Why this file exists: Eq. 6, exact nearest-neighbour search over the memory bank, as tiled
 * matrix products on the backend.
 */
import { bankCount, type NormalBank } from './bank.ts';
import { tf } from './tf.ts';

/** Largest tile of the product in floats (64 MB): bounds memory whatever the bank's size. */
const TILE_FLOATS = 16_000_000;
/** |b|^2 / 2 may differ this much from 1/2 by rounding alone. */
const UNIT_TOLERANCE = 1e-5;

/** How many bank vectors are compared at a time with `queries` vectors. */
export function tileFor(queries: number): number {
  return Math.max(256, Math.floor(TILE_FLOATS / queries));
}

/** Bank vectors from the first index up to, without, the second. */
type Range = readonly [number, number];

export interface Within {
  skip?: Range;
  only?: Range;
}

/** A bank on the device, ready to be searched. */
export class BankIndex {
  readonly bank: NormalBank;
  readonly #vectors: tf.Tensor2D;
  /** -|b|^2 / 2 per vector: nearest is the largest q.b - |b|^2 / 2. Null where all norms are 1. */
  readonly #offsets: tf.Tensor1D | null;

  /** @throws RangeError when the bank is empty */
  constructor(bank: NormalBank) {
    this.bank = bank;
    const count = bankCount(bank);
    if (count === 0) throw new RangeError(`the bank of theta = ${bank.theta} is empty`);
    this.#vectors = tf.tensor2d(bank.vectors, [count, bank.dim]);
    const offsets = tf.tidy(() => tf.mul(tf.sum(tf.square(this.#vectors), 1), -0.5) as tf.Tensor1D);
    // Measured, not taken from the normalisation: a dead patch has length 0 even there.
    const unitNorm = offsets.dataSync().every((offset) => Math.abs(offset + 0.5) < UNIT_TOLERANCE);
    if (unitNorm) offsets.dispose();
    this.#offsets = unitNorm ? null : offsets;
  }

  /**
   * Eq. 6: D_theta = min over the bank of |q - t|_2, for every query.
   * The nearest is found by matrix products, its distance then computed from the difference of the
   * two vectors, so that no digits are lost near zero.
   * @param queries [n, dim]
   * @param within `skip` leaves a range [from, to) of bank vectors out, `only` takes nothing else
   * @returns distances and bank indices, one per query
   */
  nearest(
    queries: tf.Tensor2D,
    within: Within = {},
  ): { distances: Float32Array; indices: Int32Array } {
    const [distances, indices] = tf.tidy(() => {
      const best = this.#nearestTensors(queries, within);
      return [best.distances.dataSync<'float32'>(), best.indices.dataSync<'int32'>()] as const;
    });
    return { distances, indices };
  }

  #nearestTensors(queries: tf.Tensor2D, { skip, only }: Within) {
    const count = bankCount(this.bank);
    const wanted: Range[] = skip
      ? [
          [0, skip[0]],
          [skip[1], count],
        ]
      : [only ?? [0, count]];
    const ranges = wanted.filter(([from, to]) => to > from);
    if (ranges.length === 0) throw new RangeError('nothing is left of the bank to search');
    const tile = tileFor(queries.shape[0]);

    let distances: tf.Tensor1D | null = null;
    let indices: tf.Tensor1D | null = null;
    for (const [from, to] of ranges) {
      for (let start = from; start < to; start += tile) {
        const found = this.#nearestInTile(queries, start, Math.min(tile, to - start));
        if (distances === null || indices === null) {
          ({ distances, indices } = found);
          continue;
        }
        const closer: tf.Tensor1D = tf.less(found.distances, distances);
        indices = tf.where(closer, found.indices, indices) as tf.Tensor1D;
        distances = tf.minimum<tf.Tensor1D>(found.distances, distances);
      }
    }
    return { distances: distances as tf.Tensor1D, indices: indices as tf.Tensor1D };
  }

  #nearestInTile(queries: tf.Tensor2D, start: number, length: number) {
    return tf.tidy(() => {
      const tile = tf.slice(this.#vectors, [start, 0], [length, this.bank.dim]);
      const products = tf.matMul(queries, tile, false, true);
      const closeness = this.#offsets
        ? tf.add(products, tf.slice(this.#offsets, [start], [length]))
        : products;
      const local: tf.Tensor1D = tf.argMax(closeness, 1);
      const difference = tf.sub(queries, tf.gather(tile, local));
      return {
        distances: tf.sqrt(tf.sum(tf.square(difference), 1)) as tf.Tensor1D,
        indices: tf.add(local, tf.scalar(start, 'int32')) as tf.Tensor1D,
      };
    });
  }

  dispose(): void {
    this.#vectors.dispose();
    this.#offsets?.dispose();
  }
}
