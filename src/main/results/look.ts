/** Why this file exists: one image through a model, its maps kept in the cache on the way. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { CatalogModel } from '../../shared/entities/model.ts';
import { LoupeError } from '../../shared/errors.ts';
import type { Compute, DetectedFile, TaskControl } from '../compute/compute.ts';
import type { DetectItem } from '../compute/protocol.ts';
import type { DiskCache } from '../media/disk-cache.ts';

/** The file of maps in its folder of the cache. */
export const MAP_FILE = 'maps.lmap';

/** The name in the cache of a model's maps of an image; they follow from these two contents alone. */
export function mapName(model: Pick<CatalogModel, 'contentId'>, sha256: string): string {
  const hash = createHash('sha256').update(`${model.contentId}\n${sha256}`).digest('hex');
  return `${hash}.maps`;
}

export interface Look {
  model: Pick<CatalogModel, 'contentId' | 'path'>;
  file: string;
  sha256: string;
  mask: Uint8Array | null;
  regions: DetectItem['regions'];
}

/**
 * What the model says about the image; null only where `unlessKept` and its maps are there already.
 * A cache that cannot be written costs the maps, not the result.
 * @throws LoupeError of computing; `no-space`, `read-only` never
 */
export async function lookAt(
  { compute, maps }: { compute: Compute; maps: DiskCache },
  { model, file, sha256, mask, regions }: Look,
  control: TaskControl,
  { unlessKept = false } = {},
): Promise<DetectedFile | null> {
  let found: DetectedFile | null = null;
  let failure: { error: unknown } | null = null;
  const detect = async (mapFile: string | null): Promise<DetectedFile> => {
    try {
      const [result] = await compute.detect(
        model.path,
        [{ file, mask, mapFile, regions }],
        control,
      );
      return result ?? { problem: 'was passed over' };
    } catch (error) {
      failure = { error };
      throw error;
    }
  };
  try {
    await maps.folder(mapName(model, sha256), async (folder) => {
      found = await detect(join(folder, MAP_FILE));
      // Nothing is kept of a file that is no image.
      if ('problem' in found) throw notKept();
    });
    if (found === null && unlessKept) return null;
  } catch (error) {
    if (failure !== null || !(error instanceof LoupeError)) throw error;
  }
  return found ?? detect(null);
}

function notKept(): LoupeError {
  return new LoupeError('bad-data', 'The file is no image.', 'Look at another one.');
}
