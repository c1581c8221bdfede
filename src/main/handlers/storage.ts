/** Why this file exists: how much room Loupe's folders take, and emptying those that are caches. */
import { randomBytes } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Handlers } from '../../shared/contract.ts';
import type { Storage } from '../../shared/contract/system.ts';
import { hasSystemCode } from '../../shared/errors.ts';
import { backupFolder } from '../catalog/backup-files.ts';
import { writingTo } from '../files.ts';
import { tellChanged } from './changes.ts';
import type { Context } from './context.ts';

/** What a cache is called once it is put aside to be removed. */
const ASIDE = '.emptied-';

export function storageHandlers(
  context: Context,
): Pick<Handlers, 'system.storage' | 'system.clean'> {
  const { folders } = context;
  return {
    'system.storage': async () => {
      const backups = backupFolder(folders.catalog);
      const rows = [
        { name: 'catalog', path: folders.catalog, cache: false },
        { name: 'backups', path: backups, cache: false },
        { name: 'images', path: folders.images, cache: false },
        { name: 'models', path: folders.models, cache: false },
        { name: 'reports', path: folders.reports, cache: false },
        { name: 'thumbnails', path: folders.thumbnails, cache: true },
        { name: 'maps', path: folders.maps, cache: true },
      ] as const;
      const measured: Storage['folders'] = [];
      for (const row of rows) {
        // The backups lie in the catalog's folder and have a row of their own.
        const without = row.name === 'catalog' ? backups : undefined;
        measured.push({ ...row, bytes: await bytesIn(row.path, without) });
      }
      return { free: await freeIn(folders.home), folders: measured };
    },
    'system.clean': async ({ folder }) => {
      const freed = await emptied(folders[folder]);
      if (folder === 'maps') tellChanged(context, 'results', null);
      return { freed };
    },
  };
}

/** Bytes of all files in `folder` and below; 0 where it is not there. Links are not followed. */
async function bytesIn(folder: string, without?: string): Promise<number> {
  if (folder === without) return 0;
  const entries = await entriesOf(folder);
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(({ name }) => sizeOf(join(folder, name))));
  let bytes = sizes.reduce((sum, size) => sum + size, 0);
  for (const entry of entries) {
    if (entry.isDirectory()) bytes += await bytesIn(join(folder, entry.name), without);
  }
  return bytes;
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT')) return [];
    throw error;
  }
}

/** A file may go while the folder is read: a log, a temporary file. */
async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT')) return 0;
    throw error;
  }
}

/** Null where the system does not tell. */
async function freeIn(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT', 'ENOSYS', 'ENOTSUP')) return null;
    throw error;
  }
}

/** Takes everything out of a cache. Who writes to it meanwhile makes its folder anew. */
async function emptied(folder: string): Promise<number> {
  return writingTo(folder, async () => {
    const bytes = await bytesIn(folder);
    // Put aside first, so that nobody reads a cache that is half there.
    const beside = dirname(folder);
    try {
      await rename(folder, join(beside, `${ASIDE}${randomBytes(8).toString('hex')}`));
    } catch (error) {
      if (!hasSystemCode(error, 'ENOENT')) throw error;
    }
    // With what an emptying that was cut off has left.
    for (const { name } of await entriesOf(beside)) {
      if (name.startsWith(ASIDE)) await rm(join(beside, name), { recursive: true, force: true });
    }
    return bytes;
  });
}
