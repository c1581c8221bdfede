/**
 * Why this file exists: the distinct scores of defective pixels, as a set that tells in constant
 * time how many of them lie below a given score. These are the only places where ROC, PRO and F1
 * curves change slope, so background pixels need no sorting, only counting between them.
 */

/** Buckets: the upper 16 bits of a key. */
export const BUCKETS = 65_536;
const WORDS_PER_PAGE = BUCKETS / 32;
/** Memory of one page: its bits and the rank of each of its words. */
export const PAGE_BYTES = WORDS_PER_PAGE * 8;

function bitCount(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * A bit map over the keys of some buckets (each used bucket has one page), with ranks. Fill it
 * with `add`, `seal` it, then ask for `position`.
 */
export class DefectScoreSet {
  /** Covers the keys whose bucket is low..high. */
  readonly low: number;
  readonly high: number;
  /** Page of each bucket, -1 where no defective pixel falls into it. */
  private readonly pages = new Int32Array(BUCKETS).fill(-1);
  private readonly bucketRanks = new Uint32Array(BUCKETS);
  private readonly words: Uint32Array;
  private readonly ranks: Uint32Array;
  /** Distinct scores in the set; known after `seal`. */
  size = 0;

  /** `defective[bucket]` is how many defective pixels fall into it; only 0 or not matters. */
  constructor(low: number, high: number, defective: ArrayLike<number>) {
    this.low = low;
    this.high = high;
    let pages = 0;
    for (let bucket = low; bucket <= high; bucket += 1) {
      if (defective[bucket]! > 0) this.pages[bucket] = pages++;
    }
    this.words = new Uint32Array(pages * WORDS_PER_PAGE);
    this.ranks = new Uint32Array(pages * WORDS_PER_PAGE);
  }

  /** Adds keys[from..to-1] as far as they lie in low..high. */
  add(keys: Uint32Array, from: number, to: number): void {
    for (let i = from; i < to; i += 1) {
      const key = keys[i]!;
      const bucket = key >>> 16;
      if (bucket < this.low || bucket > this.high) continue;
      const word = this.pages[bucket]! * WORDS_PER_PAGE + ((key & 0xffff) >>> 5);
      this.words[word]! |= 1 << (key & 31);
    }
  }

  /** Computes the ranks once everything is added. */
  seal(): void {
    let rank = 0;
    for (let bucket = this.low; bucket <= this.high; bucket += 1) {
      this.bucketRanks[bucket] = rank;
      const page = this.pages[bucket]!;
      if (page < 0) continue;
      for (let word = page * WORDS_PER_PAGE; word < (page + 1) * WORDS_PER_PAGE; word += 1) {
        this.ranks[word] = rank;
        rank += bitCount(this.words[word]!);
      }
    }
    this.size = rank;
  }

  /**
   * Counts keys[from..to-1] (as far as they lie in low..high) into `counts` (2 * size + 1 long):
   * index 2r + 1 for a key equal to the r-th score of the set (ascending, from 0), 2r for a key
   * that is in between, with r scores of the set below it.
   */
  countPositions(keys: Uint32Array, from: number, to: number, counts: Uint32Array): void {
    const { low, high, pages, bucketRanks, words, ranks } = this;
    for (let i = from; i < to; i += 1) {
      const key = keys[i]!;
      const bucket = key >>> 16;
      if (bucket < low || bucket > high) continue;
      const page = pages[bucket]!;
      if (page < 0) {
        counts[2 * bucketRanks[bucket]!]! += 1;
      } else {
        const at = page * WORDS_PER_PAGE + ((key & 0xffff) >>> 5);
        const word = words[at]!;
        const bit = key & 31;
        const rank = ranks[at]! + bitCount(word & ((1 << bit) - 1));
        counts[2 * rank + ((word >>> bit) & 1)]! += 1;
      }
    }
  }

  /** For a key of the set: its place r in ascending order; -1 when it lies outside low..high. */
  rankOf(key: number): number {
    const bucket = key >>> 16;
    if (bucket < this.low || bucket > this.high) return -1;
    const at = this.pages[bucket]! * WORDS_PER_PAGE + ((key & 0xffff) >>> 5);
    return this.ranks[at]! + bitCount(this.words[at]! & ((1 << (key & 31)) - 1));
  }

  /** Calls `visit(key)` for every key of the set, descending. */
  forEachDescending(visit: (key: number) => void): void {
    for (let bucket = this.high; bucket >= this.low; bucket -= 1) {
      const page = this.pages[bucket]!;
      if (page < 0) continue;
      for (let word = WORDS_PER_PAGE - 1; word >= 0; word -= 1) {
        const bits = this.words[page * WORDS_PER_PAGE + word]!;
        if (bits === 0) continue;
        for (let bit = 31; bit >= 0; bit -= 1) {
          if ((bits >>> bit) & 1) visit(bucket * BUCKETS + word * 32 + bit);
        }
      }
    }
  }
}
