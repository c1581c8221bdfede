/**
 * Why this file exists: pictures for the screen, made in one pass from a file to their bytes
 * without holding the whole image, upright and in 8 bits whatever the file is.
 */
import { readdir, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sharp } from 'sharp';
import { LoupeError } from '../../shared/errors.ts';
import { TILE_SIDE } from '../../shared/media.ts';
import { uprightPicture } from '../dataset/decode.ts';
import type { ImageInput } from '../dataset/image-input.ts';
import { writingTo } from '../files.ts';
import { MAX_IMAGE_SIDE, THUMB_SIDE } from '../reports/media.ts';

export { MAX_IMAGE_SIDE };

/** WebP of at most THUMB_SIDE pixels a side. @throws ImageError */
export async function encodeThumb(input: ImageInput): Promise<Uint8Array> {
  return uprightPicture(input, (picture) =>
    within(picture, THUMB_SIDE).webp({ quality: 82 }).toBuffer(),
  );
}

/** PNG of at most MAX_IMAGE_SIDE pixels a side. @throws ImageError */
export async function encodeScreen(input: ImageInput): Promise<Uint8Array> {
  // Loopback moves bytes faster than zlib squeezes them: the lowest effort that still shrinks.
  return uprightPicture(input, (picture) =>
    within(picture, MAX_IMAGE_SIDE).png({ compressionLevel: 1 }).toBuffer(),
  );
}

function within(picture: Sharp, side: number): Sharp {
  return picture.resize(side, side, { fit: 'inside', withoutEnlargement: true });
}

export interface Level {
  width: number;
  height: number;
  columns: number;
  rows: number;
}

/**
 * The levels of an image's viewing pyramid, level 0 at full size. Each further one has half the
 * sides, rounded up; the last one is the first that fits into one tile.
 */
export function levelsOf({ width, height }: { width: number; height: number }): Level[] {
  const levels: Level[] = [];
  for (let [w, h] = [width, height]; ; [w, h] = [Math.ceil(w / 2), Math.ceil(h / 2)]) {
    const [columns, rows] = [Math.ceil(w / TILE_SIDE), Math.ceil(h / TILE_SIDE)];
    levels.push({ width: w, height: h, columns, rows });
    if (columns === 1 && rows === 1) return levels;
  }
}

/**
 * Writes all tiles of an image into `folder` (empty): `<level>/<column>_<row>.png`. Decodes once.
 * @throws ImageError; LoupeError `no-space` or `read-only`
 */
export async function writePyramid(input: ImageInput, folder: string): Promise<void> {
  await writingTo(folder, async () => {
    try {
      await uprightPicture(input, (picture) =>
        picture
          .png({ compressionLevel: 1 })
          .tile({ size: TILE_SIDE, overlap: 0, layout: 'dz', depth: 'onetile', container: 'fs' })
          .toFile(join(folder, 'all.dz')),
      );
    } catch (error) {
      // libvips tells neither a full disk from a damaged image nor why it could not write.
      throw (await isFull(folder)) ? noRoom(folder, error) : error;
    }
    // Deep Zoom counts its levels from the smallest; here 0 is full size.
    const files = join(folder, 'all_files');
    const names = (await readdir(files)).filter((name) => /^\d+$/.test(name)).map(Number);
    const largest = Math.max(...names);
    for (const name of names) {
      await rename(join(files, String(name)), join(folder, String(largest - name)));
    }
    await rm(files, { recursive: true });
    await rm(join(folder, 'all.dzi'), { force: true });
  });
}

/** Less than one tile's worth of room. */
async function isFull(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize < TILE_SIDE * TILE_SIDE * 3;
}

function noRoom(folder: string, cause: unknown): LoupeError {
  return new LoupeError(
    'no-space',
    `There is no room left for the tiles of a large image in ${folder}.`,
    'Free some space on that disk, then open the image again.',
    { cause },
  );
}
