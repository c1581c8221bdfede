/**
 * Why this file exists: maps and overlays are named after their image without its ending, and two
 * images must never overwrite each other's, on any file system.
 */
import path from 'node:path';
import { foldName } from './files.ts';

/**
 * The output name of each image: its path without the ending; where that would be the same for two
 * images (also on systems that ignore letter case), those keep their ending; what is still the
 * same gets `~2`, `~3` in the order given.
 */
export function outputNames(images: readonly { path: string }[]): Map<string, string> {
  const bare = images.map((image) => withoutEnding(image.path));
  const uses = new Map<string, number>();
  for (const name of bare) uses.set(foldName(name), (uses.get(foldName(name)) ?? 0) + 1);
  const names = new Map<string, string>();
  const taken = new Set(bare.map(foldName).filter((name) => uses.get(name) === 1));
  images.forEach((image, index) => {
    const name = bare[index]!;
    names.set(image.path, uses.get(foldName(name)) === 1 ? name : free(image.path, taken));
  });
  return names;
}

function free(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let n = 2; taken.has(foldName(name)); n++) name = `${wanted}~${n}`;
  taken.add(foldName(name));
  return name;
}

function withoutEnding(file: string): string {
  return file.slice(0, file.length - path.posix.extname(file).length);
}
