/** Why this file exists: an image decoded from its bytes is the image decoded from its file. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkPixels, decodeImage } from '../../../src/main/dataset/decode.ts';
import { readHeader } from '../../../src/main/dataset/header.ts';
import { cutShort, put, rgbImage, temporaryFolder } from './fixtures.ts';

let root: string;
let remove: () => Promise<void>;
beforeAll(async () => ({ root, remove } = await temporaryFolder()));
afterAll(() => remove());

/** A 24-bit BMP of 20 x 20 with one colour. */
function bmp(): Buffer {
  const bytes = Buffer.alloc(54 + 60 * 20, 77);
  bytes.write('BM', 'latin1');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(20, 18);
  bytes.writeInt32LE(20, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  bytes.fill(0, 30, 54);
  return bytes;
}

it.each(['png', 'jpeg', 'webp', 'tiff', 'bmp'] as const)(
  'the same pixels from %s',
  async (kind) => {
    const content = kind === 'bmp' ? bmp() : rgbImage(40, 30, 5).toFormat(kind);
    const file = await put(root, `a.${kind}`, content);
    const input = { file, bytes: await readFile(file) };
    const header = await readHeader(file);
    expect(await readHeader(input)).toEqual(header);
    expect(await decodeImage(input)).toEqual(await decodeImage(file));
    expect(await checkPixels(input, header)).toMatchObject({ width: 16, height: 16 });
  },
);

it.each(['png', 'jpeg', 'webp'] as const)('the same refusal of a cut %s', async (kind) => {
  const file = await put(root, `cut.${kind}`, rgbImage(64, 64, 6).toFormat(kind));
  await cutShort(file, 0.6);
  const input = { file, bytes: await readFile(file) };
  const refusal = async (of: typeof file | typeof input) =>
    decodeImage(of).then(
      () => 'none',
      (error: Error) => error.message,
    );
  expect(await refusal(input)).toMatch(/cut short/);
  expect(await refusal(input)).toBe(await refusal(file));
});

it('refuses no bytes at all', async () => {
  const input = { file: 'nothing.png', bytes: Buffer.alloc(0) };
  await expect(readHeader(input)).rejects.toThrow(/is empty \(0 bytes\)/);
});
