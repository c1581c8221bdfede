/**
 * Why this file exists: how the benches take times. Warm-up first, then the engine's work and the
 * bare work it is compared with in turns, so that what else the machine does meets both alike.
 */
import type { TensorFlow } from '../runtime/load-backend.ts';

/** Milliseconds of the runs of one piece of work. */
export interface Timing {
  median: number;
  fastest: number;
  runs: number;
}

export type Work = () => unknown;

/** The median of at least one value. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/**
 * Times several pieces of work in turns: once each to warm up, then `runs` rounds.
 * @returns one timing per piece, in their order
 */
export async function timeInTurns(works: readonly Work[], runs: number): Promise<Timing[]> {
  const times = works.map((): number[] => []);
  for (let round = -1; round < runs; round++) {
    for (const [index, work] of works.entries()) {
      const started = performance.now();
      await work();
      if (round >= 0) times[index]?.push(performance.now() - started);
    }
    // Progress is drawn and signals are heard between rounds.
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
  }
  return times.map((each) => ({ median: medianOf(each), fastest: Math.min(...each), runs }));
}

/** Waits until a tensor is computed (a GPU goes on by itself) by reading one element of it. */
export function waitFor(tf: TensorFlow, tensor: ReturnType<TensorFlow['zeros']>): void {
  tf.tidy(() => {
    const start = tensor.shape.map(() => 0);
    const one = tensor.shape.map(() => 1);
    tf.slice(tensor, start, one).dataSync();
  });
}
