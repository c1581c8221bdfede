/** Why this file exists: holds PaDiM's arithmetic to what the textbook definitions give. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  apartSquared,
  choleskyFactor,
  packedLength,
  squaredDistances,
} from '../../../src/main/methods/gaussian.ts';
import { createRandom } from '../../../src/shared/random.ts';

/** `n` correlated samples of length d. */
function samplesOf(seed: number, n: number, d: number): number[][] {
  const random = createRandom(seed);
  return Array.from({ length: n }, () => {
    const row = Array.from({ length: d }, () => random.normal());
    return row.map((value, i) => value + 0.8 * (row[(i + 1) % d] ?? 0) + i);
  });
}

const meanOf = (rows: readonly number[][]) =>
  rows[0]!.map((_, i) => rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length);

/** The unbiased covariance as the definition has it, plus epsilon on the diagonal. */
function covarianceOf(rows: readonly number[][], epsilon: number): Float64Array {
  const mean = meanOf(rows);
  const d = mean.length;
  return Float64Array.from({ length: d * d }, (_, at) => {
    const [i, j] = [Math.floor(at / d), at % d];
    const sum = rows.reduce((total, row) => total + (row[i]! - mean[i]!) * (row[j]! - mean[j]!), 0);
    return sum / (rows.length - 1) + (i === j ? epsilon : 0);
  });
}

/** (x - mu)^T S^-1 (x - mu), S^-1 (x - mu) by Gauss-Jordan elimination. */
function definedDistance(x: number[], rows: readonly number[][], epsilon: number): number {
  const mean = meanOf(rows);
  const d = mean.length;
  const s = covarianceOf(rows, epsilon);
  const difference = x.map((value, i) => value - mean[i]!);
  const system = difference.map((value, i) => [...s.subarray(i * d, (i + 1) * d), value]);
  for (let pivot = 0; pivot < d; pivot++) {
    const row = system[pivot]!.map((value) => value / system[pivot]![pivot]!);
    system[pivot] = row;
    for (let other = 0; other < d; other++) {
      if (other === pivot) continue;
      const factor = system[other]![pivot]!;
      system[other] = system[other]!.map((value, i) => value - factor * row[i]!);
    }
  }
  return difference.reduce((sum, value, i) => sum + value * system[i]![d]!, 0);
}

function distance(x: number[], rows: readonly number[][], epsilon: number): number {
  const d = x.length;
  const factor = Float32Array.from(choleskyFactor(covarianceOf(rows, epsilon), d));
  const mean = Float32Array.from(meanOf(rows));
  return squaredDistances(Float32Array.from(x), mean, factor, 1, d).mahalanobis[0]!;
}

const shape = fc.record({
  seed: fc.integer({ min: 0, max: 1e6 }),
  d: fc.integer({ min: 1, max: 6 }),
  more: fc.integer({ min: 3, max: 20 }),
});

describe('choleskyFactor', () => {
  it('gives back the matrix as L L^T', () => {
    fc.assert(
      fc.property(shape, ({ seed, d, more }) => {
        const matrix = covarianceOf(samplesOf(seed, d + more, d), 0.01);
        const factor = choleskyFactor(matrix, d);
        for (let i = 0; i < d; i++) {
          for (let j = 0; j <= i; j++) {
            let sum = 0;
            for (let k = 0; k <= j; k++) {
              sum += factor[packedLength(i) + k]! * factor[packedLength(j) + k]!;
            }
            expect(sum).toBeCloseTo(matrix[i * d + j]!, 8);
          }
        }
      }),
    );
  });

  it('refuses a matrix that is no covariance', () => {
    expect(() => choleskyFactor(Float64Array.of(1, 2, 2, 1), 2)).toThrow(RangeError);
  });
});

describe('squaredDistances', () => {
  it('are (x - mu)^T Sigma^-1 (x - mu) and |x - mu|^2', () => {
    fc.assert(
      fc.property(shape, ({ seed, d, more }) => {
        const rows = samplesOf(seed, d + more, d);
        const x = samplesOf(seed + 1, 1, d)[0]!;
        const expected = definedDistance(x, rows, 0.01);
        expect(distance(x, rows, 0.01) / expected).toBeCloseTo(1, 3);
      }),
    );
  });

  it('keeps places apart', () => {
    const d = 2;
    const one = choleskyFactor(Float64Array.of(1, 0, 0, 1), d);
    const two = choleskyFactor(Float64Array.of(4, 0, 0, 9), d);
    const factors = Float32Array.from([...one, ...two]);
    const x = Float32Array.of(3, 4, 3, 4);
    const mean = Float32Array.of(0, 0, 1, 1);
    const { mahalanobis, euclidean } = squaredDistances(x, mean, factors, 2, d);
    expect([...mahalanobis]).toEqual([25, 2]);
    expect([...euclidean]).toEqual([25, 13]);
  });
});

describe('apartSquared', () => {
  it('is the distance from the Gaussian of the other samples', () => {
    fc.assert(
      fc.property(shape, ({ seed, d, more }) => {
        const rows = samplesOf(seed, d + more, d);
        const [x, ...others] = rows as [number[], ...number[][]];
        const expected = definedDistance(x, others, 0);
        const found = apartSquared(definedDistance(x, rows, 0), rows.length, 1e9, 0.01);
        expect(found / expected).toBeCloseTo(1, 5);
      }),
    );
  });

  it('is bounded by the least variance where a sample alone fills a direction', () => {
    const n = 10;
    const largest = (n - 1) ** 2 / n;
    for (const q of [largest, largest * (1 + 1e-6), largest * (1 - 1e-12)]) {
      expect(apartSquared(q, n, 4, 0.01)).toBeCloseTo(((10 / 9) ** 2 * 4) / 0.01, 6);
    }
  });
});
