/**
 * Why this file exists: distances of different places made comparable. On a busy surface good
 * patches lie far apart, on a smooth one close together; the same distance means a defect there and
 * nothing here. So each bank vector keeps how far good patches usually are from it, measured on
 * good images against the bank without their own patches, and distances are divided by that.
 * (Not in the paper, whose Eq. 6 compares plain distances; why it is here: docs/quality.md.)
 */
import { bankCount, type NormalBank } from './bank.ts';

/** Weight of the bank's average, in patches: a vector that few good patches met is close to it. */
const PRIOR = 4;
/**
 * Dividing by the whole scale overdoes it where a class is simple (bottle, AU-PRO: 96.1 without,
 * 95.5 at 0.75, 94.6 at 1) and pays where it is not (sample, image AUROC: 77.9, 90.6, 92.9).
 */
const EXPONENT = 0.75;

/** Collects the distances of good patches, then gives the scale of each vector. */
export class LocalScale {
  readonly #sums: Float64Array;
  readonly #counts: Uint32Array;

  constructor(bank: NormalBank) {
    this.#sums = new Float64Array(bankCount(bank));
    this.#counts = new Uint32Array(bankCount(bank));
  }

  /** Adds the patches of one good image: their distances and their nearest vectors. */
  add(distances: Float32Array, nearest: Int32Array): void {
    for (let patch = 0; patch < distances.length; patch++) {
      const vector = nearest[patch]!;
      this.#sums[vector]! += distances[patch]!;
      this.#counts[vector]! += 1;
    }
  }

  /**
   * One value per vector: the mean distance of the good patches it was nearest to, over the mean of
   * all, drawn towards 1 where few patches were seen, to the power of 0.75.
   */
  values(): Float32Array {
    const total = this.#sums.reduce((sum, value) => sum + value, 0);
    const patches = this.#counts.reduce((sum, value) => sum + value, 0);
    const average = total / Math.max(1, patches);
    return Float32Array.from(this.#sums, (sum, vector) => {
      if (!(average > 0)) return 1;
      const mean = (sum + PRIOR * average) / (this.#counts[vector]! + PRIOR);
      return (mean / average) ** EXPONENT;
    });
  }
}

/** Each patch's distance over the scale of the vector it was compared with. */
export function calibrated(
  distances: Float32Array,
  nearest: Int32Array,
  localScale: Float32Array,
): Float32Array {
  return distances.map((distance, patch) => distance / (localScale[nearest[patch]!] ?? 1));
}
