/** Why this file exists: the bytes of catalog images, on real files, as a transport asks for them. */
import { readdir, readFile, rm, symlink, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { eachImage } from '../../../src/main/catalog/images.ts';
import { createDiskCache } from '../../../src/main/media/disk-cache.ts';
import { createImageMedia } from '../../../src/main/media/image-media.ts';
import { createMediaRouter } from '../../../src/main/media/media.ts';
import { levelsOf } from '../../../src/main/media/pictures.ts';
import { answerMedia } from '../../../src/main/serve/answer.ts';
import type { LoupeError } from '../../../src/shared/errors.ts';
import {
  MAP_HEIGHT_HEADER,
  MAP_WIDTH_HEADER,
  imagePath,
  tilePath,
} from '../../../src/shared/media.ts';
import { bench, blobs, freshFolder, mvtecFolder, noise, put } from '../importing/support.ts';

async function stocked(
  fill: (root: string) => Promise<unknown>,
  storage: 'link' | 'copy' = 'link',
) {
  const on = await bench();
  const root = await freshFolder();
  await fill(root);
  await on.importFolder(root, { storage });
  const cache = createDiskCache({ folder: on.context.folders.thumbnails, capacity: 1e9 });
  const media = createMediaRouter({ images: createImageMedia(on.context, cache) });
  const get = async (pathname: string) => {
    const item = await media.find(pathname);
    const { bytes, headers } = await item.load();
    return { ...item, bytes, headers };
  };
  const ids = new Map(
    [...eachImage(on.catalog, on.productId)].map(({ path, id }) => [path, id] as const),
  );
  const id = (path: string) => ids.get(path)!;
  return { ...on, root, media, get, id, thumbnails: on.context.folders.thumbnails };
}
const pixels = (bytes: Uint8Array) => sharp(bytes).raw().toBuffer({ resolveWithObject: true });

describe('pictures', () => {
  it('come as a thumbnail, at screen size, and as the file itself', async () => {
    const { get, id, root } = await stocked(async (folder) => {
      await put(folder, 'good/wide.png', blobs(1, 3000, 1000).png());
      await put(folder, 'good/small.jpg', blobs(2, 40, 30).jpeg());
    });
    const wide = id('good/wide.png');
    expect(await sharp((await get(imagePath(wide, 'thumb'))).bytes).metadata()).toMatchObject({
      format: 'webp',
      width: 256,
      height: 85,
    });
    expect(await sharp((await get(imagePath(wide, 'image'))).bytes).metadata()).toMatchObject({
      format: 'png',
      width: 2048,
      height: 683,
    });
    const small = await get(imagePath(id('good/small.jpg'), 'image'));
    expect(await sharp(small.bytes).metadata()).toMatchObject({ width: 40, height: 30 });
    const file = await get(imagePath(id('good/small.jpg'), 'file'));
    expect(file.contentType).toBe('image/jpeg');
    expect(Buffer.from(file.bytes)).toEqual(await readFile(join(root, 'good/small.jpg')));
  });

  it('are upright, 8-bit and without alpha, whatever the file is', async () => {
    const { get, id } = await stocked(async (folder) => {
      const deep = Uint16Array.from({ length: 64 * 32 * 3 }, () => 40_000);
      const raw = { raw: { width: 64, height: 32, channels: 3 } } as const;
      await put(folder, 'good/deep.png', sharp(deep, raw).toColourspace('rgb16').png());
      await put(
        folder,
        'good/turned.jpg',
        blobs(3, 64, 32).jpeg().withMetadata({ orientation: 6 }),
      );
      await put(folder, 'good/clear.png', blobs(4, 64, 32).ensureAlpha(0.5).png());
    });
    const deep = await sharp((await get(imagePath(id('good/deep.png'), 'image'))).bytes).metadata();
    expect(deep).toMatchObject({ depth: 'uchar', channels: 3 });
    const { data } = await pixels((await get(imagePath(id('good/deep.png'), 'image'))).bytes);
    expect(Math.abs(data[0]! - 40_000 / 257)).toBeLessThan(1.5);
    const turned = await get(imagePath(id('good/turned.jpg'), 'image'));
    expect(await sharp(turned.bytes).metadata()).toMatchObject({ width: 32, height: 64 });
    const clear = await sharp(
      (await get(imagePath(id('good/clear.png'), 'image'))).bytes,
    ).metadata();
    expect(clear.hasAlpha).toBe(false);
  });

  it('are made once and kept under their content', async () => {
    const { get, id, thumbnails, root } = await stocked(mvtecFolder);
    const first = await get(imagePath(id('train/good/0.png'), 'thumb'));
    const shelf = first.etag.slice(7, 9);
    expect(await readdir(join(thumbnails, shelf))).toContain(`${first.etag.slice(7, 71)}.webp`);
    await rm(root, { recursive: true });
    expect((await get(imagePath(id('train/good/0.png'), 'thumb'))).bytes).toEqual(first.bytes);
  });

  it('may be kept by a browser for ever, under a tag of their content', async () => {
    const { media, id } = await stocked(mvtecFolder);
    const pathname = imagePath(id('train/good/0.png'), 'thumb');
    const answer = await answerMedia(media, { pathname });
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toMatch(/immutable/);
    const again = await answerMedia(media, { pathname, ifNoneMatch: answer.headers['etag'] });
    expect(again.status).toBe(304);
    const range = await answerMedia(media, {
      pathname: imagePath(id('train/good/0.png'), 'file'),
      range: 'bytes=0-7',
    });
    expect(range.status).toBe(206);
    expect(Buffer.from(range.body).toString('latin1')).toContain('PNG');
  });
});

describe('tiles', () => {
  it('put together are the image, on every level', async () => {
    const data = noise(1300, 700, 3);
    const { get, id } = await stocked((folder) =>
      put(
        folder,
        'good/a.png',
        sharp(data, { raw: { width: 1300, height: 700, channels: 3 } }).png(),
      ),
    );
    const image = id('good/a.png');
    const levels = levelsOf({ width: 1300, height: 700 });
    expect(levels.map(({ width, height }) => [width, height])).toEqual([
      [1300, 700],
      [650, 350],
      [325, 175],
    ]);
    for (const [level, { width, height, columns, rows }] of levels.entries()) {
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) {
          const tile = await pixels((await get(tilePath(image, level, column, row))).bytes);
          expect([tile.info.width, tile.info.height]).toEqual([
            Math.min(512, width - column * 512),
            Math.min(512, height - row * 512),
          ]);
          if (level > 0) continue;
          const from = ((row * 512 + 3) * 1300 + column * 512 + 5) * 3;
          const at = (3 * tile.info.width + 5) * 3;
          expect([...tile.data.subarray(at, at + 3)]).toEqual([...data.subarray(from, from + 3)]);
        }
      }
    }
    for (const nowhere of [tilePath(image, 0, 3, 0), tilePath(image, 3, 0, 0)]) {
      await expect(get(nowhere)).rejects.toMatchObject({ code: 'not-found' });
    }
  });

  it('of a picture of 48 million pixels are cut once, from one decoding', async () => {
    const { get, id } = await stocked((folder) => {
      const plain = { width: 8000, height: 6000, channels: 3, background: '#468' } as const;
      const big = sharp({ create: plain, limitInputPixels: false });
      return put(folder, 'good/big.png', big.png({ compressionLevel: 1 }));
    });
    const image = id('good/big.png');
    const started = performance.now();
    const tile = await get(tilePath(image, 0, 15, 11));
    const first = performance.now() - started;
    expect(await sharp(tile.bytes).metadata()).toMatchObject({ width: 320, height: 368 });
    await get(tilePath(image, 0, 7, 7));
    console.info(
      `first tile of 8000 x 6000 after ${Math.round(first)} ms, the second after`,
      `${Math.round(performance.now() - started - first)} ms`,
    );
  });

  it('come back after the cache was emptied', async () => {
    const { get, id, thumbnails } = await stocked(mvtecFolder);
    const path = tilePath(id('train/good/0.png'), 0, 0, 0);
    const { bytes } = await get(path);
    await rm(thumbnails, { recursive: true });
    expect((await get(path)).bytes).toEqual(bytes);
  });
});

it('gives the mask in force as its code, with its size', async () => {
  const { get, id } = await stocked(mvtecFolder);
  const mask = await get(imagePath(id('test/dent/8.png'), 'mask-code'));
  expect(mask.headers).toEqual({ [MAP_WIDTH_HEADER]: '64', [MAP_HEIGHT_HEADER]: '48' });
  expect(mask.bytes[0]).toBe(1);
  expect(mask.cacheControl).toBeUndefined();
  await expect(get(imagePath(id('test/good/6.png'), 'mask-code'))).rejects.toMatchObject({
    code: 'not-found',
  });
});

describe('files that are not what was imported', () => {
  it('that are gone say how to re-link them', async () => {
    const { get, id, root } = await stocked(mvtecFolder);
    await rm(root, { recursive: true });
    const failed = await get(imagePath(id('train/good/0.png'), 'image')).catch((e: unknown) => e);
    expect(failed).toMatchObject({ code: 'not-found' });
    expect((failed as LoupeError).nextStep).toMatch(/re-link the source/);
  });

  it('that were changed, to the same size or another, are not shown', async () => {
    const { get, id, root } = await stocked(mvtecFolder);
    await put(root, 'train/good/0.png', blobs(80).png());
    const bytes = await readFile(join(root, 'train/good/1.png'));
    await put(
      root,
      'train/good/1.png',
      Uint8Array.from(bytes, (b, i) => (i === 70 ? b ^ 1 : b)),
    );
    for (const path of ['train/good/0.png', 'train/good/1.png']) {
      for (const kind of ['thumb', 'image', 'file'] as const) {
        await expect(get(imagePath(id(path), kind))).rejects.toThrow(/was changed since/);
      }
    }
  });

  it('behind a link that was put in their place are not followed out', async () => {
    const { get, id, root } = await stocked(mvtecFolder);
    const file = join(root, 'train/good/0.png');
    const elsewhere = await put(await freshFolder(), 'x.png', await readFile(file));
    await unlink(file);
    await symlink(elsewhere, file);
    await expect(get(imagePath(id('train/good/0.png'), 'file'))).rejects.toMatchObject({
      code: 'usage',
    });
  });

  it('but kept as copies outlive their folder', async () => {
    const { get, id, root } = await stocked(mvtecFolder, 'copy');
    await rm(root, { recursive: true });
    expect((await get(imagePath(id('train/good/0.png'), 'file'))).bytes.length).toBeGreaterThan(0);
  });
});

it('answers any address with bytes or a typed error', async () => {
  const { media, id } = await stocked(mvtecFolder);
  const known = id('train/good/0.png');
  const part = fc.oneof(
    fc.constantFrom('..', '%2e%2e', 'images', 'thumb', 'file', 'tile', '0', '', '999999999999999'),
    fc.constant(String(known)),
    fc.string({ maxLength: 8 }),
  );
  const address = fc.oneof(
    fc.string(),
    fc.array(part, { maxLength: 7 }).map((parts) => `/media/${parts.join('/')}`),
    fc.array(part, { maxLength: 4 }).map((parts) => `/media/images/${known}/${parts.join('/')}`),
  );
  await fc.assert(
    fc.asyncProperty(address, async (pathname) => {
      const answer = await answerMedia(media, { pathname });
      expect([200, 404]).toContain(answer.status);
    }),
    { numRuns: 500 },
  );
});
