import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFECT_KINDS, makeDefect } from '../../../src/main/engine/synthetic-defects.ts';
import { createRandom } from '../../../src/shared/random.ts';

const SIZE = 64;

/** A part with structure: two grey levels in stripes on a gradient, slightly noisy. */
function goodImage(seed: number, coloured: boolean): Float32Array {
  const random = createRandom(seed);
  const image = new Float32Array(SIZE * SIZE * 3);
  for (let pixel = 0; pixel < SIZE * SIZE; pixel++) {
    const grey = ((pixel >> 3) % 2) * 60 + (pixel / SIZE) * 1.5 + random.between(20, 40);
    for (let c = 0; c < 3; c++) image[pixel * 3 + c] = grey + (coloured ? 20 * c : 0);
  }
  return image;
}

describe('makeDefect', () => {
  it('changes exactly the pixels of its mask, within 0..255, and never the good image', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000 }),
        fc.constantFrom(...DEFECT_KINDS),
        (seed, kind) => {
          const good = goodImage(seed, true);
          const before = good.slice();
          const { image, mask } = makeDefect(
            createRandom(seed),
            good,
            goodImage(seed + 1, true),
            SIZE,
            kind,
          );
          expect(good).toEqual(before);
          let changed = 0;
          let outside = false;
          let wrong = false;
          for (let pixel = 0; pixel < mask.length; pixel++) {
            let difference = 0;
            for (let c = 0; c < 3; c++) {
              const value = image[pixel * 3 + c]!;
              outside ||= value < 0 || value > 255;
              difference += Math.abs(value - good[pixel * 3 + c]!);
            }
            wrong ||= mask[pixel] !== (difference / 3 >= 2 ? 1 : 0);
            changed += mask[pixel]!;
          }
          expect({ outside, wrong }).toEqual({ outside: false, wrong: false });
          expect(changed).toBeGreaterThanOrEqual(12);
          expect(changed).toBeLessThan(SIZE * SIZE * 0.6);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('gives the same defect for the same seed and another for another', () => {
    const good = goodImage(1, true);
    const at = (seed: number) => makeDefect(createRandom(seed), good, good, SIZE, 'stain').image;
    expect(at(7)).toEqual(at(7));
    expect(at(7)).not.toEqual(at(8));
  });

  it.each([0, 127, 255])(
    'ends on a flat image of grey level %i, which hides most kinds',
    (grey) => {
      const flat = new Float32Array(SIZE * SIZE * 3).fill(grey);
      for (const kind of DEFECT_KINDS) {
        const { mask } = makeDefect(createRandom(3), flat, flat, SIZE, kind);
        expect(mask.reduce((sum, value) => sum + value, 0)).toBeGreaterThanOrEqual(12);
      }
    },
  );

  it('stays grey on a grey image', () => {
    const good = goodImage(3, false);
    for (const kind of DEFECT_KINDS) {
      const { image } = makeDefect(createRandom(5), good, good, SIZE, kind);
      for (let at = 0; at < image.length; at += 3) {
        expect(Math.abs(image[at]! - image[at + 2]!)).toBeLessThan(1e-3);
      }
    }
  });
});
