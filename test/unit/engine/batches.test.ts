/** Why this file exists: holds that a batch's rows are patches in the relations their loss needs. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ARCHITECTURES, denseCount } from '../../../src/main/engine/architecture.ts';
import { denseBatch, patchBatch, type Batch, type Crop } from '../../../src/main/engine/batches.ts';
import { ANGLES, nearRange } from '../../../src/main/engine/sampling.ts';
import { createRandom } from '../../../src/shared/random.ts';
import { THETAS, type Theta } from '../../../src/shared/scales.ts';

const SIZE = 256;
const IMAGES = [2, 5, 9];
const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
/** A crop size per scale that leaves room for far patches and angle pairs. */
const CROP = { 64: 196, 32: 100, 16: 64 } as const;

/** Where the first pixel that row `row` sees lies in its image. */
function placeOf(batch: Batch, theta: Theta, row: number): Crop {
  const { stride } = ARCHITECTURES[theta];
  const grid = denseCount(ARCHITECTURES[theta], batch.cropSize);
  const crop = batch.crops[Math.floor(row / (grid * grid))];
  if (!crop) throw new Error(`row ${row} lies in no crop`);
  const cell = row % (grid * grid);
  return {
    image: crop.image,
    x: crop.x + (cell % grid) * stride,
    y: crop.y + Math.floor(cell / grid) * stride,
  };
}

function expectRelations(batch: Batch, theta: Theta, draws: number): void {
  const at = (rows: Int32Array, draw: number) => placeOf(batch, theta, rows[draw] ?? -1);
  for (const { image, x, y } of batch.crops) {
    expect(IMAGES).toContain(image);
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
    expect(Math.max(x, y) + batch.cropSize).toBeLessThanOrEqual(SIZE);
  }
  const { anchor, near, far, from, to, angle, single } = batch;
  for (const rows of [anchor, near, far, from, to, angle, single]) expect(rows).toHaveLength(draws);
  for (let draw = 0; draw < draws; draw++) {
    const [i, j, k] = [at(anchor, draw), at(near, draw), at(far, draw)];
    const [m, n, r] = [at(from, draw), at(to, draw), at(single, draw)];
    expect(new Set([i, j, k, m, n, r].map(({ image }) => image)).size).toBe(1);

    const shift = [Math.abs(i.x - j.x), Math.abs(i.y - j.y)];
    expect(Math.max(...shift)).toBeLessThanOrEqual(nearRange(theta));
    expect(Math.max(...shift)).toBeGreaterThan(0);
    expect(Math.hypot(i.x - k.x, i.y - k.y)).toBeGreaterThanOrEqual(theta);

    const length = Math.hypot(n.x - m.x, n.y - m.y);
    expect(length).toBeGreaterThanOrEqual(0.7 * theta - 1);
    expect(length).toBeLessThanOrEqual(1.1 * theta);
    const degrees = (Math.atan2(n.y - m.y, n.x - m.x) * 180) / Math.PI;
    const wanted = (360 / ANGLES) * (angle[draw] ?? 0);
    expect(Math.abs(((degrees - wanted + 540) % 360) - 180)).toBeLessThan(15);
  }
}

describe.each(THETAS)('patchBatch at theta %i', (theta) => {
  it('encodes every patch as its own crop, in the relations of paper 3.3', () => {
    fc.assert(
      fc.property(seeds, fc.boolean(), (seed, share) => {
        const batch = patchBatch(createRandom(seed), theta, SIZE, IMAGES, 6, share);
        expect(batch.cropSize).toBe(theta);
        expect(batch.crops).toHaveLength(6 * (share ? 4 : 6));
        expectRelations(batch, theta, 6);
      }),
      { numRuns: 30 },
    );
  });
});

describe.each(THETAS)('denseBatch at theta %i', (theta) => {
  it('finds the same relations among the patches of dense passes', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 4 }), (seed, places) => {
        const draws = 12;
        const random = createRandom(seed);
        const batch = denseBatch(random, theta, SIZE, IMAGES, places, CROP[theta], draws);
        expect(batch.cropSize).toBe(CROP[theta]);
        expect(batch.crops).toHaveLength(2 * places);
        expectRelations(batch, theta, draws);
      }),
      { numRuns: 30 },
    );
  });

  it('spreads its draws over all places and all angles', () => {
    const batch = denseBatch(createRandom(1), theta, SIZE, IMAGES, 3, CROP[theta], 600);
    const grid = denseCount(ARCHITECTURES[theta], batch.cropSize);
    const places = [...batch.anchor].map((row) => Math.floor(row / (2 * grid * grid)));
    for (const place of [0, 1, 2]) {
      expect(places.filter((each) => each === place)).toHaveLength(200);
    }
    expect(new Set(batch.angle).size).toBe(ANGLES);
  });
});

describe('denseBatch', () => {
  it('refuses a crop that does not fit the image together with its shift', () => {
    expect(() => denseBatch(createRandom(0), 64, 200, [0], 1, 196, 4)).toThrow(RangeError);
  });
});

describe('both builders', () => {
  it('depend on nothing but the generator', () => {
    const dense = () => denseBatch(createRandom(4), 32, SIZE, IMAGES, 2, 100, 8);
    const patches = () => patchBatch(createRandom(4), 32, SIZE, IMAGES, 8, true);
    expect(dense()).toEqual(dense());
    expect(patches()).toEqual(patches());
  });
});
