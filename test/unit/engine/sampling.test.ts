/** Why this file exists: holds the patch selection of paper 3.3 for every seed and image size. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ARCHITECTURES } from '../../../src/main/engine/architecture.ts';
import {
  ANGLES,
  angleOffsets,
  drawAnglePair,
  drawPatch,
  drawTriplet,
  nearRange,
  type Point,
} from '../../../src/main/engine/sampling.ts';
import { createRandom } from '../../../src/shared/random.ts';
import { THETAS, type Theta } from '../../../src/shared/scales.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const thetas = fc.constantFrom(...THETAS);
/** Room for a patch and a far one beside it. */
const sizes = (theta: Theta) => fc.integer({ min: 2 * theta, max: 300 });
const place = thetas.chain((theta) => fc.tuple(fc.constant(theta), sizes(theta), seeds));

const apart = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);
/** Degrees in [-180, 180) between two directions. */
const turn = (a: number, b: number) => ((a - b + 540) % 360) - 180;

function expectInside(point: Point, theta: Theta, size: number): void {
  for (const value of [point.x, point.y]) {
    expect(Number.isInteger(value)).toBe(true);
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThanOrEqual(size - theta);
  }
}

describe('drawPatch', () => {
  it('reaches every place that holds a patch, the last row and column included', () => {
    const random = createRandom(3);
    const seen = new Set<string>();
    for (let n = 0; n < 400; n++) {
      const { x, y } = drawPatch(random, 16, 19);
      seen.add(`${x},${y}`);
    }
    expect(seen.size).toBe(16);
    expect(seen).toContain('3,3');
  });

  it('takes the only place there is, and refuses an image smaller than the patch', () => {
    expect(drawPatch(createRandom(0), 32, 32)).toEqual({ x: 0, y: 0 });
    expect(() => drawPatch(createRandom(0), 32, 31)).toThrow(/no 32 px patch fits 31 px/);
  });
});

describe('drawTriplet', () => {
  it('shifts the near patch by at most 4, 2, 1 pixels for 64, 32, 16', () => {
    expect(THETAS.map(nearRange)).toEqual([4, 2, 1]);
  });

  it('keeps near patches near and different, far ones a patch away, all inside the image', () => {
    fc.assert(
      fc.property(place, ([theta, size, seed]) => {
        const { i, j, k } = drawTriplet(createRandom(seed), theta, size);
        for (const point of [i, j, k]) expectInside(point, theta, size);
        expect(Math.abs(i.x - j.x)).toBeLessThanOrEqual(nearRange(theta));
        expect(Math.abs(i.y - j.y)).toBeLessThanOrEqual(nearRange(theta));
        expect(j).not.toEqual(i);
        expect(apart(i, k)).toBeGreaterThanOrEqual(theta);
      }),
    );
  });

  it('uses every shift but none at all', () => {
    const random = createRandom(11);
    const shifts = new Set<string>();
    for (let n = 0; n < 1000; n++) {
      const { i, j } = drawTriplet(random, 32, 200);
      shifts.add(`${j.x - i.x},${j.y - i.y}`);
    }
    expect(shifts.size).toBe(24);
  });
});

describe('drawAnglePair', () => {
  it('puts n where its label says, three quarters to one patch away, inside the image', () => {
    fc.assert(
      fc.property(place, ([theta, size, seed]) => {
        const { m, n, angle } = drawAnglePair(createRandom(seed), theta, size);
        expectInside(m, theta, size);
        expectInside(n, theta, size);
        // Rounding to whole pixels moves n by at most half a pixel in each direction.
        expect(apart(m, n)).toBeGreaterThanOrEqual(0.75 * theta - Math.SQRT1_2);
        expect(apart(m, n)).toBeLessThanOrEqual(theta + Math.SQRT1_2);
        const degrees = (Math.atan2(n.y - m.y, n.x - m.x) * 180) / Math.PI;
        expect(Math.abs(turn(degrees, (360 / ANGLES) * angle))).toBeLessThan(360 / ANGLES / 2);
      }),
    );
  });

  it.each(THETAS)('draws the twelve angles about equally often at theta %i', (theta) => {
    const random = createRandom(5);
    const counts = new Array<number>(ANGLES).fill(0);
    const draws = 12_000;
    for (let n = 0; n < draws; n++) counts[drawAnglePair(random, theta, 256).angle]! += 1;
    // Pairs that leave the image are drawn again, and how many do differs a little by direction.
    for (const count of counts) {
      expect(count).toBeGreaterThan((0.8 * draws) / ANGLES);
      expect(count).toBeLessThan((1.2 * draws) / ANGLES);
    }
  });

  it('draws distances from the whole range', () => {
    const random = createRandom(8);
    const lengths = Array.from({ length: 2000 }, () => {
      const { m, n } = drawAnglePair(random, 64, 256);
      return apart(m, n) / 64;
    });
    expect(Math.min(...lengths)).toBeLessThan(0.77);
    expect(Math.max(...lengths)).toBeGreaterThan(0.98);
  });
});

describe('angleOffsets', () => {
  it.each(THETAS)('has offsets for all twelve angles on the dense grid of theta %i', (theta) => {
    const { stride } = ARCHITECTURES[theta];
    const classes = angleOffsets(theta, stride);
    expect(classes).toHaveLength(ANGLES);
    classes.forEach((offsets, angle) => {
      expect(offsets.length).toBeGreaterThan(0);
      for (const { rows, columns } of offsets) {
        const degrees = (Math.atan2(rows, columns) * 180) / Math.PI;
        expect(Math.abs(turn(degrees, 30 * angle))).toBeLessThanOrEqual(8);
        const length = Math.hypot(rows, columns) * stride;
        expect(length).toBeGreaterThanOrEqual(0.7 * theta);
        expect(length).toBeLessThanOrEqual(1.1 * theta);
      }
    });
  });

  it('is the same turned by 90 degrees, so that no direction is favoured', () => {
    const classes = angleOffsets(32, 4);
    classes.forEach((offsets, angle) => {
      const turned = offsets.map(({ rows, columns }) => `${columns},${-rows}`);
      const quarter = classes[(angle + 3) % ANGLES]?.map((o) => `${o.rows},${o.columns}`);
      expect(quarter?.sort()).toEqual(turned.sort());
    });
  });
});
