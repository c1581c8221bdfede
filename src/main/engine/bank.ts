/**
 * Why this file exists: T_theta, the memory bank of normal patches, with where each came from so
 * that the nearest good patch can be shown.
 */
import type { PerScale, Theta } from '../../shared/scales.ts';

export interface NormalBank {
  theta: Theta;
  dim: number;
  /** Embeddings, count * dim, ordered by image. */
  vectors: Float32Array;
  /** Index into the model's good images, one per vector, ascending. */
  imageIndex: Uint32Array;
  /** Top-left pixel of the patch at input size, one per vector (may be negative at a margin). */
  x: Int32Array;
  y: Int32Array;
  /**
   * How far good patches usually are from each vector, relative to the bank's average; 1 where no
   * calibration was wanted. Distances are divided by it, see local-scale.ts.
   */
  localScale: Float32Array;
  /** All patches the bank was chosen from. */
  candidates: number;
  /** Largest distance of a checked normal patch to the bank: a bound on each distance's error. */
  coveringRadius: number;
}

/** How many vectors a bank holds. */
export function bankCount(bank: Pick<NormalBank, 'imageIndex'>): number {
  return bank.imageIndex.length;
}

/** Memory of a bank's vectors in bytes. */
export function bankBytes(bank: NormalBank): number {
  return bank.vectors.byteLength;
}

/**
 * How many vectors of each scale a budget buys. Every scale gets the same number, since a scale
 * with few vectors covers badly whatever the others hold; no scale gets more than it has patches.
 * @param budgetMb memory for all vectors in MB (10^6 bytes)
 * @param dims embedding length per scale
 * @param available patches of the training images per scale
 */
export function planBankCounts(
  budgetMb: number,
  dims: PerScale<number>,
  available: PerScale<number>,
): PerScale<number> {
  const counts: PerScale<number> = { 16: 0, 32: 0, 64: 0 };
  let open: Theta[] = [64, 32, 16];
  let bytes = budgetMb * 1e6;
  // Scales with fewer patches than their share give the rest of it to the others.
  for (;;) {
    const perVector = open.reduce((sum, theta) => sum + dims[theta] * 4, 0);
    const share = Math.floor(bytes / perVector);
    const full = open.filter((theta) => available[theta] <= share);
    if (open.length === 0) return counts;
    if (full.length === 0) {
      for (const theta of open) counts[theta] = Math.max(1, share);
      return counts;
    }
    for (const theta of full) {
      counts[theta] = available[theta];
      bytes -= available[theta] * dims[theta] * 4;
    }
    open = open.filter((theta) => !full.includes(theta));
  }
}
