/** Why this file exists: the ground truth of images, read with every problem turned into a sentence. */
import path from 'node:path';
import type { RejectedFile } from '../../shared/dataset.ts';
import { maskAreas } from '../../shared/mask-rle.ts';
import { ImageError } from '../dataset/image-error.ts';
import { nameSome } from '../dataset/layouts/layout.ts';
import type { ReadImage } from './read-folder.ts';
import { readMask } from './read-mask.ts';
import { type Links, locate } from './reading.ts';

/** Reads masks and remembers what was wrong with some. */
export interface MaskReader {
  /** The code of an image's mask; null when it has none, or none that can be used. */
  read(image: ReadImage): Promise<Uint8Array | null>;
  /** How many can be used, empty ones too. */
  readonly usable: number;
  readonly rejected: readonly RejectedFile[];
  warnings(): string[];
}

export function createMaskReader(root: string, links: Links): MaskReader {
  const rejected: RejectedFile[] = [];
  const empty: string[] = [];
  const without: string[] = [];
  let usable = 0;
  const fileOf = async (relative: string | null): Promise<string | null> =>
    relative === null ? null : (await locate(root, relative, links)).file;
  return {
    read: async ({ found, reading }) => {
      if (found.mask === null && found.ignore === null) return null;
      try {
        const files = { mask: await fileOf(found.mask), ignore: await fileOf(found.ignore) };
        const code = await readMask(files, reading);
        if (code === null) return null;
        usable += 1;
        const { defect, ignore } = maskAreas(code);
        if (defect === 0 && found.mask !== null) empty.push(found.mask);
        return defect + ignore === 0 ? null : code;
      } catch (error) {
        if (!(error instanceof ImageError)) throw error;
        // The error names the file it is about; the list names it as the folder does.
        const which = [found.mask, found.ignore].find(
          (file) => file !== null && error.message.includes(path.posix.basename(file)),
        );
        rejected.push({ path: which ?? found.path, reason: error.reason });
        without.push(found.path);
        return null;
      }
    },
    get usable() {
      return usable;
    },
    rejected,
    warnings: () => {
      const warnings: string[] = [];
      if (without.length > 0) {
        warnings.push(
          'Images whose mask cannot be used are taken without it and count for image scores ' +
            `only: ${nameSome(without)}.`,
        );
      }
      if (empty.length > 0) {
        warnings.push(
          'Masks without a single defective pixel (the image counts as defective, but has no ' +
            `region to find): ${nameSome(empty)}.`,
        );
      }
      return warnings;
    },
  };
}
