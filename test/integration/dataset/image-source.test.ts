/** Why this file exists: training reads images again and again, within a fixed memory. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Raster } from '../../../src/main/dataset/decode.ts';
import { createImageSource, ImageCache } from '../../../src/main/dataset/image-source.ts';
import type { Preprocessing } from '../../../src/shared/manifest.ts';
import { noise, put, putGood, temporaryFolder } from './fixtures.ts';

let root: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ root, remove } = await temporaryFolder());
  await putGood(root, '.', 8);
});
afterAll(() => remove());

const paths = Array.from({ length: 8 }, (_, i) => `${i}.png`);
const same: Preprocessing = { size: 32, fit: 'stretch', kernel: 'cubic' };

const raster = (bytes: number): Raster => ({
  width: 1,
  height: 1,
  channels: 3,
  data: new Uint8Array(bytes),
  sourceWidth: 1,
  sourceHeight: 1,
});

describe('createImageSource', () => {
  it('serves every image in any order, however little memory there is', async () => {
    for (const maxBytes of [0, 32 * 32 * 3 * 2, 1e9]) {
      const source = createImageSource(root, paths, same, maxBytes);
      expect(source.count).toBe(8);
      for (const index of [0, 1, 2, 7, 3, 3, 0, 5]) {
        expect([...(await source.load(index))]).toEqual([...noise(32, 32, index)]);
      }
    }
  });

  it('gives a fresh array each time, so that a change does not come back', async () => {
    const source = createImageSource(root, paths, same, 1e9);
    const first = await source.load(2);
    first.fill(-1);
    expect((await source.load(2))[0]).toBe(noise(32, 32, 2)[0]);
  });

  it('does not read a kept image from disk again', async () => {
    const gone = await put(root, 'gone/0.png', new Uint8Array(0));
    await rm(gone);
    await putGood(root, 'gone', 1);
    const source = createImageSource(root, ['gone/0.png'], same, 1e9);
    await source.load(0);
    await rm(path.join(root, 'gone/0.png'));
    expect(await source.load(0)).toHaveLength(32 * 32 * 3);
  });

  it('reports a bad image when it is asked for, not when it is read ahead', async () => {
    await put(root, 'bad.png', 'text');
    const source = createImageSource(root, ['0.png', 'bad.png', '1.png'], same, 1e9);
    await source.load(0);
    await new Promise((done) => setTimeout(done, 30));
    expect(await source.load(2)).toHaveLength(32 * 32 * 3);
    await expect(source.load(1)).rejects.toThrow(/bad\.png is not an image/);
    await expect(source.load(1)).rejects.toThrow(/bad\.png is not an image/);
  });

  it('refuses an index that is not there', async () => {
    const source = createImageSource(root, paths, same, 0);
    await expect(source.load(8)).rejects.toThrow(RangeError);
    await expect(source.load(-1)).rejects.toThrow(RangeError);
  });
});

describe('ImageCache', () => {
  it('never holds more bytes than allowed and drops the longest unused', () => {
    const cache = new ImageCache(10);
    cache.set(1, raster(4));
    cache.set(2, raster(4));
    cache.get(1);
    cache.set(3, raster(4));
    expect([cache.has(1), cache.has(2), cache.has(3), cache.bytes]).toEqual([true, false, true, 8]);
    cache.set(4, raster(11));
    expect([cache.has(4), cache.has(1), cache.bytes]).toEqual([false, true, 8]);
  });
});
