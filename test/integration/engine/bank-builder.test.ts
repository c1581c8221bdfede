/** Why this file exists: holds which normal patches a bank of limited size keeps. */
import { beforeAll, describe, expect, it } from 'vitest';
import { bankCount, type NormalBank } from '../../../src/main/engine/bank.ts';
import { BankBuilder } from '../../../src/main/engine/bank-builder.ts';
import type { Grid } from '../../../src/main/engine/dense.ts';
import { tf } from '../../../src/main/engine/tf.ts';
import { loadTensorFlow } from '../../../src/main/runtime/load-backend.ts';
import { createRandom } from '../../../src/shared/random.ts';
import { normals, unitRows } from './support.ts';

const DIM = 8;
const GRID: Grid = { theta: 16, rows: 20, columns: 30, stride: 4, origin: -2 };
const CELLS = GRID.rows * GRID.columns;

beforeAll(async () => {
  await loadTensorFlow();
});

function build(
  images: readonly Float32Array[],
  count: number,
  seed = 0,
  grid = GRID,
  dim = DIM,
  coverShare?: number,
): NormalBank {
  const builder = new BankBuilder({
    grid,
    dim,
    images: images.length,
    count,
    seed,
    ...(coverShare === undefined ? {} : { coverShare }),
  });
  images.forEach((values, image) => {
    const embeddings = tf.tensor2d(values, [values.length / dim, dim]);
    builder.add(image, embeddings);
    embeddings.dispose();
  });
  return builder.finish();
}

/** Images of patches spread over the sphere. */
const spreadImages = (count: number) =>
  Array.from({ length: count }, (_, image) => unitRows(normals(image + 1, CELLS * DIM), DIM));

/** The largest distance of `queries` to the nearest of `vectors`. */
function coveringDistance(queries: Float32Array, vectors: Float32Array): number {
  let worst = 0;
  for (let q = 0; q < queries.length; q += DIM) {
    let nearest = Infinity;
    for (let b = 0; b < vectors.length; b += DIM) {
      let squared = 0;
      for (let d = 0; d < DIM; d++) squared += (queries[q + d]! - vectors[b + d]!) ** 2;
      nearest = Math.min(nearest, squared);
    }
    worst = Math.max(worst, nearest);
  }
  return Math.sqrt(worst);
}

describe('BankBuilder', () => {
  it('keeps as many patches as asked, each a real one, with image and place', () => {
    const images = spreadImages(4);
    const bank = build(images, 300);
    expect(bankCount(bank)).toBe(300);
    expect(bank.candidates).toBe(4 * CELLS);
    expect([...bank.imageIndex]).toEqual([...bank.imageIndex].sort((a, b) => a - b));
    const places = new Set<string>();
    for (let i = 0; i < 300; i++) {
      const [image, x, y] = [bank.imageIndex[i]!, bank.x[i]!, bank.y[i]!];
      const column = (x - GRID.origin) / GRID.stride;
      const row = (y - GRID.origin) / GRID.stride;
      const from = (row * GRID.columns + column) * DIM;
      expect(bank.vectors.subarray(i * DIM, (i + 1) * DIM)).toEqual(
        images[image]?.subarray(from, from + DIM),
      );
      places.add(`${image}/${x}/${y}`);
    }
    expect(places.size).toBe(300);
    expect(new Set(bank.imageIndex).size).toBe(4);
  });

  it('is the same for the same seed and another for another seed', () => {
    const images = spreadImages(3);
    expect(build(images, 200, 5)).toEqual(build(images, 200, 5));
    expect(build(images, 200, 6).vectors).not.toEqual(build(images, 200, 5).vectors);
  });

  it('keeps every patch where there is room for all', () => {
    const images = spreadImages(2);
    const bank = build(images, 10 * CELLS);
    expect(bankCount(bank)).toBe(2 * CELLS);
    const all = new Float32Array(2 * CELLS * DIM);
    images.forEach((values, image) => all.set(values, image * CELLS * DIM));
    expect(bank.vectors).toEqual(all);
  });

  it.each([1, 2, 3, 4, 5])('ends for a bank of %i', (count) => {
    expect(bankCount(build(spreadImages(2), count))).toBe(count);
  });

  it('covers rare patches far better than a random choice does', () => {
    // 99 % of the patches are nearly equal, 1 % lie all over the sphere.
    const random = createRandom(3);
    const images = Array.from({ length: 6 }, (_, image) => {
      const values = normals(100 + image, CELLS * DIM);
      for (let cell = 0; cell < CELLS; cell++) {
        if (random.uniform() < 0.01) continue;
        for (let d = 0; d < DIM; d++) {
          const at = cell * DIM + d;
          values[at] = (d === 0 ? 3 : 0) + 0.05 * values[at]!;
        }
      }
      return unitRows(values, DIM);
    });
    const all = new Float32Array(6 * CELLS * DIM);
    images.forEach((values, image) => all.set(values, image * CELLS * DIM));
    const count = 120;
    const drawn = new Float32Array(count * DIM);
    const choice = createRandom(0).shuffle([...Array(6 * CELLS).keys()]);
    choice.slice(0, count).forEach((cell, i) => {
      drawn.set(all.subarray(cell * DIM, (cell + 1) * DIM), i * DIM);
    });
    const ours = coveringDistance(all, build(images, count).vectors);
    const randoms = coveringDistance(all, drawn);
    expect(ours).toBeLessThan(0.5 * randoms);
  });

  it('keeps the density of common patches: most of the sampled half comes from them', () => {
    const images = Array.from({ length: 4 }, (_, image) => {
      const values = normals(50 + image, CELLS * DIM);
      for (let cell = 0; cell < CELLS; cell++) {
        if (cell % 10 === 0) continue;
        for (let d = 0; d < DIM; d++) {
          const at = cell * DIM + d;
          values[at] = (d === 0 ? 3 : 0) + 0.3 * values[at]!;
        }
      }
      return unitRows(values, DIM);
    });
    const bank = build(images, 200);
    let common = 0;
    for (let i = 0; i < 200; i++) if (bank.vectors[i * DIM]! > 0.9) common++;
    expect(common).toBeGreaterThan(85);
  });

  it('copes with a flat background: thousands of patches that are the same', () => {
    const images = Array.from({ length: 3 }, (_, image) => {
      const values = new Float32Array(CELLS * DIM);
      for (let cell = 0; cell < CELLS; cell++) values[cell * DIM] = 1;
      values.set(unitRows(normals(image + 1, 10 * DIM), DIM), 100 * DIM);
      return values;
    });
    const bank = build(images, 100);
    expect(bankCount(bank)).toBe(100);
    const all = new Float32Array(3 * CELLS * DIM);
    images.forEach((values, image) => all.set(values, image * CELLS * DIM));
    expect(coveringDistance(all, bank.vectors)).toBeLessThan(0.01);
  });

  it.each([
    ['nothing but zeros', new Float32Array(CELLS * DIM)],
    ['one constant vector', new Float32Array(CELLS * DIM).fill(0.25)],
  ])('copes with %s', (_, values) => {
    expect(bankCount(build([values, values], 50))).toBe(50);
  });

  it('copes with patches that differ only by rounding', () => {
    const values = normals(4, CELLS * DIM).map((v, i) => (i % DIM === 0 ? 1 : 1e-7 * v));
    expect(bankCount(build([values, values, values], 64))).toBe(64);
  });

  it('copes with embeddings whose lengths differ a thousandfold from image to image', () => {
    const images = [1e-3, 1, 1000].map((factor, image) =>
      normals(image + 1, CELLS * DIM).map((v) => factor * v),
    );
    expect(bankCount(build(images, 120))).toBe(120);
  });

  it('leaves no tensors behind', () => {
    const images = spreadImages(3);
    build(images, 100);
    const before = tf.memory().numTensors;
    build(images, 100);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('coverShare', () => {
  it('covers better the more of the bank is for coverage, and samples only where it is none', () => {
    // Dense patches in one direction and few far from them, as rare good parts are.
    const dense = unitRows(normals(5, CELLS * DIM), DIM);
    for (let row = 0; row < CELLS; row++) {
      if (row % 100 !== 0) for (let d = 1; d < DIM; d++) dense[row * DIM + d]! *= 0.05;
      if (row % 100 !== 0) dense[row * DIM] = 1;
    }
    const coverage = (share: number) =>
      coveringDistance(dense, build([dense], 40, 0, GRID, DIM, share).vectors);
    const [density, mixed, cover] = [coverage(0), coverage(0.5), coverage(1)];
    expect(cover).toBeLessThan(density);
    expect(mixed).toBeLessThan(density);
    expect(bankCount(build([dense], 40, 0, GRID, DIM, 0))).toBe(40);
  });
});
