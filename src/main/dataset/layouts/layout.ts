/** Why this file exists: what every layout hands to the scan, before any file is opened. */
import type { DatasetImage, LayoutName, RejectedFile } from '../../../shared/dataset.ts';
import { hasImageEnding } from '../sniff.ts';

/** What was found, before it is known of which layout it is. */
export interface FoundFiles {
  images: DatasetImage[];
  rejected: RejectedFile[];
  warnings: string[];
}

export interface FoundImages extends FoundFiles {
  layout: LayoutName;
}

/** How many names a warning lists before it says how many more there are. */
const NAMED = 5;

/** `a, b, c, d, e and 7 more`. */
export function nameSome(names: readonly string[]): string {
  const shown = names.slice(0, NAMED).join(', ');
  return names.length > NAMED ? `${shown} and ${names.length - NAMED} more` : shown;
}

/** Splits the names of files in `folder` into images and files refused for their ending. */
export function imagesIn(
  folder: string,
  names: readonly string[],
): { images: string[]; rejected: RejectedFile[] } {
  const paths = names.map((name) => (folder === '' ? name : `${folder}/${name}`));
  return {
    images: paths.filter(hasImageEnding),
    rejected: paths
      .filter((file) => !hasImageEnding(file))
      .map((file) => ({ path: file, reason: 'does not end like an image that Loupe reads' })),
  };
}
