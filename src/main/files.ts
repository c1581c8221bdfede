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
const TEMPORARY_NAME = /^\.loupe-([0-9a-f]{8})[0-9a-f]{8}\.tmp$/;
/** Nothing is written for so long without a sign of life, ... */
const ABANDONED_MS = 24 * 3600 * 1000;
/** ... nor for so long by a process that is not there. (It may be on another machine.) */
const ABANDONED_BY_NOBODY_MS = 3600 * 1000;

/**
 * A fresh temporary path beside `path`, on the same file system, so that a rename is atomic. Its
 * first eight digits are the number of this process.
 */
export function temporaryPathBeside(path: string): string {
  const writer = process.pid.toString(16).padStart(8, '0');
  return join(dirname(path), `.loupe-${writer}${randomBytes(4).toString('hex')}.tmp`);
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

/**
 * Removes what killed writes left in `folder`, files and folders with all in them; not below it.
 * What may still be written to stays: anything younger than an hour, and anything younger than a
 * day whose process is alive; and what this user may not remove. A folder that is not there holds
 * nothing.
 * @param now milliseconds since 1970 UTC
 */
export async function removeAbandoned(folder: string, now = Date.now()): Promise<void> {
  for (const name of await namesIn(folder)) {
    const match = TEMPORARY_NAME.exec(name);
    if (!match) continue;
    const path = join(folder, name);
    const limit = isAlive(Number.parseInt(match[1]!, 16)) ? ABANDONED_MS : ABANDONED_BY_NOBODY_MS;
    try {
      if (now - (await lastWrite(path)) > limit) await rm(path, { recursive: true, force: true });
    } catch (error) {
      // Another user's, in a folder that is shared: theirs to remove.
      if (!hasSystemCode(error, 'EACCES', 'EPERM')) throw error;
    }
  }
}

/** Empty for a folder that is not there or that may not be read. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT', 'EACCES', 'EPERM')) return [];
    throw error;
  }
}

/** The newest change of a file, or of a folder and anything in it; now, where it is gone. */
async function lastWrite(path: string): Promise<number> {
  const found = await statOrNull(path);
  if (!found) return Number.MAX_SAFE_INTEGER;
  let newest = found.mtimeMs;
  if (found.isDirectory()) {
    for (const name of await namesIn(path)) {
      const inside = await lastWrite(join(path, name));
      if (inside !== Number.MAX_SAFE_INTEGER) newest = Math.max(newest, inside);
    }
  }
  return newest;
}

/** True while this machine has a process of that number. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Of another user: alive as well.
    return !hasSystemCode(error, 'ESRCH');
  }
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
