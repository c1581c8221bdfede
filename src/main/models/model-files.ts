/**
 * Why this file exists: a model is a folder, or the same folder as one `.loupe` file (a zip) for
 * transport. Both are written under a temporary name, synced and renamed, so that a kill at any
 * moment leaves either the whole model or none.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { ZipFile as ZipWriter } from 'yazl';
import { hasSystemCode, LoupeError, messageOf } from '../../shared/errors.ts';
import { isInside } from '../contain.ts';
import {
  ensureFolder,
  removeAbandoned,
  statOrNull,
  syncFolder,
  temporaryPathBeside,
  writingTo,
} from '../files.ts';

/** Relative path (with `/`) to bytes. */
export type FileSet = Map<string, Uint8Array>;

export const MANIFEST_FILE = 'manifest.json';
export const ARCHIVE_ENDING = '.loupe';

/** Far above any model; keeps a hostile archive from filling the memory. */
const MAX_ENTRY_BYTES = 4_000_000_000;

/**
 * Refuses a place where something else lies already.
 * @throws LoupeError `usage`
 */
export async function requireFreePlace(path: string): Promise<void> {
  if (!(await statOrNull(path))) return;
  throw new LoupeError(
    'usage',
    `${path} is already there. Loupe never writes over a model or a folder of yours.`,
    'Choose another name with --out, or remove it first.',
  );
}

/**
 * Refuses a place that cannot be written to, so that it is known before hours of work.
 * @throws LoupeError `read-only`, `no-space`, `usage`
 */
export async function requireWritablePlace(path: string): Promise<void> {
  const parent = dirname(resolve(path));
  await ensureFolder(parent);
  const probe = temporaryPathBeside(resolve(path));
  await writingTo(parent, async () => {
    await mkdir(probe);
    await rmdir(probe);
  });
}

/** Writes all files as a folder, or as one archive where the name ends in `.loupe`. */
export async function writeFileSet(path: string, files: FileSet): Promise<void> {
  const target = resolve(path);
  const parent = dirname(target);
  await ensureFolder(parent);
  await requireFreePlace(target);
  await removeAbandoned(parent);
  const temporary = temporaryPathBeside(target);
  await writingTo(parent, async () => {
    try {
      if (target.endsWith(ARCHIVE_ENDING)) await writeArchive(temporary, files);
      else await writeFolder(temporary, files);
      await rename(temporary, target);
      await syncFolder(parent);
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      throw error;
    }
  });
}

async function writeFolder(folder: string, files: FileSet): Promise<void> {
  await mkdir(folder);
  const folders = new Set([folder]);
  for (const [name, bytes] of files) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    folders.add(dirname(path));
    const handle = await open(path, 'wx');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
  for (const each of folders) await syncFolder(each);
}

async function writeArchive(path: string, files: FileSet): Promise<void> {
  const zip = new ZipWriter();
  for (const [name, bytes] of files) {
    // Weights and pictures hardly shrink; stored as they are they can be read at once.
    zip.addBuffer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), name, {
      compress: false,
      // One fixed date: the same model gives the same archive.
      mtime: new Date(Date.UTC(2026, 0, 1)),
    });
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path, { flags: 'wx' }));
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Reads single files of a model, whichever form it has. */
export interface FileReader {
  /** @throws LoupeError `bad-model` when there is no such file in it */
  read(name: string): Promise<Uint8Array>;
  /** As `read`, but null when there is no such file. */
  find(name: string): Promise<Uint8Array | null>;
}

/**
 * Opens a model's files.
 * @throws LoupeError `not-found` when nothing is there, `bad-model` when it is no model
 */
export async function openFileSet(path: string): Promise<FileReader> {
  const found = await statOrNull(path);
  if (!found) {
    throw new LoupeError(
      'not-found',
      `There is no model at ${path}.`,
      'Check the name, or make one: npm run loupe -- train --data DIR --out MODEL',
    );
  }
  if (!found.isDirectory()) return readArchive(path);
  return readerOf(path, async (name) => {
    // A manifest may be anyone's: what it names must lie in the model.
    if (!isInside(resolve(path), resolve(path, name)))
      throw badModel(path, `${name} lies outside of it`);
    try {
      return await readFile(join(path, name));
    } catch (error) {
      if (hasSystemCode(error, 'ENOENT')) return null;
      throw error;
    }
  });
}

function readerOf(path: string, find: FileReader['find']): FileReader {
  return {
    find,
    read: async (name) => {
      const bytes = await find(name);
      if (!bytes) throw missing(path, name);
      return bytes;
    },
  };
}

function missing(path: string, name: string): LoupeError {
  return name === MANIFEST_FILE
    ? badModel(path, `it has no ${MANIFEST_FILE}, so it is no model of Loupe`)
    : badModel(path, `${name} is missing`);
}

/** The one way a model is refused. */
export function badModel(path: string, why: string, cause?: unknown): LoupeError {
  return new LoupeError(
    'bad-model',
    `The model ${path} cannot be used: ${why}.`,
    'Take a fresh copy of it, or train it again.',
    { cause },
  );
}

async function readArchive(path: string): Promise<FileReader> {
  const bytes = await readFile(path);
  const damaged = (error: unknown) =>
    badModel(path, `it is no whole .loupe file (${messageOf(error)})`, error);
  const files: FileSet = new Map();
  try {
    const zip = await openZip(bytes);
    for await (const entry of entriesOf(zip)) {
      if (entry.uncompressedSize > MAX_ENTRY_BYTES) throw new Error('an entry is too large');
      if (!entry.fileName.endsWith('/')) files.set(entry.fileName, await readEntry(zip, entry));
    }
  } catch (error) {
    throw damaged(error);
  }
  return readerOf(path, async (name) => files.get(name) ?? null);
}

function openZip(bytes: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true }, (error, zip) => {
      if (error) reject(error);
      else resolve(zip);
    });
  });
}

async function* entriesOf(zip: ZipFile): AsyncIterable<Entry> {
  for (;;) {
    const entry = await new Promise<Entry | null>((resolve, reject) => {
      const settle = (value: Entry | null) => {
        zip.removeAllListeners();
        resolve(value);
      };
      zip.once('entry', settle);
      zip.once('end', () => settle(null));
      zip.once('error', reject);
      zip.readEntry();
    });
    if (!entry) return;
    yield entry;
  }
}

function readEntry(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) {
        reject(error);
        return;
      }
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', reject);
      stream.on('end', () => resolve(Buffer.concat(chunks)));
    });
  });
}
