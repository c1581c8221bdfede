/**
 * Why this file exists: walking folders of images in one order on every system, whatever the
 * names hold, without following a loop of links.
 */
import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { hasSystemCode, messageOf } from '../../shared/errors.ts';
import type { RejectedFile } from '../../shared/dataset.ts';

/** Orders paths by Unicode code point, the same on every system and language. */
export function compareCodePoints(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Halves of characters beyond 16 bits stand for higher code points than any single unit. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** The name without its ending: `a/b.c.png` -> `b.c`. */
export function stemOf(file: string): string {
  return path.posix.basename(file, path.posix.extname(file));
}

/** The same name whether it was written composed (Linux, Windows) or decomposed (macOS). */
export function foldName(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** Files that systems and tools leave behind; they say nothing about the data. */
export function isSystemFile(name: string): boolean {
  return name.startsWith('.') || ['thumbs.db', 'desktop.ini'].includes(name.toLowerCase());
}

/** Entries of a folder from which on others get their turn before it is sorted. */
const MANY = 5000;

export interface FolderListing {
  /** Names of files, in code-point order. */
  files: string[];
  /** Names of folders, in code-point order. */
  folders: string[];
}

/** Walks below one root and remembers what it had to leave out. */
export class FolderWalker {
  /** Absolute path. */
  readonly root: string;
  /** Folders and links that could not be entered, with the reason. */
  readonly rejected: RejectedFile[] = [];
  readonly #listings = new Map<string, Promise<FolderListing | undefined>>();

  constructor(root: string) {
    this.root = root;
  }

  /**
   * The files and folders directly in `relative` ('' for the root), without hidden and system
   * files. Undefined when there is no such folder, or it cannot be listed (then it is in
   * `rejected`). Links are followed; a link to a folder around it is rejected as a loop.
   */
  list(relative: string): Promise<FolderListing | undefined> {
    const known = this.#listings.get(relative);
    if (known !== undefined) return known;
    const listing = this.#read(relative);
    this.#listings.set(relative, listing);
    return listing;
  }

  async #read(relative: string): Promise<FolderListing | undefined> {
    let entries: Dirent[];
    try {
      const real = await realpath(path.join(this.root, relative));
      if (!(await stat(real)).isDirectory()) return undefined;
      if (await this.#isAround(relative, real)) {
        this.#reject(relative, 'is a link to a folder that it lies in');
        return undefined;
      }
      entries = await readdir(real, { withFileTypes: true });
    } catch (error) {
      if (hasSystemCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
      this.#reject(relative === '' ? '.' : relative, folderReason(error));
      return undefined;
    }
    const listing: FolderListing = { files: [], folders: [] };
    // Sorting 50,000 names keeps everyone waiting long enough.
    if (entries.length > MANY) await setImmediate();
    for (const entry of entries.sort((a, b) => compareCodePoints(a.name, b.name))) {
      if (isSystemFile(entry.name)) continue;
      // What the listing says itself saves a look at each of 50,000 files.
      const known = entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : undefined;
      const kind = known ?? (await this.#kindOf(path.posix.join(relative, entry.name)));
      if (kind === 'file') listing.files.push(entry.name);
      if (kind === 'folder') listing.folders.push(entry.name);
    }
    return listing;
  }

  /** Whether the folder `real` is one that `relative` lies in. */
  async #isAround(relative: string, real: string): Promise<boolean> {
    if (relative === '') return false;
    const parent = await realpath(path.join(this.root, path.posix.dirname(relative)));
    return parent === real || parent.startsWith(real.endsWith(path.sep) ? real : real + path.sep);
  }

  async #kindOf(relative: string): Promise<'file' | 'folder' | 'neither'> {
    try {
      const info = await stat(path.join(this.root, relative));
      if (info.isDirectory()) return 'folder';
      if (info.isFile()) return 'file';
      this.#reject(relative, 'is neither a file nor a folder');
    } catch (error) {
      this.#reject(relative, linkReason(error));
    }
    return 'neither';
  }

  #reject(relative: string, reason: string): void {
    this.rejected.push({ path: relative, reason });
  }
}

function folderReason(error: unknown): string {
  if (hasSystemCode(error, 'EACCES', 'EPERM')) {
    return 'is a folder that may not be read (permission denied)';
  }
  return hasSystemCode(error, 'ELOOP')
    ? 'is a symbolic link that leads back to itself'
    : `is a folder that cannot be read (${messageOf(error)})`;
}

function linkReason(error: unknown): string {
  if (hasSystemCode(error, 'ENOENT')) return 'is a link to something that does not exist';
  if (hasSystemCode(error, 'ELOOP')) return 'is a symbolic link that leads back to itself';
  if (hasSystemCode(error, 'EACCES', 'EPERM')) return 'may not be read (permission denied)';
  return `cannot be read (${messageOf(error)})`;
}
