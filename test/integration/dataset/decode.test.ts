/**
 * Why this file exists: every kind of image a plant may hand over gives the right pixels or a
 * sentence that says what is wrong, with real files and the real decoder.
 */
import { open, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { encode } from 'fast-bmp';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeImage, loadInput, toFloat } from '../../../src/main/dataset/decode.ts';
import { readHeader } from '../../../src/main/dataset/header.ts';
import { LoupeError } from '../../../src/shared/errors.ts';
import type { Preprocessing } from '../../../src/shared/manifest.ts';
import { cutShort, noise, put, rgbImage, temporaryFolder } from './fixtures.ts';

let root: string;
let remove: () => Promise<void>;
beforeAll(async () => ({ root, remove } = await temporaryFolder()));
afterAll(() => remove());

const preprocessing = (size: number): Preprocessing => ({ size, fit: 'stretch', kernel: 'cubic' });

/** The refusal of a file: its sentence and next step, from loading as training does. */
async function refusal(file: string): Promise<string> {
  try {
    await loadInput(file, preprocessing(64));
  } catch (error) {
    expect(error).toBeInstanceOf(LoupeError);
    const { code, message, nextStep } = error as LoupeError;
    expect(code).toBe('bad-data');
    expect(message).toContain(file);
    expect(nextStep).toMatch(/^[A-Z].*\.$/);
    return message;
  }
  throw new Error(`${file} was accepted`);
}

describe('pixels at source size', () => {
  const pixels = noise(20, 18);
  const image = () => sharp(pixels, { raw: { width: 20, height: 18, channels: 3 } });

  it.each(['png', 'tiff', 'webp', 'bmp'] as const)('are exact for lossless %s', async (format) => {
    const content = {
      png: () => image().png(),
      tiff: () => image().tiff({ compression: 'lzw' }),
      webp: () => image().webp({ lossless: true }),
      bmp: () =>
        encode({
          width: 20,
          height: 18,
          data: pixels,
          bitsPerPixel: 24,
          channels: 3,
          components: 3,
        }),
    }[format]();
    const raster = await decodeImage(await put(root, `exact.${format}`, content));
    expect(raster).toEqual({
      width: 20,
      height: 18,
      channels: 3,
      data: pixels,
      sourceWidth: 20,
      sourceHeight: 18,
    });
  });

  it('of JPEG are those of its decoder', async () => {
    const file = await put(root, 'a.jpg', image().jpeg());
    const { data } = await decodeImage(file);
    expect([...data]).toEqual([...(await sharp(file).raw().toBuffer())]);
  });

  it('replicate grey to three channels', async () => {
    const grey = Uint8Array.from({ length: 400 }, (_, i) => i % 256);
    const source = sharp(grey, { raw: { width: 20, height: 20, channels: 1 } });
    const file = await put(root, 'grey.png', source.toColourspace('b-w').png());
    expect((await sharp(file).metadata()).channels).toBe(1);
    const { data } = await decodeImage(file);
    expect([...data]).toEqual([...grey].flatMap((v) => [v, v, v]));
  });

  it('keep all 16 bits of grey PNG and of colour TIFF, and scale to 0..255 as floats', async () => {
    const grey = Uint16Array.from({ length: 400 }, (_, i) => i * 164);
    grey[0] = 65535;
    const source = sharp(grey, { raw: { width: 20, height: 20, channels: 1 } });
    const file = await put(root, 'grey16.png', source.toColourspace('grey16').png());
    const raster = await decodeImage(file);
    expect(raster.data).toEqual(Uint16Array.from([...grey].flatMap((v) => [v, v, v])));
    const floats = toFloat(raster);
    expect(floats[0]).toBe(255);
    expect(floats[3]).toBeCloseTo(164 / 257, 4);

    const rgb = Uint16Array.from({ length: 1200 }, (_, i) => (i * 977) % 65536);
    const colour = sharp(rgb, { raw: { width: 20, height: 20, channels: 3 } });
    const tiff = await put(
      root,
      'rgb16.tif',
      colour.toColourspace('rgb16').tiff({ compression: 'none' }),
    );
    expect((await decodeImage(tiff)).data).toEqual(rgb);
  });

  it('give an 8-bit picture and its 16-bit copy the same floats, also when resized', async () => {
    const eight = await put(root, 'eight.png', image().png());
    const wide = Uint16Array.from(pixels, (v) => v * 257);
    const source = sharp(wide, { raw: { width: 20, height: 18, channels: 3 } });
    const sixteen = await put(root, 'sixteen.png', source.toColourspace('rgb16').png());
    expect(toFloat(await decodeImage(sixteen))).toEqual(toFloat(await decodeImage(eight)));
    const a = toFloat(await loadInput(eight, preprocessing(16)));
    const b = toFloat(await loadInput(sixteen, preprocessing(16)));
    a.forEach((value, i) => expect(Math.abs(value - b[i]!)).toBeLessThanOrEqual(1));
  });

  it('composite alpha on black, and expand a palette with alpha', async () => {
    const rgba = Uint8Array.from(
      { length: 400 },
      (_, i) => [200, 100, 50, i < 200 ? 255 : 0][i % 4]!,
    );
    const source = () =>
      sharp(rgba, { raw: { width: 10, height: 10, channels: 4 } }).resize(20, 20, {
        kernel: 'nearest',
      });
    for (const [name, content] of [
      ['alpha.png', source().png()],
      ['palette.png', source().png({ palette: true, colours: 4, dither: 0 })],
    ] as const) {
      const file = await put(root, name, content);
      const { isPalette, hasAlpha } = await sharp(file).metadata();
      expect([isPalette, hasAlpha]).toEqual([name === 'palette.png', true]);
      const { data } = await decodeImage(file);
      expect([...data.subarray(0, 3)]).toEqual([200, 100, 50]);
      expect([...data.subarray(-3)]).toEqual([0, 0, 0]);
    }
  });

  it('turn CMYK into sRGB near the colours it was made from', async () => {
    const flat = sharp({ create: { width: 32, height: 32, channels: 3, background: '#b04040' } });
    const file = await put(root, 'cmyk.jpg', flat.toColourspace('cmyk').jpeg({ quality: 95 }));
    expect((await sharp(file).metadata()).space).toBe('cmyk');
    const { data } = await decodeImage(file);
    expect(data).toHaveLength(32 * 32 * 3);
    [0xb0, 0x40, 0x40].forEach((value, i) => expect(Math.abs(data[i]! - value)).toBeLessThan(30));
  });

  it('are upright after EXIF orientation, with the size as it is seen', async () => {
    const halves = new Uint8Array(40 * 20 * 3);
    for (let i = 0; i < 800; i++) halves.fill(i % 40 < 20 ? 250 : 5, i * 3, i * 3 + 3);
    const source = sharp(halves, { raw: { width: 40, height: 20, channels: 3 } });
    const file = await put(
      root,
      'turned.jpg',
      source.jpeg({ quality: 100 }).withMetadata({ orientation: 6 }),
    );
    const raster = await decodeImage(file);
    expect([raster.width, raster.height, raster.sourceWidth, raster.sourceHeight]).toEqual([
      20, 40, 20, 40,
    ]);
    // Turned by 90 degrees clockwise, the bright left half is the top one.
    expect(raster.data[0]).toBeGreaterThan(200);
    expect(raster.data.at(-1)).toBeLessThan(50);
    const input = await loadInput(file, preprocessing(16));
    expect(input.data[0]).toBeGreaterThan(200);
    expect(input.data.at(-1)).toBeLessThan(50);
    expect([input.sourceWidth, input.sourceHeight]).toEqual([20, 40]);
  });

  it('take no notice of a colour profile', async () => {
    const file = await put(root, 'p3.png', image().withIccProfile('p3').png());
    expect((await sharp(file).metadata()).hasProfile).toBe(true);
    const stored = await sharp(file, { ignoreIcc: true }).raw().toBuffer();
    expect([...(await decodeImage(file)).data]).toEqual([...stored]);
    expect([...(await sharp(file).toColourspace('srgb').raw().toBuffer())]).not.toEqual([
      ...stored,
    ]);
  });

  it('are those of the first page or frame', async () => {
    const frames = sharp(
      [await rgbImage(32, 32, 1).png().toBuffer(), await rgbImage(32, 32, 2).png().toBuffer()],
      {
        join: { animated: true },
      },
    );
    const file = await put(root, 'moving.webp', frames.webp({ lossless: true }));
    const raster = await decodeImage(file);
    expect([raster.width, raster.height]).toEqual([32, 32]);
    expect([...raster.data]).toEqual([...noise(32, 32, 1)]);
  });
});

describe('input for the engine', () => {
  it('is stretched to a square, whatever the shape', async () => {
    const file = await put(root, 'wide.png', rgbImage(200, 40).png());
    const raster = await loadInput(file, preprocessing(64));
    expect([raster.width, raster.height, raster.data.length]).toEqual([64, 64, 64 * 64 * 3]);
    expect([raster.sourceWidth, raster.sourceHeight]).toEqual([200, 40]);
    expect(toFloat(raster)).toHaveLength(64 * 64 * 3);
  });

  it('leaves a picture of the right size exactly as it is', async () => {
    const file = await put(root, 'square.png', rgbImage(64, 64).png());
    expect([...(await loadInput(file, preprocessing(64))).data]).toEqual([...noise(64, 64)]);
  });

  it('is the same for the same pixels as PNG, TIFF and BMP', async () => {
    const pixels = noise(50, 70);
    const image = () => sharp(pixels, { raw: { width: 50, height: 70, channels: 3 } });
    const bmp = encode({
      width: 50,
      height: 70,
      data: pixels,
      bitsPerPixel: 24,
      channels: 3,
      components: 3,
    });
    const files = [
      await put(root, 'same.png', image().png()),
      await put(root, 'same.tif', image().tiff({ compression: 'deflate' })),
      await put(root, 'same.bmp', bmp),
    ];
    const [first, ...others] = await Promise.all(
      files.map((file) => loadInput(file, preprocessing(32))),
    );
    for (const other of others) expect(other.data).toEqual(first!.data);
  });

  it('shrinks a JPEG from its full decoding, not from a coarse one', async () => {
    const file = await put(root, 'large.jpg', rgbImage(512, 512).jpeg({ quality: 90 }));
    const decoded = await decodeImage(file);
    const png = await put(
      root,
      'large.png',
      sharp(decoded.data, { raw: { width: 512, height: 512, channels: 3 } }).png(),
    );
    const [a, b] = await Promise.all([
      loadInput(file, preprocessing(64)),
      loadInput(png, preprocessing(64)),
    ]);
    expect(a.data).toEqual(b.data);
  });

  it('keeps flat grey flat and overshoots nowhere outside 0..255', async () => {
    const stripes = Uint8Array.from({ length: 100 * 100 * 3 }, (_, i) =>
      Math.floor(i / 3) % 100 < 50 ? 0 : 255,
    );
    const file = await put(
      root,
      'edge.png',
      sharp(stripes, { raw: { width: 100, height: 100, channels: 3 } }).png(),
    );
    const values = toFloat(await loadInput(file, preprocessing(32)));
    expect(Math.min(...values)).toBe(0);
    expect(Math.max(...values)).toBe(255);
  });

  it('works for 8000 x 6000 pixels', async () => {
    const big = sharp({
      create: { width: 8000, height: 6000, channels: 3, background: '#336699' },
    });
    const file = await put(root, 'big.png', big.png({ compressionLevel: 1 }));
    const raster = await loadInput(file, preprocessing(64));
    expect([raster.sourceWidth, raster.sourceHeight]).toEqual([8000, 6000]);
    expect([...raster.data.subarray(0, 3)]).toEqual([0x33, 0x66, 0x99]);
  });

  it('works with spaces, umlauts, other scripts, emoji and very long names', async () => {
    for (const name of [
      'Prüfling 1 größer.png',
      '部品 №5 🔩.png',
      `${'l'.repeat(240)}.png`,
      'quote\'"$%#.png',
    ]) {
      const file = await put(root, `Ordner mit Ä/${name}`, rgbImage().png());
      expect((await loadInput(file, preprocessing(32))).data).toHaveLength(32 * 32 * 3);
    }
  });

  it('sees a file that was replaced under the same name', async () => {
    const file = await put(root, 'replaced.png', rgbImage(32, 32, 1).png());
    await decodeImage(file);
    await put(root, 'replaced.png', rgbImage(32, 32, 2).png());
    expect([...(await decodeImage(file)).data]).toEqual([...noise(32, 32, 2)]);
  });

  it('goes by the content where the ending is another image format', async () => {
    const file = await put(root, 'really-a-jpeg.png', rgbImage().jpeg());
    expect((await readHeader(file)).format).toBe('jpeg');
    expect((await loadInput(file, preprocessing(32))).width).toBe(32);
  });
});

describe('a file that cannot be used is refused', () => {
  it.each([
    ['cut.png', 0.5],
    ['cut.png', 0.98],
    ['cut.jpg', 0.5],
    ['cut.jpg', 0.95],
    ['cut.webp', 0.5],
    ['cut.bmp', 0.9],
  ])('%s cut at %d', async (name, share) => {
    const image = rgbImage(64, 64);
    const bmp = { width: 64, height: 64, bitsPerPixel: 24, channels: 3, components: 3 };
    const content = {
      png: () => image.png(),
      jpg: () => image.jpeg(),
      webp: () => image.webp(),
      bmp: () => encode({ ...bmp, data: noise(64, 64) }),
    }[path.extname(name).slice(1)]!();
    const file = await put(root, name, content);
    await cutShort(file, share);
    expect(await refusal(file)).toMatch(/is cut short/);
  });

  it.each(['lzw', 'none', 'jpeg'] as const)('a TIFF (%s) cut short', async (compression) => {
    const file = await put(root, `cut-${compression}.tif`, rgbImage(64, 64).tiff({ compression }));
    await cutShort(file, 0.7);
    expect(await refusal(file)).toMatch(/is cut short or damaged/);
  });

  it('a PNG with flipped bits in the middle', async () => {
    const file = await put(root, 'flipped.png', rgbImage(64, 64).png());
    const bytes = await readFile(file);
    bytes[Math.floor(bytes.length / 2)]! ^= 0x55;
    await writeFile(file, bytes);
    expect(await refusal(file)).toMatch(/is damaged \(PNG: /);
  });

  it('text named .png, an empty file and formats Loupe does not read', async () => {
    expect(await refusal(await put(root, 'text.png', 'not a picture at all'))).toMatch(
      /is not an image although its name ends in \.png\.$/,
    );
    expect(await refusal(await put(root, 'empty.png', ''))).toMatch(/is empty \(0 bytes\)/);
    expect(await refusal(await put(root, 'gif.png', rgbImage().gif()))).toMatch(
      /holds a GIF image/,
    );
    expect(
      await refusal(
        await put(
          root,
          'drawing.png',
          '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"/>',
        ),
      ),
    ).toMatch(/is not an image/);
  });

  it('1 x 1 pixels, and any side below one patch', async () => {
    expect(await refusal(await put(root, 'dot.png', rgbImage(1, 1).png()))).toMatch(
      /is 1 x 1 pixels, smaller than one 16-pixel patch/,
    );
    expect(await refusal(await put(root, 'thin.png', rgbImage(500, 15).png()))).toMatch(/500 x 15/);
    await decodeImage(await put(root, 'least.png', rgbImage(16, 16).png()));
  });

  it('60000 x 60000 pixels, before any of them is decoded', async () => {
    const file = await put(root, 'absurd.png', rgbImage(32, 32).png());
    const header = Buffer.alloc(17);
    const handle = await open(file, 'r+');
    await handle.read(header, 0, 17, 12);
    header.writeUInt32BE(60000, 4);
    header.writeUInt32BE(60000, 8);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(header));
    await handle.write(Buffer.concat([header, sum]), 0, 21, 12);
    await handle.close();
    expect(await refusal(file)).toMatch(/is 60000 x 60000 pixels, more than the 16384 x 16384/);
  });

  it('floating-point pixels', async () => {
    // A TIFF of 16 x 16 32-bit floats, written by hand: sharp writes none from raw pixels.
    const entry = (tag: number, type: number, value: number): Buffer => {
      const bytes = Buffer.alloc(12);
      bytes.writeUInt16LE(tag, 0);
      bytes.writeUInt16LE(type, 2);
      bytes.writeUInt32LE(1, 4);
      bytes.writeUInt32LE(value, 8);
      return bytes;
    };
    const size = 16 * 16 * 4;
    const entries = [
      entry(256, 3, 16),
      entry(257, 3, 16),
      entry(258, 3, 32),
      entry(259, 3, 1),
      entry(262, 3, 1),
      entry(273, 4, 8),
      entry(277, 3, 1),
      entry(278, 3, 16),
      entry(279, 4, size),
      entry(339, 3, 3),
    ];
    const head = Buffer.from([0x49, 0x49, 42, 0, 0, 0, 0, 0]);
    head.writeUInt32LE(8 + size, 4);
    const count = Buffer.from([entries.length, 0]);
    const tiff = Buffer.concat([head, Buffer.alloc(size), count, ...entries, Buffer.alloc(4)]);
    expect(await refusal(await put(root, 'float.tif', tiff))).toMatch(/holds pixels of type float/);
  });

  it('an image that is transparent everywhere, but not one that is black', async () => {
    const clear = sharp({
      create: { width: 32, height: 32, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0 } },
    });
    expect(await refusal(await put(root, 'clear.png', clear.png()))).toMatch(
      /is transparent everywhere/,
    );
    const black = sharp({
      create: { width: 32, height: 32, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 1 } },
    });
    const { data } = await decodeImage(await put(root, 'black.png', black.png()));
    expect(data.every((value) => value === 0)).toBe(true);
  });

  it('a missing file and a folder', async () => {
    expect(await refusal(path.join(root, 'nowhere.png'))).toMatch(/does not exist/);
    expect(await refusal(root)).toMatch(/is a folder, not an image/);
  });
});
