/** Why this file exists: the quick search must find exactly what comparing with each hash finds. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHammingIndex, hammingDistance } from '../../../src/main/importing/hamming-index.ts';

const hash = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const hex = (value: bigint) => value.toString(16).padStart(16, '0');

/** Bits counted one by one. */
function slowDistance(a: bigint, b: bigint): number {
  return [...(a ^ b).toString(2)].filter((bit) => bit === '1').length;
}

/** Hashes near a few others, so that there is something to find. */
const crowd = fc
  .tuple(
    fc.array(hash, { minLength: 1, maxLength: 5 }),
    fc.array(fc.nat(63), { minLength: 660, maxLength: 660 }),
    fc.nat(60),
  )
  .map(([centres, bits, count]) =>
    Array.from({ length: count }, (_, i) => {
      let value = centres[i % centres.length]!;
      for (let flips = 0; flips < i % 11; flips++) value ^= 1n << BigInt(bits[i * 11 + flips]!);
      return value;
    }),
  );

it('counts differing bits', () => {
  fc.assert(
    fc.property(hash, hash, (a, b) => {
      expect(hammingDistance(hex(a), hex(b))).toBe(slowDistance(a, b));
    }),
  );
});

describe('near', () => {
  it('finds what comparing with each finds, for every radius', async () => {
    await fc.assert(
      fc.asyncProperty(crowd, hash, fc.nat(31), async (values, other, radius) => {
        const index = await createHammingIndex(values.map(hex), radius);
        for (const query of [values[0] ?? other, other]) {
          const found = index.near(hex(query), values.length + 1);
          const expected = values
            .map((value, i) => ({ index: i, bits: slowDistance(value, query) }))
            .filter(({ bits }) => bits <= radius);
          const byIndex = [...found].sort((a, b) => a.index - b.index);
          expect(byIndex).toEqual(expected);
          expect(found.map(({ bits }) => bits)).toEqual(
            expected.map(({ bits }) => bits).sort((a, b) => a - b),
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives the nearest when asked for a few', async () => {
    const index = await createHammingIndex([hex(0b111n), hex(0b1n), hex(0b11n), hex(0n)], 3);
    expect(index.near(hex(0n), 2)).toEqual([
      { index: 3, bits: 0 },
      { index: 1, bits: 1 },
    ]);
  });

  it('finds nothing among nothing', async () => {
    expect((await createHammingIndex([], 4)).near(hex(1n), 5)).toEqual([]);
  });
});
