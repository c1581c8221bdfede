/**
 * Why this file exists: every random draw in Loupe (patch sampling, initial weights, the sample
 * data set) comes from one small seeded generator, so that a seed reproduces a result on every
 * machine. xoshiro128** is seeded through splitmix32; all state is 32-bit integers.
 */

/** A seeded stream of random numbers. Two with the same seed give the same values for ever. */
export interface Random {
  /** A real number in [0, 1), with 53 random bits. */
  uniform(): number;
  /** A real number in [low, high). */
  between(low: number, high: number): number;
  /** An integer in [0, maxExclusive), without modulo bias. Throws unless 1 <= maxExclusive <= 2^32. */
  integer(maxExclusive: number): number;
  /** A standard normal number (mean 0, standard deviation 1). */
  normal(): number;
  /** One element, each as likely. Throws on an empty list. */
  pick<T>(items: readonly T[]): T;
  /** A shuffled copy (Fisher-Yates); the argument stays as it is. */
  shuffle<T>(items: readonly T[]): T[];
  /**
   * An independent stream named by `label`. It depends on this stream's seed and the label only,
   * not on how much has been drawn, so adding a draw in one place does not change another.
   */
  fork(label: string | number): Random;
  /** The whole state, for checkpoints; hand it to `restoreRandom`. */
  state(): RandomState;
}

/** Plain values, safe to store as JSON. */
export interface RandomState {
  /** The seed `fork` derives from. */
  seed: number;
  words: [number, number, number, number];
  /** The second value of the last normal pair, where it has not been used yet. */
  spareNormal: number | null;
}

/** Mixes a 32-bit state into a well spread 32-bit value (splitmix32's finaliser). */
function mix(state: number): number {
  let z = state | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

/** FNV-1a over UTF-16 code units, started from `seed`. */
function hashLabel(seed: number, label: string): number {
  let hash = (0x811c9dc5 ^ mix(seed)) >>> 0;
  for (let i = 0; i < label.length; i++) {
    hash = Math.imul(hash ^ label.charCodeAt(i), 0x01000193) >>> 0;
  }
  return mix(hash);
}

function seedWords(seed: number): RandomState['words'] {
  const word = (i: number): number => mix((seed + Math.imul(i, 0x9e3779b9)) | 0);
  const words: RandomState['words'] = [word(1), word(2), word(3), word(4)];
  // The all-zero state is the generator's only fixed point.
  return words.every((value) => value === 0) ? [1, 2, 3, 4] : words;
}

/** Starts a stream. `seed` may be any integer; it is taken modulo 2^32. */
export function createRandom(seed: number): Random {
  if (!Number.isInteger(seed)) throw new RangeError(`A seed is an integer, not ${seed}.`);
  return restoreRandom({ seed: seed >>> 0, words: seedWords(seed >>> 0), spareNormal: null });
}

/** Continues a stream exactly where `state()` was taken. */
export function restoreRandom(from: RandomState): Random {
  const seed = from.seed >>> 0;
  let [a, b, c, d] = from.words;
  let spareNormal = from.spareNormal;

  /** xoshiro128**: the next 32 random bits. */
  const next = (): number => {
    const scrambled = Math.imul(b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };

  const uniform = (): number => {
    const high = next() >>> 5;
    const low = next() >>> 6;
    return (high * 0x4000000 + low) / 0x20000000000000;
  };

  const integer = (maxExclusive: number): number => {
    if (!Number.isInteger(maxExclusive) || maxExclusive < 1 || maxExclusive > 0x100000000) {
      throw new RangeError(`An integer below ${maxExclusive} cannot be drawn.`);
    }
    // Values from the last, incomplete run of maxExclusive values would come up too often.
    const limit = 0x100000000 - (0x100000000 % maxExclusive);
    let value = next();
    while (value >= limit) value = next();
    return value % maxExclusive;
  };

  return {
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    integer,
    normal() {
      if (spareNormal !== null) {
        const value = spareNormal;
        spareNormal = null;
        return value;
      }
      // Box-Muller; 1 - u keeps the logarithm's argument above zero.
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      spareNormal = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    pick<T>(items: readonly T[]): T {
      if (items.length === 0) throw new RangeError('Nothing can be picked from an empty list.');
      return items[integer(items.length)] as T;
    },
    shuffle<T>(items: readonly T[]): T[] {
      const result = [...items];
      for (let i = result.length - 1; i > 0; i--) {
        const j = integer(i + 1);
        const held = result[i] as T;
        result[i] = result[j] as T;
        result[j] = held;
      }
      return result;
    },
    fork: (label) => createRandom(hashLabel(seed, String(label))),
    state: () => ({ seed, words: [a, b, c, d], spareNormal }),
  };
}
