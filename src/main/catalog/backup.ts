/**
 * Why this file exists: copies of the catalog that can be gone back to. A backup is written under
 * a temporary name, made a plain single file, synced, and only then gets its own name.
 */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type BetterSqlite3 from 'better-sqlite3';
import { LoupeError } from '../../shared/errors.ts';
import type { OnProgress } from '../../shared/progress.ts';
import { temporaryPathBeside, writeProblem } from '../files.ts';
import { listBackups, newBackupPath, pruneBackups } from './backup-files.ts';
import type { Catalog, ReadableCatalog } from './catalog.ts';
import { syncDirectory, syncFile } from './durable.ts';
import { openSqlite } from './sqlite.ts';

/** Backups kept of each kind unless said otherwise. */
export const BACKUPS_KEPT = 7;
export const BACKUP_INTERVAL_MS = 24 * 3600 * 1000;

export interface BackupSchedule {
  /** Time from one scheduled backup to the next. */
  everyMs?: number;
  /** Scheduled backups kept; older ones are removed once the new one is there. */
  keep?: number;
  onProgress?: OnProgress;
}

/**
 * Makes a scheduled backup where the newest one is older than the interval (or lies in the future
 * by a clock that was wrong). Meant to be called now and then; other requests go on meanwhile.
 * @returns the new backup's path, or undefined when none was due
 * @throws LoupeError `no-space`, `read-only`; `cancelled` when the catalog is closed meanwhile
 */
export async function backupIfDue(
  catalog: Catalog,
  { everyMs = BACKUP_INTERVAL_MS, keep = BACKUPS_KEPT, onProgress }: BackupSchedule = {},
): Promise<string | undefined> {
  const now = catalog.now();
  const last = listBackups(catalog.folder).find(({ kind }) => kind === 'scheduled');
  if (last && last.at <= now && now - last.at < everyMs) return undefined;
  const path = explained(catalog.folder, () => newBackupPath(catalog.folder, 'scheduled', now));
  await backUp(catalog, path, onProgress);
  pruneBackups(catalog.folder, 'scheduled', keep);
  return path;
}

/**
 * Backs up an open catalog to `out`, or to a fresh name in its backup folder, in steps between
 * which other requests go on.
 * @throws LoupeError `usage` when `out` exists; `no-space`, `read-only`, `not-found`
 */
export async function backUpNow(
  catalog: Catalog,
  { out, onProgress }: { out?: string; onProgress?: OnProgress } = {},
): Promise<string> {
  const path = targetOf(catalog.folder, out, catalog.now());
  await backUp(catalog, path, onProgress);
  return path;
}

/**
 * As `backUpNow`, at once and also from a catalog that another process is writing.
 */
export function backUpAtOnce(catalog: ReadableCatalog, out?: string): string {
  const path = targetOf(catalog.folder, out, Date.now());
  explained(dirname(path), () => {
    const temporary = temporaryPathBeside(path);
    try {
      catalog.copyAtOnce(temporary);
      finish(temporary, path);
    } catch (error) {
      removeCopy(temporary);
      throw error;
    }
  });
  return path;
}

/** The backup before a migration to `version`; the newest few are kept. */
export function keepBackupBefore(
  db: BetterSqlite3.Database,
  folder: string,
  version: number,
  now: number,
): string {
  const path = newBackupPath(folder, 'before', now, version);
  const temporary = temporaryPathBeside(path);
  try {
    db.prepare('VACUUM INTO ?').run(temporary);
    finish(temporary, path);
  } catch (error) {
    removeCopy(temporary);
    throw error;
  }
  pruneBackups(folder, 'before', BACKUPS_KEPT);
  return path;
}

async function backUp(catalog: Catalog, path: string, onProgress?: OnProgress): Promise<void> {
  const temporary = temporaryPathBeside(path);
  try {
    await catalog.copyInSteps(temporary, onProgress);
    explained(dirname(path), () => finish(temporary, path));
  } catch (error) {
    removeCopy(temporary);
    throw error;
  }
}

function targetOf(folder: string, out: string | undefined, now: number): string {
  if (out === undefined) return explained(folder, () => newBackupPath(folder, 'manual', now));
  if (existsSync(out)) {
    throw new LoupeError(
      'usage',
      `${out} exists already and is not overwritten.`,
      'Give another name, or remove the file first.',
    );
  }
  if (!existsSync(dirname(out))) {
    throw new LoupeError(
      'not-found',
      `The folder ${dirname(out)} is not there.`,
      'Make the folder first, or give another name.',
    );
  }
  return out;
}

/** Makes the copy one plain file (no log beside it), puts it on the disk and gives it its name. */
function finish(temporary: string, path: string): void {
  const copy = openSqlite(temporary, { create: false });
  try {
    copy.pragma('journal_mode = DELETE');
  } finally {
    copy.close();
  }
  syncFile(temporary);
  renameSync(temporary, path);
  syncDirectory(dirname(path));
}

function removeCopy(temporary: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) {
    rmSync(temporary + suffix, { force: true });
  }
}

function explained<T>(folder: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw writeProblem(error, folder);
  }
}
