/**
 * Why this file exists: ground-truth masks as 0/1 at the size that is compared, without making
 * regions grow: binarised at source size, reduced by nearest neighbour, and a region that the
 * reduction loses is reported.
 */
import { labelComponents } from '../../shared/metrics/components.ts';
import { decode8Bit } from './decode.ts';
import { readHeader } from './header.ts';

export interface Mask {
  width: number;
  height: number;
  /** 1 where the part is defective, else 0; [height * width]. */
  data: Uint8Array;
  sourceWidth: number;
  sourceHeight: number;
  /** 8-connected regions at source size. */
  sourceRegions: number;
  /** Regions at source size of which no pixel is left in `data`. */
  lostRegions: number;
}

export interface Size {
  width: number;
  height: number;
}

/** Formats whose compression smears 0 and 255: there a pixel is defective above the middle. */
const LOSSY = new Set(['jpeg', 'webp']);

/**
 * Loads a mask, binarised: any value but 0 is defective (masks of 0/255 and of small class numbers
 * alike); in JPEG and WebP, values above 127.
 *
 * @param target Size to reduce to by nearest neighbour; the mask's own size when left out.
 * @throws ImageError ('bad-data') as for images, but any size from 1 x 1 is taken.
 */
export async function loadMask(file: string, target?: Size): Promise<Mask> {
  const header = await readHeader(file, { minSide: 1 });
  const rgb = await decode8Bit(file, header);
  const limit = LOSSY.has(header.format) ? 127 : 0;
  const { width, height } = header;
  const source = new Uint8Array(width * height);
  for (let i = 0; i < source.length; i++) {
    const brightest = Math.max(rgb[i * 3]!, rgb[i * 3 + 1]!, rgb[i * 3 + 2]!);
    source[i] = brightest > limit ? 1 : 0;
  }
  const { labels, count } = labelComponents(source, width, height, 8);
  const wanted = target ?? { width, height };
  const picked = nearest(labels, { width, height }, wanted);
  const kept = new Set(picked);
  kept.delete(0);
  return {
    ...wanted,
    data: Uint8Array.from(picked, (label) => (label === 0 ? 0 : 1)),
    sourceWidth: width,
    sourceHeight: height,
    sourceRegions: count,
    lostRegions: count - kept.size,
  };
}

/**
 * Values at the centre of each target pixel: target (x, y) takes source
 * (floor((x + 0.5) * W / w), floor((y + 0.5) * H / h)).
 */
export function nearest(values: Int32Array, from: Size, to: Size): Int32Array {
  if (from.width === to.width && from.height === to.height) return values;
  const result = new Int32Array(to.width * to.height);
  for (let y = 0; y < to.height; y++) {
    const row = Math.floor(((y + 0.5) * from.height) / to.height) * from.width;
    for (let x = 0; x < to.width; x++) {
      const column = Math.floor(((x + 0.5) * from.width) / to.width);
      result[y * to.width + x] = values[row + column]!;
    }
  }
  return result;
}
