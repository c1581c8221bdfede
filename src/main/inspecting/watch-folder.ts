/**
 * Why this file exists: which files of a watched folder are new and whole. A camera writes a file in
 * pieces: it is taken when two looks in a row have found the same size and time. Looking, unlike the
 * system's notices, also works on network drives.
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasSystemCode } from '../../shared/errors.ts';
import { isSystemFile } from '../dataset/files.ts';
import { hasImageEnding } from '../dataset/sniff.ts';

export interface SeenFile {
  name: string;
  bytes: number;
  modifiedMs: number;
}

interface Entry extends SeenFile {
  /** Looks that have found it as it is. */
  looks: number;
  /** Handed out; nothing more until it changes. */
  taken: boolean;
}

/** Looks that have to agree. */
const LOOKS = 2;

export class FolderWatch {
  readonly folder: string;
  #entries = new Map<string, Entry>();

  constructor(folder: string) {
    this.folder = folder;
  }

  /**
   * Looks once.
   * @returns files that are whole and were not handed out as they are, the oldest first; null when
   *   the folder is not there at the moment
   */
  async look(): Promise<SeenFile[] | null> {
    const names = await this.#names();
    if (names === null) return null;
    const entries = new Map<string, Entry>();
    for (const name of names) {
      const found = await statFile(join(this.folder, name));
      if (!found) continue;
      const before = this.#entries.get(name);
      const same =
        before?.bytes === found.bytes && before.modifiedMs === found.modifiedMs ? before : null;
      entries.set(name, {
        name,
        ...found,
        looks: (same?.looks ?? 0) + 1,
        taken: same?.taken ?? false,
      });
    }
    this.#entries = entries;
    const ready = [...entries.values()].filter(
      ({ looks, taken, bytes }) => looks >= LOOKS && !taken && bytes > 0,
    );
    return ready.sort((a, b) => a.modifiedMs - b.modifiedMs || (a.name < b.name ? -1 : 1));
  }

  /** It was dealt with; it comes again only when it changes. */
  take(name: string): void {
    const entry = this.#entries.get(name);
    if (entry) entry.taken = true;
  }

  /** It was not whole after all; it has to hold still again. */
  again(name: string): void {
    const entry = this.#entries.get(name);
    if (entry) entry.looks = 0;
  }

  async #names(): Promise<string[] | null> {
    try {
      const names = await readdir(this.folder);
      return names.filter((name) => hasImageEnding(name) && !isSystemFile(name));
    } catch (error) {
      // A drive that is not connected, or rights that are being changed, may come right again.
      if (error instanceof Error && 'syscall' in error) return null;
      throw error;
    }
  }
}

/** Null for what has gone or is no file. */
async function statFile(path: string): Promise<Omit<SeenFile, 'name'> | null> {
  try {
    const info = await stat(path);
    return info.isFile() ? { bytes: info.size, modifiedMs: info.mtimeMs } : null;
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP', 'EBUSY')) return null;
    throw error;
  }
}
