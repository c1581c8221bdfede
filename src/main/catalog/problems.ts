/**
 * Why this file exists: every way in which the catalog can fail, as a sentence with the way out.
 * SQLite's codes are read here and nowhere else.
 */
import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { LoupeError, messageOf } from '../../shared/errors.ts';
import { writeProblem } from '../files.ts';

/** The file was written by a newer Loupe. */
export class NewerCatalogError extends LoupeError {
  constructor(file: string, found: number, known: number) {
    super(
      'bad-data',
      `${file} was written by a newer Loupe (schema ${found}; this one knows up to ${known}). ` +
        'Nothing was changed.',
      'Start the newer Loupe, or restore a backup from before the update, named "before", out of ' +
        `${dirname(file)}/backups with: loupe restore FILE`,
    );
    this.name = 'NewerCatalogError';
  }
}

/** The file is not whole. */
export class DamagedCatalogError extends LoupeError {
  /** @param newestBackup the way back; undefined when there is none */
  constructor(file: string, finding: string, newestBackup: string | undefined, cause?: unknown) {
    super(
      'bad-data',
      `The catalog ${file} is damaged (${finding}).`,
      newestBackup === undefined
        ? `There is no backup in ${dirname(file)}/backups. Keep the file, bring a backup from ` +
            'elsewhere and restore it with: loupe restore FILE'
        : `Restore the newest backup with: loupe restore "${newestBackup}" (the damaged file is kept beside it).`,
      { cause },
    );
    this.name = 'DamagedCatalogError';
  }
}

/** Another process has the catalog open for writing. */
export class CatalogInUseError extends LoupeError {
  constructor(folder: string, holder: string) {
    super(
      'busy',
      `The catalog in ${folder} is open in another Loupe (${holder}).`,
      'Use that Loupe, or close it and try again.',
    );
    this.name = 'CatalogInUseError';
  }
}

/** A disk with less room than this is taken to be full when it reports an error. */
const NEARLY_NOTHING = 256 * 1024;

/**
 * Turns an error of SQLite or of the file system into a sentence about the catalog in `folder`.
 * Any other error is returned unchanged: it is a mistake in Loupe.
 * @param newestBackup looked up only when the file turns out damaged
 */
export function catalogProblem(
  error: unknown,
  folder: string,
  file: string,
  newestBackup: () => string | undefined,
): unknown {
  if (!(error instanceof BetterSqlite3.SqliteError)) return writeProblem(error, folder);
  if (error.code === 'SQLITE_CONSTRAINT_FOREIGNKEY') {
    return new LoupeError(
      'not-found',
      'Something that this change refers to is not in the catalog (any more).',
      'Refresh the view, or list what there is, and choose again.',
      { cause: error },
    );
  }
  const kind = /^SQLITE_[A-Z]+/.exec(error.code)?.[0];
  switch (kind) {
    case 'SQLITE_FULL':
      return noSpace(folder, error);
    case 'SQLITE_CORRUPT':
    case 'SQLITE_NOTADB':
      return new DamagedCatalogError(file, messageOf(error), newestBackup(), error);
    case 'SQLITE_READONLY':
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_PERM':
    case 'SQLITE_AUTH':
      return new LoupeError(
        'read-only',
        `Loupe is not allowed to write the catalog in ${folder}.`,
        'Change the permissions of the folder and the files in it, or set LOUPE_HOME to a folder you can write to.',
        { cause: error },
      );
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return new LoupeError(
        'busy',
        `The catalog in ${folder} is being written by another program.`,
        'Close the other program and try again.',
        { cause: error },
      );
    case 'SQLITE_IOERR':
      if (isFull(folder)) return noSpace(folder, error);
      return new LoupeError(
        'runtime',
        `The disk that holds the catalog in ${folder} reports an error (${error.code}).`,
        'Check the disk and its connection, then start Loupe again. What was saved is still there.',
        { cause: error },
      );
    case undefined:
    default:
      return error;
  }
}

function noSpace(folder: string, cause: unknown): LoupeError {
  return new LoupeError(
    'no-space',
    `There is no room left for the catalog in ${folder}: the disk or your quota is full. ` +
      'The last change was not saved; all before it is.',
    'Free some space on that disk, then do it again.',
    { cause },
  );
}

/** SQLite reports a full disk as an I/O error where it grows its shared-memory file. */
function isFull(folder: string): boolean {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize < NEARLY_NOTHING;
}

/** True when `error` is SQLite refusing a second row with the same unique value. */
export function isDuplicate(error: unknown): boolean {
  return (
    error instanceof BetterSqlite3.SqliteError &&
    (error.code === 'SQLITE_CONSTRAINT_UNIQUE' || error.code === 'SQLITE_CONSTRAINT_PRIMARYKEY')
  );
}

/** A row that was asked for and does not exist. */
export function notFound(what: string, id: number | string): LoupeError {
  return new LoupeError(
    'not-found',
    `There is no ${what} ${id} in the catalog.`,
    'Refresh the view, or list what there is, and choose again.',
  );
}
