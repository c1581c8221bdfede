/** Why this file exists: masks must neither grow nor lose regions without a word. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadMask } from '../../../src/main/dataset/mask.ts';
import { maskImage, put, temporaryFolder } from './fixtures.ts';

let root: string;
let remove: () => Promise<void>;
beforeAll(async () => ({ root, remove } = await temporaryFolder()));
afterAll(() => remove());

const sum = (mask: Uint8Array): number => mask.reduce((total, value) => total + value, 0);
const BOX = { left: 3, top: 5, right: 9, bottom: 7 };

describe('loadMask', () => {
  it.each([255, 1, 2])('takes any value but 0 for defective (%d)', async (value) => {
    const mask = await loadMask(await put(root, `v${value}.png`, maskImage(20, 12, BOX, value)));
    expect([mask.width, mask.height]).toEqual([20, 12]);
    const expected = new Uint8Array(240);
    for (const y of [5, 6]) expected.fill(1, y * 20 + 3, y * 20 + 9);
    expect(mask.data).toEqual(expected);
    expect([mask.sourceRegions, mask.lostRegions]).toEqual([1, 0]);
  });

  it('takes 16-bit values of 1 for defective too', async () => {
    const data = new Uint16Array(400);
    data[21] = 1;
    const source = sharp(data, { raw: { width: 20, height: 20, channels: 1 } });
    const mask = await loadMask(await put(root, 'deep.png', source.toColourspace('grey16').png()));
    expect(sum(mask.data)).toBe(1);
    expect(mask.data[21]).toBe(1);
  });

  it('cuts JPEG at the middle, so that its smear does not count', async () => {
    const box = { left: 16, top: 16, right: 40, bottom: 40 };
    const jpeg = sharp(await maskImage(64, 64, box).toBuffer()).jpeg({ quality: 60 });
    const mask = await loadMask(await put(root, 'm.jpg', jpeg));
    expect(Math.abs(sum(mask.data) - 24 * 24)).toBeLessThan(30);
  });

  it('reduces by nearest neighbour and reports a region that disappears', async () => {
    const data = new Uint8Array(64 * 64);
    for (let y = 16; y < 48; y++) data.fill(255, y * 64 + 16, y * 64 + 48);
    data[64 * 4 + 60] = 255;
    const source = sharp(data, { raw: { width: 64, height: 64, channels: 1 } });
    const file = await put(root, 'two.png', source.toColourspace('b-w').png());
    const mask = await loadMask(file, { width: 16, height: 16 });
    expect([mask.sourceWidth, mask.sourceRegions, mask.lostRegions]).toEqual([64, 2, 1]);
    const expected = new Uint8Array(256);
    for (let y = 4; y < 12; y++) expected.fill(1, y * 16 + 4, y * 16 + 12);
    expect(mask.data).toEqual(expected);
  });

  it('enlarges without losing anything, each pixel to a block', async () => {
    const file = await put(
      root,
      'dot.png',
      maskImage(2, 2, { left: 1, top: 0, right: 2, bottom: 1 }),
    );
    const mask = await loadMask(file, { width: 4, height: 4 });
    expect([...mask.data]).toEqual([0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('counts regions that touch at a corner as one', async () => {
    const data = new Uint8Array(100);
    data[11] = data[22] = data[88] = 255;
    const source = sharp(data, { raw: { width: 10, height: 10, channels: 1 } });
    const mask = await loadMask(await put(root, 'corner.png', source.toColourspace('b-w').png()));
    expect(mask.sourceRegions).toBe(2);
  });

  it('is empty for an empty mask', async () => {
    const file = await put(
      root,
      'none.png',
      maskImage(8, 8, { left: 0, top: 0, right: 0, bottom: 0 }),
    );
    const mask = await loadMask(file);
    expect([sum(mask.data), mask.sourceRegions]).toEqual([0, 0]);
  });
});
