/**
 * Why this file exists: finding, among 50,000 hashes of 64 bits, those that differ in a few bits from
 * one given, without comparing with each. A hash is cut into one band more than bits may differ, so
 * at least one band is the same in both; only hashes that share a band are compared.
 */

import { setImmediate } from 'node:timers/promises';

/** A 64-bit hash as two numbers of 32 bits. */
type Halves = readonly [high: number, low: number];

export interface Neighbour {
  /** Which of the hashes given, counted from 0. */
  index: number;
  /** In how many bits it differs. */
  bits: number;
}

export interface HammingIndex {
  /** The `most` nearest hashes within the radius of `hash`, the nearest first. */
  near(hash: string, most: number): Neighbour[];
}

/**
 * Builds the index, a band at a time, so that others get their turn between.
 * @param hashes 16 hexadecimal digits each
 * @param radius most bits that may differ, 0..31
 */
export async function createHammingIndex(
  hashes: readonly string[],
  radius: number,
): Promise<HammingIndex> {
  const halves = hashes.map(halvesOf);
  const bands = bandsOf(radius + 1);
  const shelves: Map<number, number[]>[] = [];
  for (const band of bands) {
    await setImmediate();
    const shelf = new Map<number, number[]>();
    for (const [index, hash] of halves.entries()) {
      const key = bandOf(hash, band);
      const others = shelf.get(key);
      if (others === undefined) shelf.set(key, [index]);
      else others.push(index);
    }
    shelves.push(shelf);
  }
  // Which query met a hash last, so that sharing two bands does not count twice.
  const met = new Uint32Array(hashes.length);
  let query = 0;
  return {
    near: (hash, most) => {
      query += 1;
      const wanted = halvesOf(hash);
      const byBits: number[][] = Array.from({ length: radius + 1 }, () => []);
      for (const [i, band] of bands.entries()) {
        for (const index of shelves[i]!.get(bandOf(wanted, band)) ?? []) {
          if (met[index] === query) continue;
          met[index] = query;
          byBits[differingBits(halves[index]!, wanted)]?.push(index);
        }
        // Equal hashes share every band: with enough of them nothing nearer can follow.
        if (byBits[0]!.length >= most) break;
      }
      return byBits
        .flatMap((indices, bits) => indices.slice(0, most).map((index) => ({ index, bits })))
        .slice(0, most);
    },
  };
}

/** In how many bits two hashes of 16 hexadecimal digits differ. */
export function hammingDistance(a: string, b: string): number {
  return differingBits(halvesOf(a), halvesOf(b));
}

function halvesOf(hash: string): Halves {
  return [Number.parseInt(hash.slice(0, 8), 16), Number.parseInt(hash.slice(8, 16), 16)];
}

function differingBits([aHigh, aLow]: Halves, [bHigh, bLow]: Halves): number {
  return ones(aHigh ^ bHigh) + ones(aLow ^ bLow);
}

function ones(value: number): number {
  let v = value - ((value >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** First bit and number of bits, counted from the highest; a band never crosses the halves' border. */
interface Band {
  half: 0 | 1;
  shift: number;
  mask: number;
}

/** Cuts 64 bits into `count` bands that differ in length by as little as the two halves allow. */
function bandsOf(count: number): Band[] {
  const inHigh = Math.ceil(count / 2);
  const bands: Band[] = [];
  for (const [half, n] of [
    [0, inHigh],
    [1, count - inHigh],
  ] as const) {
    for (let i = 0; i < n; i++) {
      const [from, to] = [Math.floor((i * 32) / n), Math.floor(((i + 1) * 32) / n)];
      const mask = to - from === 32 ? 0xffffffff : 2 ** (to - from) - 1;
      bands.push({ half, shift: 32 - to, mask: mask >>> 0 });
    }
  }
  return bands;
}

function bandOf(hash: Halves, { half, shift, mask }: Band): number {
  return ((hash[half] >>> shift) & mask) >>> 0;
}
