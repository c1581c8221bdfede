/**
 * Why this file exists: thumbnails and viewing pyramids are made once and kept on the disk, up to a
 * fixed size; what was used longest ago goes first. All of it can be deleted at any moment, by a
 * person or by `system.clean`, and is made again.
 */
import { randomBytes } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { hasSystemCode, LoupeError } from '../../shared/errors.ts';
import { ensureFolder, writeFileAtomically, writingTo } from '../files.ts';

/** A use is written down at most this often: reading must not cost a write each time. */
const TOUCH_INTERVAL_MS = 3600 * 1000;
/** Emptied to this share of the limit, so that not every write has to clear room. */
const LOW_WATER = 0.9;
const TEMPORARY = /^\.loupe-[0-9a-f]{16}\.tmp$/;

export interface DiskCacheOptions {
  /** Made when first needed. */
  folder: string;
  /** Most bytes in all. */
  capacity: number;
  /** Told once when the cache cannot be written to; thumbnails are then made anew each time. */
  onNotice?: (sentence: string) => void;
}

export interface DiskCache {
  /** The bytes under `name`, made by `make` where they are not kept. */
  file(name: string, make: () => Promise<Uint8Array>): Promise<Uint8Array>;
  /**
   * The path of the folder under `name`, filled by `make` where it is not kept.
   * @throws LoupeError `no-space` or `read-only` when it cannot be written
   */
  folder(name: string, make: (folder: string) => Promise<void>): Promise<string>;
  /** Waits until what is under way has ended. */
  settle(): Promise<void>;
}

interface Entry {
  bytes: number;
  usedAt: number;
}

/** A cache of files and folders, each under `<first two letters>/<name>`. */
export function createDiskCache({ folder, capacity, onNotice }: DiskCacheOptions): DiskCache {
  // Insertion order is order of use: the first is the one used longest ago.
  const entries = new Map<string, Entry>();
  const making = new Map<string, Promise<unknown>>();
  let total = 0;
  let told = false;
  let scanned: Promise<void> | undefined;

  const placeOf = (name: string): string => join(folder, name.slice(0, 2), name);

  function note(name: string, bytes: number, usedAt: number): void {
    total += bytes - (entries.get(name)?.bytes ?? 0);
    entries.delete(name);
    entries.set(name, { bytes, usedAt });
  }

  function forget(name: string): void {
    total -= entries.get(name)?.bytes ?? 0;
    entries.delete(name);
  }

  /** Moves to the end of the order; now and then on the disk too, for the next start. */
  async function touch(name: string): Promise<void> {
    const entry = entries.get(name);
    const now = Date.now();
    if (entry !== undefined) note(name, entry.bytes, now);
    if (entry !== undefined && now - entry.usedAt < TOUCH_INTERVAL_MS) return;
    await utimes(placeOf(name), now / 1000, now / 1000).catch(ignoreGone);
  }

  /** Reads once what earlier runs left, the oldest first. */
  async function scan(): Promise<void> {
    const found: [string, Entry][] = [];
    for (const shelf of await listing(folder)) {
      if (!shelf.isDirectory()) continue;
      for (const item of await listing(join(folder, shelf.name))) {
        const path = join(folder, shelf.name, item.name);
        if (TEMPORARY.test(item.name)) await rm(path, { recursive: true, force: true });
        else {
          const entry = await measure(path);
          if (entry !== undefined) found.push([item.name, entry]);
        }
      }
    }
    const younger = [...entries];
    entries.clear();
    total = 0;
    for (const [name, { bytes, usedAt }] of found.sort((a, b) => a[1].usedAt - b[1].usedAt)) {
      note(name, bytes, usedAt);
    }
    for (const [name, { bytes, usedAt }] of younger) note(name, bytes, usedAt);
  }

  async function makeRoom(): Promise<void> {
    await (scanned ??= scan());
    if (total <= capacity) return;
    for (const name of [...entries.keys()]) {
      if (total <= capacity * LOW_WATER) break;
      if (making.has(name)) continue;
      forget(name);
      await rm(placeOf(name), { recursive: true, force: true });
    }
  }

  /** One making of each name at a time; the others wait for it. */
  function once<T>(name: string, make: () => Promise<T>): Promise<T> {
    const running = making.get(name) as Promise<T> | undefined;
    if (running !== undefined) return running;
    const started = make().finally(() => making.delete(name));
    making.set(name, started);
    return started;
  }

  async function keepFile(name: string, bytes: Uint8Array): Promise<void> {
    try {
      await ensureFolder(join(folder, name.slice(0, 2)));
      await writeFileAtomically(placeOf(name), bytes, { sync: false });
      note(name, bytes.byteLength, Date.now());
      await makeRoom();
    } catch (error) {
      // A picture that cannot be kept can still be shown.
      if (!(error instanceof LoupeError)) throw error;
      if (!told) onNotice?.(`Thumbnails are not kept: ${error.message} ${error.nextStep}`);
      told = true;
    }
  }

  async function keepFolder(
    name: string,
    make: (folder: string) => Promise<void>,
  ): Promise<string> {
    const shelf = join(folder, name.slice(0, 2));
    const temporary = join(shelf, `.loupe-${randomBytes(8).toString('hex')}.tmp`);
    await ensureFolder(temporary);
    try {
      await make(temporary);
      await writingTo(shelf, () => rename(temporary, placeOf(name)));
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      throw error;
    }
    const measured = await measure(placeOf(name));
    note(name, measured?.bytes ?? 0, Date.now());
    await makeRoom();
    return placeOf(name);
  }

  return {
    file: async (name, make) => {
      const kept = await readFile(placeOf(name)).catch(ignoreGone);
      if (kept !== undefined) {
        await touch(name);
        return kept;
      }
      return once(name, async () => {
        const bytes = await make();
        await keepFile(name, bytes);
        return bytes;
      });
    },
    folder: async (name, make) => {
      const kept = await stat(placeOf(name)).catch(ignoreGone);
      if (kept?.isDirectory() === true) {
        await touch(name);
        return placeOf(name);
      }
      return once(name, () => keepFolder(name, make));
    },
    settle: async () => {
      await Promise.allSettled([...making.values(), scanned]);
    },
  };
}

function ignoreGone(error: unknown): undefined {
  if (hasSystemCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
  throw error;
}

async function listing(folder: string): Promise<Dirent[]> {
  return (await readdir(folder, { withFileTypes: true }).catch(ignoreGone)) ?? [];
}

/** Bytes of a file, or of a folder with all in it; undefined when it has gone. */
async function measure(path: string): Promise<Entry | undefined> {
  const info = await stat(path).catch(ignoreGone);
  if (info === undefined) return undefined;
  let bytes = info.size;
  if (info.isDirectory()) {
    bytes = 0;
    for (const { name } of await listing(path)) {
      bytes += (await measure(join(path, name)))?.bytes ?? 0;
    }
  }
  return { bytes, usedAt: info.mtimeMs };
}
