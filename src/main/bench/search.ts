/** Why this file exists: how fast the exact search is against only its matrix products. */
import type { NormalBank } from '../engine/bank.ts';
import { ARCHITECTURES, denseCount } from '../engine/architecture.ts';
import { BankIndex, tileFor } from '../engine/search.ts';
import { tf } from '../engine/tf.ts';
import type { OnProgress } from '../../shared/progress.ts';
import { createRandom } from '../../shared/random.ts';
import { THETAS, type Theta } from '../../shared/scales.ts';
import type { BackendName } from '../runtime/device.ts';
import type { BenchResult, Figure } from './report.ts';
import { timeInTurns, waitFor } from './timing.ts';

const SIZE = 256;
const BANKS = [2_000, 9_000, 40_000] as const;
/** The search may take this much longer than its bare matrix products. */
const TARGET = 1.5;
const RUNS: Record<BackendName, number> = { gpu: 30, native: 7, wasm: 3, js: 1 };

export async function benchSearch(
  backend: BackendName,
  onProgress: OnProgress,
): Promise<BenchResult> {
  const jobs = THETAS.flatMap((theta) => BANKS.map((count) => ({ theta, count })));
  const figures: Figure[] = [];
  for (const [done, { theta, count }] of jobs.entries()) {
    onProgress({ step: 'Bench of the search', done, total: jobs.length, unit: 'figures' });
    figures.push(await benchBank(theta, count, RUNS[backend]));
  }
  onProgress({ step: 'Bench of the search', done: jobs.length, total: jobs.length });
  return { bench: 'search', figures };
}

/** All patches of one image against a bank of `count` vectors. */
async function benchBank(theta: Theta, count: number, runs: number): Promise<Figure> {
  const { dim } = ARCHITECTURES[theta];
  const queryCount = denseCount(ARCHITECTURES[theta], SIZE) ** 2;
  const bank: NormalBank = {
    theta,
    dim,
    vectors: unitVectors(1, count, dim),
    imageIndex: new Uint32Array(count),
    x: new Int32Array(count),
    y: new Int32Array(count),
    localScale: new Float32Array(count).fill(1),
    candidates: count,
    coveringRadius: NaN,
  };
  const queries = tf.tensor2d(unitVectors(2, queryCount, dim), [queryCount, dim]);
  const index = new BankIndex(bank);
  // The bare products are cut as the search cuts them, beforehand.
  const tile = tileFor(queryCount);
  const tiles: ReturnType<typeof tf.tensor2d>[] = [];
  for (let start = 0; start < count; start += tile) {
    const length = Math.min(tile, count - start);
    const rows = bank.vectors.subarray(start * dim, (start + length) * dim);
    tiles.push(tf.tidy(() => tf.transpose(tf.tensor2d(rows, [length, dim]))));
  }
  const bare = () => {
    for (const each of tiles) {
      const product = tf.matMul(queries, each);
      waitFor(tf, product);
      product.dispose();
    }
  };
  const [ours, theirs] = await timeInTurns([() => index.nearest(queries), bare], runs);
  tf.dispose([queries, ...tiles]);
  index.dispose();
  const flops = 2 * queryCount * count * dim;
  const [ms, bareMs] = [ours?.median ?? NaN, theirs?.median ?? NaN];
  return {
    name: `theta ${theta}: ${queryCount} patches, ${count} vectors of ${dim}`,
    ms,
    bareMs,
    ratio: ms / bareMs,
    target: TARGET,
    gflops: flops / ms / 1e6,
    bareGflops: flops / bareMs / 1e6,
  };
}

function unitVectors(seed: number, count: number, dim: number): Float32Array {
  const random = createRandom(seed);
  const vectors = new Float32Array(count * dim);
  for (let row = 0; row < count; row++) {
    let squared = 0;
    for (let d = 0; d < dim; d++) {
      const value = random.uniform();
      vectors[row * dim + d] = value;
      squared += value * value;
    }
    for (let d = 0; d < dim; d++) vectors[row * dim + d]! /= Math.sqrt(squared);
  }
  return vectors;
}
