/** Why this file exists: holds Eq. 6 against a search written out in float64. */
import { beforeAll, describe, expect, it } from 'vitest';
import { BankIndex } from '../../../src/main/engine/search.ts';
import { tf } from '../../../src/main/engine/tf.ts';
import { loadTensorFlow } from '../../../src/main/runtime/load-backend.ts';
import { bankOf, normals, unitRows } from './support.ts';

beforeAll(async () => {
  await loadTensorFlow();
});

/** All of Eq. 6 in float64; `skips` says which bank rows may not be taken. */
function bruteForce(
  queries: Float32Array,
  vectors: Float32Array,
  dim: number,
  skips: (row: number) => boolean = () => false,
) {
  const found: { distance: number; index: number }[] = [];
  for (let q = 0; q < queries.length / dim; q++) {
    let best = { distance: Infinity, index: -1 };
    for (let b = 0; b < vectors.length / dim; b++) {
      if (skips(b)) continue;
      let squared = 0;
      for (let d = 0; d < dim; d++) squared += (queries[q * dim + d]! - vectors[b * dim + d]!) ** 2;
      if (squared < best.distance ** 2) best = { distance: Math.sqrt(squared), index: b };
    }
    found.push(best);
  }
  return found;
}

function search(
  vectors: Float32Array,
  queries: Float32Array,
  dim: number,
  within?: Parameters<BankIndex['nearest']>[1],
) {
  const index = new BankIndex(bankOf(vectors, dim));
  const tensor = tf.tensor2d(queries, [queries.length / dim, dim]);
  const result = index.nearest(tensor, within);
  tensor.dispose();
  index.dispose();
  return result;
}

function expectFound(
  { distances, indices }: ReturnType<typeof search>,
  expected: ReturnType<typeof bruteForce>,
): void {
  expect(distances).toHaveLength(expected.length);
  expected.forEach(({ distance, index }, q) => {
    if (!(Math.abs((distances[q] ?? NaN) - distance) < 1e-5)) {
      expect(distances[q]).toBe(distance);
    }
    if (indices[q] !== index) expect(indices[q]).toBe(index);
  });
}

describe('BankIndex.nearest', () => {
  it('finds the nearest of unit vectors', () => {
    const vectors = unitRows(normals(1, 700 * 24), 24);
    const queries = unitRows(normals(2, 90 * 24), 24);
    expectFound(search(vectors, queries, 24), bruteForce(queries, vectors, 24));
  });

  it('finds the nearest of vectors of any length', () => {
    const vectors = normals(3, 500 * 10).map((v, i) => v * (1 + (Math.floor(i / 10) % 7)));
    const queries = normals(4, 120 * 10);
    expectFound(search(vectors, queries, 10), bruteForce(queries, vectors, 10));
  });

  it('finds the same across several tiles, the last of them short', () => {
    const dim = 3;
    // 16 million products a tile: 20,000 queries see 800 vectors at a time.
    const vectors = normals(5, 1900 * dim);
    const queries = normals(6, 20_000 * dim);
    const found = search(vectors, queries, dim);
    expectFound(found, bruteForce(queries, vectors, dim));
    expect(Math.max(...found.indices)).toBeGreaterThan(1600);
  });

  it.each([
    ['in the middle', [40, 90]],
    ['at the start', [0, 25]],
    ['at the end', [150, 200]],
    ['of no vectors', [60, 60]],
  ] as const)('leaves out a range %s', (_, skip) => {
    const vectors = unitRows(normals(7, 200 * 8), 8);
    // The queries are bank vectors: without the range they would find themselves.
    const queries = vectors.slice(0, 200 * 8);
    const expected = bruteForce(queries, vectors, 8, (b) => b >= skip[0] && b < skip[1]);
    expectFound(search(vectors, queries, 8, { skip }), expected);
  });

  it('takes nothing outside the only range it may take', () => {
    const vectors = unitRows(normals(7, 200 * 8), 8);
    const queries = unitRows(normals(8, 50 * 8), 8);
    const expected = bruteForce(queries, vectors, 8, (b) => b < 30 || b >= 45);
    const within = { only: [30, 45] as const };
    expectFound(search(vectors, queries, 8, within), expected);
  });

  it('says so when nothing is left to search', () => {
    const vectors = normals(9, 5 * 4);
    expect(() => search(vectors, vectors, 4, { skip: [0, 5] })).toThrow(/nothing is left/);
    expect(() => new BankIndex(bankOf(new Float32Array(0), 4))).toThrow(/is empty/);
  });

  it('keeps distances near zero to six digits after the point', () => {
    const vectors = unitRows(normals(10, 300 * 128), 128);
    const queries = vectors.slice(0, 64 * 128);
    const shifts = Array.from({ length: 64 }, (_, q) => (q === 0 ? 0 : 10 ** (-1 - q / 12)));
    shifts.forEach((shift, q) => {
      queries[q * 128 + 5]! += shift;
    });
    const { distances, indices } = search(vectors, queries, 128);
    bruteForce(queries, vectors, 128).forEach(({ distance, index }, q) => {
      expect(indices[q]).toBe(index);
      expect(Math.abs((distances[q] ?? NaN) - distance)).toBeLessThan(1e-6);
    });
    expect(distances[0]).toBe(0);
  });

  it('also finds a vector of length zero among unit vectors only where it is nearest', () => {
    // A flat, dead patch has no direction: its embedding stays at zero under the unit
    // normalisation.
    const vectors = new Float32Array(3 * 4);
    vectors.set([1, 0, 0, 0], 4);
    vectors.set([0, 1, 0, 0], 8);
    const queries = Float32Array.of(0.4, -0.9, 0, 0, 0.9, 0.4, 0, 0, 0, 0, 0, 0);
    const { indices } = search(vectors, unitRows(queries, 4), 4);
    expect([...indices]).toEqual([0, 1, 0]);
  });

  it('gives an exact tie to the first vector, so that results repeat', () => {
    const vectors = Float32Array.of(1, 0, 0, 1, 1, 0, 0, 1);
    const { indices } = search(vectors, Float32Array.of(1, 0, 0, 1), 2);
    expect([...indices]).toEqual([0, 1]);
  });

  it('leaves nothing behind', () => {
    const vectors = normals(1, 50 * 4);
    const before = tf.memory().numTensors;
    search(vectors, vectors, 4);
    search(vectors, vectors, 4, { skip: [2, 9] });
    expect(tf.memory().numTensors).toBe(before);
  });
});
