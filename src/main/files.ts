/**
 * Why this file exists: one way to write files, so that a kill, a full disk or a read-only place
 * never leaves half a file under its final name and always gives the same sentence.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { LoupeError, hasSystemCode } from '../shared/errors.ts';

/** Short and independent of the final name, so that a name of the longest allowed length works. */
const TEMPORARY_NAME = /^\.loupe-[0-9a-f]{16}\.tmp$/;

/** A fresh temporary path beside `path`, on the same file system, so that a rename is atomic. */
export function temporaryPathBeside(path: string): string {
  return join(dirname(path), `.loupe-${randomBytes(8).toString('hex')}.tmp`);
}

/**
 * Turns a system error met while writing into `folder` into a sentence for a person: a full disk
 * (`no-space`), a place that cannot be written to (`read-only`), a file where a folder is needed
 * (`usage`), a folder that is not there (`not-found`). Any other error is returned unchanged.
 */
export function writeProblem(error: unknown, folder: string): unknown {
  if (error instanceof LoupeError) return error;
  if (hasSystemCode(error, 'ENOSPC', 'EDQUOT', 'EFBIG')) {
    return new LoupeError(
      'no-space',
      `There is no room left for ${folder}: the disk or your quota is full.`,
      'Free some space or choose a folder on another disk, then run the same command again.',
      { cause: error },
    );
  }
  if (hasSystemCode(error, 'EACCES', 'EPERM', 'EROFS')) {
    return new LoupeError(
      'read-only',
      `Loupe is not allowed to write to ${folder}.`,
      'Choose a folder you can write to, or change its permissions, then run the command again.',
      { cause: error },
    );
  }
  if (hasSystemCode(error, 'ENOTDIR', 'EEXIST')) {
    return new LoupeError(
      'usage',
      `${folder} cannot be used as a folder: it, or a part of its path, is a file.`,
      'Choose another folder.',
      { cause: error },
    );
  }
  if (hasSystemCode(error, 'ENOENT')) {
    return new LoupeError(
      'not-found',
      `The folder ${folder} is not there (any more).`,
      'Check that the disk is connected, then run the command again.',
      { cause: error },
    );
  }
  return error;
}

/** Runs `action`, which writes into `folder`; its system errors become sentences about `folder`. */
export async function writingTo<T>(folder: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw writeProblem(error, folder);
  }
}

/** Makes `folder` and its parents where they are missing. */
export async function ensureFolder(folder: string): Promise<void> {
  await writingTo(folder, async () => {
    try {
      await mkdir(folder, { recursive: true });
    } catch (error) {
      if (!hasSystemCode(error, 'ENOENT')) throw error;
      // What Node says of a read-only disk too; making the first missing folder alone tells which.
      await mkdir(await firstMissing(folder));
      await mkdir(folder, { recursive: true });
    }
  });
}

/** The outermost folder on the way to `folder` that is not there. */
async function firstMissing(folder: string): Promise<string> {
  const parent = dirname(folder);
  try {
    await stat(parent);
    return folder;
  } catch (error) {
    if (parent === folder || !hasSystemCode(error, 'ENOENT')) throw error;
    return firstMissing(parent);
  }
}

/**
 * Makes a rename in `folder` survive a power cut. Windows cannot open a folder for this and
 * orders renames by its own journal, so there is nothing to do there.
 */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export interface WriteOptions {
  /**
   * Wait until the bytes are on the disk (default true). False still never shows half a file
   * after a kill, but a power cut may lose it: only for what can be checked and made again.
   */
  sync?: boolean;
}

/**
 * Writes `data` (text as UTF-8) to `path`, replacing what was there: a temporary file in the same
 * folder, fsync, rename, fsync of the folder. Whoever opens `path` sees the old content or the
 * new one, whole. The folder must exist. A list of chunks is written one after another.
 *
 * Throws LoupeError `no-space`, `read-only`, `usage` or `not-found`, naming the folder; the
 * temporary file is removed then.
 */
export async function writeFileAtomically(
  path: string,
  data: string | Uint8Array | readonly Uint8Array[],
  { sync = true }: WriteOptions = {},
): Promise<void> {
  const folder = dirname(path);
  const temporary = temporaryPathBeside(path);
  const chunks: readonly Uint8Array[] =
    typeof data === 'string' ? [Buffer.from(data)] : data instanceof Uint8Array ? [data] : data;
  await writingTo(folder, async () => {
    try {
      const handle = await open(temporary, 'wx');
      try {
        for (const chunk of chunks) await handle.writeFile(chunk);
        if (sync) await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    if (sync) await syncFolder(folder);
  });
}

/** Removes what killed writes left in `folder` and below. Only for a folder nobody writes to. */
export async function removeTemporaryFiles(folder: string): Promise<void> {
  await writingTo(folder, async () => {
    for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
      if (entry.isFile() && TEMPORARY_NAME.test(entry.name)) {
        await rm(join(entry.parentPath, entry.name), { force: true });
      }
    }
  });
}

/** What lies at `path`, or null where nothing does. Other system errors are thrown as they are. */
export async function statOrNull(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT', 'ENOTDIR')) return null;
    throw error;
  }
}
