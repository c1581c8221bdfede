/** Why this file exists: drawn splits keep parts together, train on good parts only and repeat. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DrawnImage, drawSplits } from '../../../src/main/importing/draw-splits.ts';

const image = fc.record({
  part: fc.option(fc.integer({ min: 0, max: 12 }).map((n) => `part ${n}`)),
  label: fc.constantFrom('ok', 'ok', 'ok', 'ng', 'unsure', 'none'),
  defectClass: fc.option(fc.constantFrom('dent', 'scratch')),
});
const images = fc.array(image, { maxLength: 60 }).map((list) =>
  list.map((entry, i): DrawnImage => ({
    ...entry,
    imageId: i + 1,
    path: `images/${(i * 7919) % 1000}-${i}.png`,
    sha256: String(i).padStart(64, '0'),
  })),
);
const shares = fc
  .tuple(fc.float({ min: 0, max: 1, noNaN: true }), fc.float({ min: 0, max: 1, noNaN: true }))
  .map(([a, b]) => ({ train: Math.min(a, b), calibrate: Math.abs(a - b) }));
const seed = fc.nat();

const plain = (i: number, changes: Partial<DrawnImage> = {}): DrawnImage => ({
  imageId: i + 1,
  path: `${i}.png`,
  sha256: String(i).padStart(64, '0'),
  part: null,
  label: 'ok',
  defectClass: null,
  ...changes,
});

describe('every drawing', () => {
  it('keeps the images of a part in one split', () => {
    fc.assert(
      fc.property(images, shares, seed, (list, share, number) => {
        const drawn = drawSplits(list, share, number);
        const splitOfPart = new Map<string, string>();
        for (const { imageId, part } of list) {
          const split = drawn.get(imageId);
          if (part === null || split === undefined) continue;
          expect(splitOfPart.get(part) ?? split).toBe(split);
          splitOfPart.set(part, split);
        }
      }),
    );
  });

  it('trains on good parts only, and draws for what is labelled OK or NG', () => {
    fc.assert(
      fc.property(images, shares, seed, (list, share, number) => {
        const drawn = drawSplits(list, share, number);
        for (const { imageId, label } of list) {
          const split = drawn.get(imageId);
          expect(split !== undefined).toBe(label === 'ok' || label === 'ng');
          if (split === 'train') expect(label).toBe('ok');
        }
      }),
    );
  });

  it('depends on the seed and the images, not on their order or numbers', () => {
    fc.assert(
      fc.property(images, shares, seed, (list, share, number) => {
        const moved = [...list].reverse().map((entry) => ({
          ...entry,
          imageId: entry.imageId + 1000,
        }));
        const [one, other] = [drawSplits(list, share, number), drawSplits(moved, share, number)];
        for (const { imageId } of list) expect(other.get(imageId + 1000)).toBe(one.get(imageId));
      }),
    );
  });
});

const count = (drawn: ReadonlyMap<number, string>, split: string) =>
  [...drawn.values()].filter((value) => value === split).length;

it('gives the shares asked for when every image is a part of its own', () => {
  const drawn = drawSplits(
    Array.from({ length: 100 }, (_, i) => plain(i)),
    { train: 0.6, calibrate: 0.2 },
    0,
  );
  expect([count(drawn, 'train'), count(drawn, 'calibrate'), count(drawn, 'test')]).toEqual([
    60, 20, 20,
  ]);
});

it('shares defects of each class between calibrate and test as the good parts outside training', () => {
  const list = Array.from({ length: 40 }, (_, i) =>
    plain(i, { label: 'ng', defectClass: i < 20 ? 'dent' : 'scratch' }),
  );
  const drawn = drawSplits(list, { train: 0.6, calibrate: 0.1 }, 0);
  const dents = new Map([...drawn].filter(([id]) => id <= 20));
  expect([count(dents, 'calibrate'), count(drawn, 'calibrate'), count(drawn, 'test')]).toEqual([
    5, 10, 30,
  ]);
});

it('draws otherwise with another seed', () => {
  const list = Array.from({ length: 50 }, (_, i) => plain(i));
  const share = { train: 0.5, calibrate: 0.25 };
  expect(drawSplits(list, share, 1)).not.toEqual(drawSplits(list, share, 2));
});

it('takes all good parts for training when asked to, and keeps defects for test', () => {
  const drawn = drawSplits(
    [plain(0), plain(1), plain(2, { label: 'ng' })],
    { train: 1, calibrate: 0 },
    0,
  );
  expect([...drawn]).toEqual([
    [expect.any(Number), 'train'],
    [expect.any(Number), 'train'],
    [3, 'test'],
  ]);
});
