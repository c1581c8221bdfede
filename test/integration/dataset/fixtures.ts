/**
 * Why this file exists: images for the tests of this folder, made on the spot so that no picture
 * of anyone's is kept in the project.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import type { Dataset } from '../../../src/shared/dataset.ts';
import { createRandom } from '../../../src/shared/random.ts';

/** A fresh folder with a space and umlauts in its name; `remove` deletes it. */
export async function temporaryFolder(): Promise<{ root: string; remove: () => Promise<void> }> {
  const root = await mkdtemp(path.join(tmpdir(), 'loupe prüfung '));
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}

/** Random RGB bytes, [height * width * 3]. */
export function noise(width: number, height: number, seed = 0): Uint8Array {
  const random = createRandom(seed);
  return Uint8Array.from({ length: width * height * 3 }, () => random.integer(256));
}

export function rgbImage(width = 32, height = 32, seed = 0): Sharp {
  return sharp(noise(width, height, seed), { raw: { width, height, channels: 3 } });
}

/** Writes below `root`, making folders on the way, and returns the absolute path. */
export async function put(
  root: string,
  relative: string,
  content: Sharp | Uint8Array | string,
): Promise<string> {
  const file = path.join(root, relative);
  await mkdir(path.dirname(file), { recursive: true });
  const bytes =
    typeof content === 'string' || content instanceof Uint8Array
      ? content
      : await content.toBuffer();
  await writeFile(file, bytes);
  return file;
}

/** Puts `count` good PNGs of 32 x 32 into `folder`. */
export async function putGood(root: string, folder: string, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    await put(root, path.posix.join(folder, `${i}.png`), rgbImage(32, 32, i).png());
  }
}

/** A mask PNG of the given size with one defective rectangle, 255 inside. */
export function maskImage(
  width: number,
  height: number,
  box: { left: number; top: number; right: number; bottom: number },
  value = 255,
): Sharp {
  const data = new Uint8Array(width * height);
  for (let y = box.top; y < box.bottom; y++) {
    data.fill(value, y * width + box.left, y * width + box.right);
  }
  return sharp(data, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png();
}

/** Keeps the first part of a file. */
export async function cutShort(file: string, share: number): Promise<void> {
  const bytes = await readFile(file);
  await writeFile(file, bytes.subarray(0, Math.floor(bytes.length * share)));
}

/** How many images there are of each split and label: `test/dent`. */
export function countByFolder({ images }: Dataset): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { split, label } of images) {
    const folder = `${split}/${label}`;
    counts[folder] = (counts[folder] ?? 0) + 1;
  }
  return counts;
}
