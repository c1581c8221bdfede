/** Why this file exists: what the hash of a picture withstands, and what it tells apart. */
import { expect, it } from 'vitest';
import { hammingDistance } from '../../../src/main/importing/hamming-index.ts';
import {
  perceptualHash,
  residualDifference,
  TINY_SIDE,
  tinyGrey,
} from '../../../src/main/importing/perceptual-hash.ts';
import { createRandom } from '../../../src/shared/random.ts';

function picture(seed: number): Uint8Array {
  const random = createRandom(seed);
  return Uint8Array.from({ length: TINY_SIDE ** 2 }, () => 60 + random.integer(120));
}
const changed = (grey: Uint8Array, change: (value: number, i: number) => number) =>
  Uint8Array.from(grey, change);

it('does not change with brightness and contrast', () => {
  const grey = picture(1);
  const brighter = changed(grey, (value) => value * 1.2 + 10);
  expect(hammingDistance(perceptualHash(grey), perceptualHash(brighter))).toBeLessThan(4);
  expect(residualDifference(grey, brighter)).toBeLessThan(0.6);
});

it('hardly changes with a little noise', () => {
  const grey = picture(2);
  const noisy = changed(grey, (value, i) => value + (i % 3) - 1);
  expect(hammingDistance(perceptualHash(grey), perceptualHash(noisy))).toBeLessThan(7);
  expect(residualDifference(grey, noisy)).toBeLessThan(1.5);
});

it('tells different pictures apart', () => {
  const [a, b] = [picture(3), picture(4)];
  expect(hammingDistance(perceptualHash(a), perceptualHash(b))).toBeGreaterThan(15);
  expect(residualDifference(a, b)).toBeGreaterThan(10);
});

it('takes a negative and an empty picture for no copy', () => {
  const grey = picture(5);
  expect(
    residualDifference(
      grey,
      changed(grey, (value) => 255 - value),
    ),
  ).toBeGreaterThan(10);
  expect(residualDifference(new Uint8Array(TINY_SIDE ** 2), grey)).toBeGreaterThan(10);
});

it('is 16 hexadecimal digits with as many bits set as not', () => {
  const hash = perceptualHash(picture(6));
  expect(hash).toMatch(/^[0-9a-f]{16}$/);
  expect(hammingDistance(hash, '0000000000000000')).toBe(32);
});

it('makes the same grey of 8-bit and 16-bit colours', () => {
  const rgb = Uint8Array.from({ length: TINY_SIDE ** 2 * 3 }, (_, i) => (i * 37) % 256);
  expect(tinyGrey(Uint16Array.from(rgb, (value) => value * 257))).toEqual(tinyGrey(rgb));
});
