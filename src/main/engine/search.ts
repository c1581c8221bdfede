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

/** What of a bank is searched; other methods' memories are no more than this. */
export type SearchedBank = Pick<NormalBank, 'dim' | 'vectors' | 'imageIndex'>;

/** A bank on the device, ready to be searched. */
export class BankIndex {
  readonly bank: SearchedBank;
  /** [dim, count], see `products.ts`. */
  readonly #columns: tf.Tensor2D;
  /** -|b|^2 / 2 per vector: nearest is the largest q.b - |b|^2 / 2. Null where all norms are 1. */
  readonly #offsets: tf.Tensor1D | null;

  /** @throws RangeError when the bank is empty */
  constructor(bank: SearchedBank) {
    this.bank = bank;
    const count = bankCount(bank);
    if (count === 0) throw new RangeError('the bank is empty');
    this.#columns = tf.tidy(() => tf.transpose(tf.tensor2d(bank.vectors, [count, bank.dim])));
    const offsets = tf.tidy(() => tf.mul(tf.sum(tf.square(this.#columns), 0), -0.5) as tf.Tensor1D);
    // Measured, not taken from the normalisation: a dead patch has length 0 even there.
    const unitNorm = offsets.dataSync().every((offset) => Math.abs(offset + 0.5) < UNIT_TOLERANCE);
    if (unitNorm) offsets.dispose();
    this.#offsets = unitNorm ? null : offsets;
  }

  /**
   * Eq. 6: D_theta = min over the bank of |q - t|_2, for every query.
   * The nearest is found by matrix products, its distance then computed from the difference of the
   * two vectors in float64, so that no digits are lost near zero.
   * @param queries [n, dim]
   * @param within `skip` leaves a range [from, to) of bank vectors out, `only` takes nothing else
   * @returns distances and bank indices, one per query; of equal ones the first
   */
  nearest(
    queries: tf.Tensor2D,
    within: Within = {},
  ): { distances: Float32Array; indices: Int32Array } {
    const [count] = queries.shape;
    const values = queries.dataSync<'float32'>();
    const squared = new Float64Array(count).fill(Infinity);
    const indices = new Int32Array(count);
    const tile = tileFor(count);
    for (const [from, to] of this.#ranges(within)) {
      for (let start = from; start < to; start += tile) {
        const local = this.#nearestInTile(queries, start, Math.min(tile, to - start));
        for (let query = 0; query < count; query++) {
          const index = start + local[query]!;
          const found = this.#squaredDistance(values, query, index);
          if (found >= squared[query]!) continue;
          squared[query] = found;
          indices[query] = index;
        }
      }
    }
    return { distances: Float32Array.from(squared, Math.sqrt), indices };
  }

  #ranges({ skip, only }: Within): Range[] {
    const count = bankCount(this.bank);
    const wanted: Range[] = skip
      ? [
          [0, skip[0]],
          [skip[1], count],
        ]
      : [only ?? [0, count]];
    const ranges = wanted.filter(([from, to]) => to > from);
    if (ranges.length === 0) throw new RangeError('nothing is left of the bank to search');
    return ranges;
  }

  /** The nearest of `length` bank vectors from `start` on, counted from `start`, for every query. */
  #nearestInTile(queries: tf.Tensor2D, start: number, length: number): Int32Array {
    return tf.tidy(() => {
      const isWhole = length === bankCount(this.bank);
      // Slicing copies, which costs as much as a tenth of the product of a small bank.
      const tile = isWhole
        ? this.#columns
        : tf.slice(this.#columns, [0, start], [this.bank.dim, length]);
      const products = tf.matMul(queries, tile);
      const closeness = this.#offsets
        ? tf.add(products, tf.slice(this.#offsets, [start], [length]))
        : products;
      return tf.argMax(closeness, 1).dataSync<'int32'>();
    });
  }

  #squaredDistance(queries: Float32Array, query: number, index: number): number {
    const { dim, vectors } = this.bank;
    const a = query * dim;
    const b = index * dim;
    let sum = 0;
    for (let d = 0; d < dim; d++) {
      const difference = queries[a + d]! - vectors[b + d]!;
      sum += difference * difference;
    }
    return sum;
  }

  dispose(): void {
    this.#columns.dispose();
    this.#offsets?.dispose();
  }
}
