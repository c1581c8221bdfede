/** Why this file exists: ground truth as PNG becomes the run-length code that the catalog keeps. */
import { setImmediate } from 'node:timers/promises';
import { DEFECT, encodeMask, IGNORE, mergeMasks } from '../../shared/mask-rle.ts';
import { decode8Bit } from '../dataset/decode.ts';
import { readHeader } from '../dataset/header.ts';
import { ImageError } from '../dataset/image-error.ts';
import { readWhole } from './reading.ts';

export interface MaskSize {
  width: number;
  height: number;
}

/** Pixels looked at in one go: about 5 ms. */
const SLICE = 1 << 20;
/** Formats whose compression smears 0 and 255: there a pixel counts above the middle. */
const LOSSY = new Set(['jpeg', 'webp']);

/**
 * The mask of an image from files of its own size: any value but 0 is set; in JPEG and WebP, values
 * above 127.
 * @param mask absolute path of the defect's pixels; null for none
 * @param ignore absolute path of the pixels to leave out; null for none
 * @throws ImageError when a file cannot be used or has another size
 */
export async function readMask(
  { mask, ignore }: { mask: string | null; ignore: string | null },
  size: MaskSize,
): Promise<Uint8Array | null> {
  const defect = mask === null ? null : await readLayer(mask, size, DEFECT);
  const left = ignore === null ? null : await readLayer(ignore, size, IGNORE);
  return defect !== null && left !== null ? mergeMasks(left, defect) : (defect ?? left);
}

async function readLayer(
  file: string,
  { width, height }: MaskSize,
  value: typeof DEFECT | typeof IGNORE,
): Promise<Uint8Array> {
  const input = { file, bytes: await readWhole(file) };
  const header = await readHeader(input, { minSide: 1 });
  if (header.width !== width || header.height !== height) {
    throw new ImageError(
      file,
      `has ${header.width} x ${header.height} pixels; its image has ${width} x ${height}`,
      'Export the mask at the size of the image.',
    );
  }
  const rgb = await decode8Bit(input, header);
  const limit = LOSSY.has(header.format) ? 127 : 0;
  const data = new Uint8Array(width * height);
  for (let from = 0; from < data.length; from += SLICE) {
    const to = Math.min(from + SLICE, data.length);
    for (let i = from; i < to; i++) {
      if (rgb[i * 3]! > limit || rgb[i * 3 + 1]! > limit || rgb[i * 3 + 2]! > limit) {
        data[i] = value;
      }
    }
    // A large mask is no reason to keep everyone else waiting.
    if (to < data.length) await setImmediate();
  }
  return encodeMask({ width, height, data });
}
