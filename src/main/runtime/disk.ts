/** Why this file exists: whether there is room before hundreds of megabytes are written. */
import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { LoupeError, hasSystemCode } from '../../shared/errors.ts';

/** Bytes that a user may still write on the disk of `folder`, which need not exist yet. */
export async function freeBytes(folder: string): Promise<number> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    try {
      const { bavail, bsize } = await statfs(at);
      return bavail * bsize;
    } catch (error) {
      if (!hasSystemCode(error, 'ENOENT') || dirname(at) === at) throw error;
    }
  }
}

/**
 * Checks for room in `folder`.
 * @param what what needs it, at the start of the sentence
 * @throws LoupeError `no-space`
 */
export async function checkRoom(what: string, folder: string, needed: number): Promise<void> {
  const free = await freeBytes(folder);
  if (free >= needed) return;
  const mega = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;
  throw new LoupeError(
    'no-space',
    `${what} needs ${mega(needed)} free in ${folder}; there are ${mega(free)}.`,
    'Free some space, or set LOUPE_CACHE to a folder on another disk, then run: npm run setup',
  );
}
