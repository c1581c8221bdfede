/** Why this file exists: holds that Patch SVDD's pairs lie where their labels say, and inside. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CELL,
  cellsOf,
  drawBatch,
  PATCH_SIZES,
} from '../../../src/main/methods/patch-svdd-batch.ts';
import { createRandom } from '../../../src/shared/random.ts';

const SIZE = 200;
const IMAGES = 7;
const PLAN = { places: 3, cropSize: 136, draws: 40 };
const WIDTH = cellsOf(PLAN.cropSize);
const seeds = fc.integer({ min: 0, max: 1e6 });

const batchOf = (seed: number) => drawBatch(createRandom(seed), IMAGES, SIZE, PLAN);
type Batch = ReturnType<typeof batchOf>;

/** Image, and top-left pixel in it, of the patch at a cell of all crops. */
function placeOf({ crops }: Batch, cell: number) {
  const crop = crops[Math.floor(cell / WIDTH ** 2)]!;
  const within = cell % WIDTH ** 2;
  return {
    image: crop.image,
    x: crop.x + CELL * (within % WIDTH),
    y: crop.y + CELL * Math.floor(within / WIDTH),
  };
}

describe('drawBatch', () => {
  it('cuts crops and their twins, a pixel apart, out of the images', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { crops } = batchOf(seed);
        expect(crops).toHaveLength(2 * PLAN.places);
        for (const { image, x, y } of crops) {
          expect(image).toBeLessThan(IMAGES);
          expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
          expect(Math.max(x, y) + PLAN.cropSize).toBeLessThanOrEqual(SIZE);
        }
        for (let i = 0; i < crops.length; i += 2) {
          const [one, twin] = [crops[i]!, crops[i + 1]!];
          expect(twin.image).toBe(one.image);
          expect(Math.max(Math.abs(twin.x - one.x), Math.abs(twin.y - one.y))).toBe(1);
        }
      }),
    );
  });

  it.each(PATCH_SIZES)('takes whole patches of %d px, near ones within K / 32', (patch) => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const batch = batchOf(seed);
        const { anchor, near, from, to } = batch.pairs[patch];
        for (const cell of [...anchor, ...near, ...from, ...to]) {
          const within = cell % WIDTH ** 2;
          const furthest = Math.max(within % WIDTH, Math.floor(within / WIDTH)) * CELL + patch;
          expect(furthest).toBeLessThanOrEqual(PLAN.cropSize);
        }
        anchor.forEach((cell, draw) => {
          const [a, b] = [placeOf(batch, cell), placeOf(batch, near[draw]!)];
          expect(b.image).toBe(a.image);
          const apart = Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y));
          expect(apart).toBeGreaterThan(0);
          expect(apart).toBeLessThanOrEqual(patch / 32);
        });
      }),
    );
  });

  it.each(PATCH_SIZES)('has the second patch of %d px in the direction of its label', (patch) => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const batch = batchOf(seed);
        const { from, to, direction } = batch.pairs[patch];
        from.forEach((cell, draw) => {
          const [a, b] = [placeOf(batch, cell), placeOf(batch, to[draw]!)];
          expect(b.image).toBe(a.image);
          // Clockwise from the right by 45 degrees, y pointing down.
          const angle = (direction[draw]! * Math.PI) / 4;
          for (const [moved, along] of [
            [b.x - a.x, Math.round(Math.cos(angle))],
            [b.y - a.y, Math.round(Math.sin(angle))],
          ] as const) {
            // The twin's shift of one pixel comes on top.
            if (along === 0) expect(Math.abs(moved)).toBeLessThanOrEqual(1);
            else {
              expect(moved * along).toBeGreaterThanOrEqual((3 * patch) / 4 - 1);
              expect(moved * along).toBeLessThanOrEqual(patch);
            }
          }
        });
      }),
    );
  });

  it('draws every direction, and the same for the same seed', () => {
    expect(batchOf(3)).toEqual(batchOf(3));
    for (const patch of PATCH_SIZES) {
      const seen = new Set([0, 1, 2].flatMap((seed) => [...batchOf(seed).pairs[patch].direction]));
      expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    }
  });
});
