/**
 * Why this file exists: everything an import wants to know of an image, from reading its file once:
 * content hash, size, soundness of every pixel, and how it looks.
 */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { Sha256Schema } from '../../shared/entities/common.ts';
import { LoupeError } from '../../shared/errors.ts';
import { resolveInside } from '../contain.ts';
import { checkPixels } from '../dataset/decode.ts';
import { readHeader } from '../dataset/header.ts';
import { fromSystemError, ImageError } from '../dataset/image-error.ts';
import { hashBytes } from './hash-file.ts';
import { perceptualHash, tinyGrey } from './perceptual-hash.ts';

/** A file is read whole into memory; the largest image Loupe opens has 268 million pixels of 4 bytes. */
const MOST_BYTES = 1.5 * 1024 ** 3;

export const ReadingSchema = z.object({
  sha256: Sha256Schema,
  bytes: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
  depth: z.union([z.literal(8), z.literal(16)]),
  perceptualHash: z.string(),
  /** The tiny grey picture, as base64. */
  tiny: z.string(),
  /** Largest value of the tiny picture at the file's own depth. */
  brightest: z.number(),
});
/** What reading an image has shown. */
export type Reading = z.infer<typeof ReadingSchema>;

/** What a file must keep for a reading of it to stay true. */
export interface FileStamp {
  size: number;
  mtimeMs: number;
}

/** Which links an import may follow: a linked image must lie in its folder, a copied one need not. */
export type Links = 'inside' | 'anywhere';

/**
 * The absolute path of a file below `root`, and its stamp.
 * @throws ImageError when it is not there, cannot be read or leads out of the folder
 */
export async function locate(
  root: string,
  relative: string,
  links: Links,
): Promise<{ file: string; stamp: FileStamp }> {
  const plain = path.join(root, ...relative.split('/'));
  let file = plain;
  if (links === 'inside') {
    try {
      file = await resolveInside(root, relative);
    } catch (error) {
      if (!(error instanceof LoupeError)) throw fromSystemError(plain, error);
      throw error.code === 'usage'
        ? new ImageError(
            plain,
            'is a link that leads out of the folder',
            'Import with copies, or import the folder that the link leads to.',
          )
        : new ImageError(plain, 'does not exist', 'Check the path, or look at the folder again.');
    }
  }
  try {
    const { size, mtimeMs } = await stat(file);
    return { file, stamp: { size, mtimeMs } };
  } catch (error) {
    throw fromSystemError(plain, error);
  }
}

/**
 * Reads a file once and decodes every pixel of it.
 * @param keep gets the bytes once they are known to be a sound image
 * @throws ImageError when it cannot be used, saying why; and what `keep` throws
 */
export async function readImage(
  file: string,
  keep?: (bytes: Buffer, sha256: string) => Promise<void>,
): Promise<Reading> {
  const bytes = await readWhole(file);
  const input = { file, bytes };
  const header = await readHeader(input);
  const raster = await checkPixels(input, header);
  const sha256 = await hashBytes(bytes);
  await keep?.(bytes, sha256);
  const tiny = tinyGrey(raster.data);
  let brightest = 0;
  for (const value of raster.data) brightest = Math.max(brightest, value);
  const { width, height, depth } = header;
  return {
    sha256,
    bytes: bytes.length,
    width,
    height,
    depth,
    perceptualHash: perceptualHash(tiny),
    tiny: Buffer.from(tiny).toString('base64'),
    brightest,
  };
}

/** @throws ImageError */
export async function readWhole(file: string): Promise<Buffer<ArrayBuffer>> {
  try {
    const { size } = await stat(file);
    if (size > MOST_BYTES) {
      throw new ImageError(
        file,
        `is ${(size / 1024 ** 3).toFixed(1)} GiB long, more than Loupe opens`,
        'Save it compressed, or cut it into smaller pictures.',
      );
    }
    return await readFile(file);
  } catch (error) {
    if (error instanceof LoupeError) throw error;
    throw fromSystemError(file, error);
  }
}
