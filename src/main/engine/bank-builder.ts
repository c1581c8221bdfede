/**
 * Why this file exists: which normal patches a memory bank of limited size keeps. Half of it is
 * for coverage (rare normal patches must have a neighbour, or good parts score high), the rest for
 * density (frequent patches must have close neighbours, or maps of good parts are noisy).
 *
 * Coverage is a streaming epsilon-cover: a patch is kept when no kept one is within epsilon; when
 * the cover outgrows its room, epsilon grows and the cover is thinned. Density is a uniform sample.
 * Only the bank and one image's embeddings are ever held; the result depends on the seed only.
 */
import { createRandom } from '../../shared/random.ts';
import type { NormalBank } from './bank.ts';
import type { Grid } from './dense.ts';
import { dotProducts } from './products.ts';
import { tf } from './tf.ts';

/** Part of the bank kept for coverage, unless a study asks for another. */
const COVER_SHARE = 0.5;
/** Least growth of epsilon at each overflow: small steps lose little of the room. */
const GROWTH = 1.08;
/** First epsilon as a part of the embeddings' typical norm: drops what is as good as equal. */
const NEARLY_EQUAL = 1e-3;
/** Candidates compared with each other at a time. */
const BLOCK = 512;

export interface BankBuilderOptions {
  grid: Grid;
  dim: number;
  /** Images that will be added, in order of their index. */
  images: number;
  /** Vectors wanted. */
  count: number;
  seed: number;
  /** Part of the bank kept for coverage: 1 is coverage only, 0 density only; half by default. */
  coverShare?: number;
}

interface Origin {
  image: number;
  cell: number;
}

export class BankBuilder {
  readonly #options: BankBuilderOptions;
  readonly #coverRoom: number;
  /** Uniformly drawn candidates, as image * cells + cell, in the order they were drawn. */
  readonly #drawn: number[];
  readonly #drawnVectors = new Map<number, Float32Array>();
  #cover: Float32Array;
  #coverOrigins: Origin[] = [];
  #epsilon = 0;

  constructor(options: BankBuilderOptions) {
    this.#options = options;
    const total = options.images * options.grid.rows * options.grid.columns;
    const count = Math.min(options.count, total);
    this.#coverRoom = Math.floor(count * (options.coverShare ?? COVER_SHARE));
    const random = createRandom(options.seed).fork(`bank/${options.grid.theta}`);
    this.#drawn = drawDistinct(total, count, (n) => random.integer(n));
    this.#cover = new Float32Array(this.#coverRoom * options.dim);
  }

  /** Offers all embeddings [cells, dim] of one image. */
  add(image: number, embeddings: tf.Tensor2D): void {
    const { dim } = this.#options;
    const cells = embeddings.shape[0];
    const values = embeddings.dataSync<'float32'>();
    for (const key of this.#keysOfImage(image, cells)) {
      const cell = key - image * cells;
      this.#drawnVectors.set(key, values.slice(cell * dim, (cell + 1) * dim));
    }
    if (this.#coverRoom === 0) return;
    if (this.#epsilon === 0) {
      const norm = tf.tidy(() => tf.mean(tf.norm(embeddings, 2, 1)).dataSync()[0] ?? 0);
      this.#epsilon = Math.max(NEARLY_EQUAL * norm, Number.MIN_VALUE);
    }
    const far = this.#fartherThanEpsilon(embeddings, this.#coverOrigins.length);
    for (let start = 0; start < far.length; start += BLOCK) {
      this.#addBlock(image, values, far.slice(start, start + BLOCK));
    }
  }

  /** The bank, ordered by image. Its covering radius is measured later, by calibration. */
  finish(): NormalBank {
    const { grid, dim, images } = this.#options;
    const cells = grid.rows * grid.columns;
    const cover = this.#coverOrigins.map((origin, index) => ({
      ...origin,
      vector: this.#cover.subarray(index * dim, (index + 1) * dim),
    }));
    const covered = new Set(cover.map(({ image, cell }) => image * cells + cell));
    const sampled = this.#drawn
      .filter((key) => !covered.has(key) && this.#drawnVectors.has(key))
      .slice(0, this.#drawn.length - cover.length)
      .map((key) => ({
        image: Math.floor(key / cells),
        cell: key % cells,
        vector: this.#drawnVectors.get(key) ?? new Float32Array(dim),
      }));
    const chosen = [...cover, ...sampled].sort((a, b) => a.image - b.image || a.cell - b.cell);

    const bank: NormalBank = {
      theta: grid.theta,
      dim,
      vectors: new Float32Array(chosen.length * dim),
      imageIndex: new Uint32Array(chosen.length),
      x: new Int32Array(chosen.length),
      y: new Int32Array(chosen.length),
      localScale: new Float32Array(chosen.length).fill(1),
      candidates: images * cells,
      coveringRadius: Number.NaN,
    };
    chosen.forEach(({ image, cell, vector }, index) => {
      bank.vectors.set(vector, index * dim);
      bank.imageIndex[index] = image;
      bank.x[index] = grid.origin + (cell % grid.columns) * grid.stride;
      bank.y[index] = grid.origin + Math.floor(cell / grid.columns) * grid.stride;
    });
    return bank;
  }

  *#keysOfImage(image: number, cells: number): Iterable<number> {
    this.#sortedDrawn ??= Float64Array.from(this.#drawn).sort();
    const sorted = this.#sortedDrawn;
    const first = image * cells;
    let index = lowerBound(sorted, first);
    while (index < sorted.length && (sorted[index] ?? 0) < first + cells) {
      yield sorted[index] ?? 0;
      index++;
    }
  }
  #sortedDrawn: Float64Array | null = null;

  /** Rows of `embeddings` farther than epsilon from the first `count` vectors of the cover. */
  #fartherThanEpsilon(embeddings: tf.Tensor2D, count: number): number[] {
    const rows = embeddings.shape[0];
    if (count === 0) return Array.from({ length: rows }, (_, row) => row);
    const { dim } = this.#options;
    const squared = tf.tidy(() => {
      const cover = tf.tensor2d(this.#cover.subarray(0, count * dim), [count, dim]);
      return minimumSquaredDistance(embeddings, cover).dataSync<'float32'>();
    });
    const limit = this.#epsilon ** 2;
    const far: number[] = [];
    for (let row = 0; row < rows; row++) if ((squared[row] ?? 0) > limit) far.push(row);
    return far;
  }

  /** Adds those rows of a block that are far from the cover and from each other. */
  #addBlock(image: number, values: Float32Array, rows: number[]): void {
    const { dim } = this.#options;
    const known = this.#coverOrigins.length;
    const block = new Float32Array(rows.length * dim);
    rows.forEach((row, index) =>
      block.set(values.subarray(row * dim, (row + 1) * dim), index * dim),
    );
    const tensor = tf.tensor2d(block, [rows.length, dim]);
    const far = this.#fartherThanEpsilon(tensor, known);
    const accepted = greedyCover(tensor, far, this.#epsilon);
    tensor.dispose();
    for (const index of accepted) {
      if (this.#coverOrigins.length === this.#coverRoom) this.#thin();
      if (this.#coverOrigins.length === this.#coverRoom) return;
      this.#cover.set(
        block.subarray(index * dim, (index + 1) * dim),
        this.#coverOrigins.length * dim,
      );
      this.#coverOrigins.push({ image, cell: rows[index] ?? 0 });
    }
  }

  /** Lets epsilon grow until at least a twentieth of the room is free again. */
  #thin(): void {
    const { dim } = this.#options;
    const count = this.#coverOrigins.length;
    // A single vector stays whatever epsilon is: a cover with no more room is as it is.
    if (count < 2) return;
    const tensor = tf.tensor2d(this.#cover.subarray(0, count * dim), [count, dim]);
    this.#epsilon = Math.max(this.#epsilon, smallNeighbourDistance(tensor));
    let kept: number[];
    do {
      this.#epsilon *= GROWTH;
      kept = [];
      for (let start = 0; start < count; start += BLOCK) {
        const rows = Array.from(
          { length: Math.min(BLOCK, count - start) },
          (_, index) => start + index,
        );
        kept.push(...this.#keepInBlock(tensor, rows, kept));
      }
    } while (kept.length > this.#coverRoom * 0.95);
    tensor.dispose();

    const next = new Float32Array(this.#cover.length);
    kept.forEach((row, index) =>
      next.set(this.#cover.subarray(row * dim, (row + 1) * dim), index * dim),
    );
    this.#cover = next;
    this.#coverOrigins = kept.map((row) => this.#coverOrigins[row] as Origin);
  }

  #keepInBlock(all: tf.Tensor2D, rows: number[], kept: number[]): number[] {
    return tf.tidy(() => {
      const block = tf.gather(all, tf.tensor1d(rows, 'int32'));
      let open = rows.map((_, index) => index);
      if (kept.length > 0) {
        const cover = tf.gather(all, tf.tensor1d(kept, 'int32'));
        const squared = minimumSquaredDistance(block, cover).dataSync<'float32'>();
        open = open.filter((index) => (squared[index] ?? 0) > this.#epsilon ** 2);
      }
      return greedyCover(block, open, this.#epsilon).map((index) => rows[index] ?? 0);
    });
  }
}

/** Squared distance of each row of a [n, dim] to its nearest row of b [m, dim]. */
function minimumSquaredDistance(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor1D {
  return tf.tidy(() => {
    const halfNorms = tf.mul(0.5, tf.sum(tf.square(b), 1));
    const closeness = tf.max(tf.sub(dotProducts(a, b), halfNorms), 1);
    return tf.relu(tf.sub(tf.sum(tf.square(a), 1), tf.mul(2, closeness))) as tf.Tensor1D;
  });
}

/** Those of `rows`, in order, that are farther than epsilon from every one taken before. */
function greedyCover(block: tf.Tensor2D, rows: readonly number[], epsilon: number): number[] {
  if (rows.length === 0) return [];
  const n = rows.length;
  const squared = tf.tidy(() => {
    const chosen: tf.Tensor2D = tf.gather(block, tf.tensor1d([...rows], 'int32'));
    const squares = tf.sum(tf.square(chosen), 1);
    const sums = tf.add(tf.expandDims(squares, 1), tf.expandDims(squares, 0));
    return tf.sub(sums, tf.mul(2, dotProducts(chosen, chosen))).dataSync<'float32'>();
  });
  const taken: number[] = [];
  for (let i = 0; i < n; i++) {
    if (taken.every((j) => (squared[i * n + j] ?? 0) > epsilon ** 2)) taken.push(i);
  }
  return taken.map((index) => rows[index] ?? 0);
}

/** The distance to the nearest other row that one in three rows falls below. */
function smallNeighbourDistance(vectors: tf.Tensor2D): number {
  const [n, dim] = vectors.shape;
  const nearest = new Float32Array(n);
  for (let start = 0; start < n; start += BLOCK) {
    const length = Math.min(BLOCK, n - start);
    const squared = tf.tidy(() => {
      const block = tf.slice(vectors, [start, 0], [length, dim]);
      const own = tf.oneHot(tf.range(start, start + length, 1, 'int32') as tf.Tensor1D, n);
      const closeness = tf.sub(
        dotProducts(block, vectors),
        tf.mul(0.5, tf.sum(tf.square(vectors), 1)),
      );
      const others = tf.max(tf.sub(closeness, tf.mul(own, 1e9)), 1);
      return tf.relu(tf.sub(tf.sum(tf.square(block), 1), tf.mul(2, others))).dataSync<'float32'>();
    });
    nearest.set(squared, start);
  }
  return Math.sqrt(nearest.sort()[Math.floor(n / 3)] ?? 0);
}

/** `count` distinct integers below `total`, in random order. */
function drawDistinct(total: number, count: number, integer: (n: number) => number): number[] {
  if (count * 2 > total) {
    const all = Array.from({ length: total }, (_, index) => index);
    for (let i = 0; i < count; i++) {
      const j = i + integer(total - i);
      [all[i], all[j]] = [all[j] ?? 0, all[i] ?? 0];
    }
    return all.slice(0, count);
  }
  const drawn = new Set<number>();
  while (drawn.size < count) drawn.add(integer(total));
  return [...drawn];
}

/** First position in an ascending array whose value is not below `value`. */
function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
