/** Why this file exists: commands that learn or measure name a frozen version, or mean the newest. */
import type { DatasetVersion } from '../../shared/entities/dataset-version.ts';
import { LoupeError } from '../../shared/errors.ts';
import type { Client } from './client.ts';
import type { Terminal } from './terminal.ts';

/**
 * The version with that number, else the newest one. Where there is none, or where `freeze` asks
 * for it, the product is frozen as it is now. Says which it is.
 * @throws LoupeError `not-found`; `usage` when nothing can be frozen
 */
export async function versionMeant(
  { ask, by }: Client,
  terminal: Terminal,
  productId: number,
  { dataVersion, freeze }: { dataVersion?: number | undefined; freeze?: boolean | undefined },
): Promise<DatasetVersion> {
  const versions = (await ask('versions.list', { productId })).map(({ version }) => version);
  if (dataVersion !== undefined) {
    const found = versions.find(({ number }) => number === dataVersion);
    if (found) return found;
    throw new LoupeError(
      'not-found',
      `The product has no data-set version ${dataVersion}.`,
      versions.length === 0
        ? 'Leave --data-version out to freeze one.'
        : `There are ${versions.map(({ number }) => number).join(', ')}.`,
    );
  }
  const [newest] = versions;
  if (newest && !freeze) {
    terminal.say(
      `With data-set version ${newest.number} (${newest.images} images); --freeze makes one of the images as they are now.`,
    );
    return newest;
  }
  const made = await ask('versions.freeze', { productId, note: '', by });
  terminal.say(`Frozen as data-set version ${made.number} (${made.images} images).`);
  return made;
}
