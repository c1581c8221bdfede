/**
 * Why this file exists: going back to a backup without losing what is there now: the backup is
 * checked as a whole first, the present file is kept aside, and the step itself is in the audit
 * trail of the restored catalog.
 */
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type BetterSqlite3 from 'better-sqlite3';
import { LoupeError, messageOf } from '../../shared/errors.ts';
import { temporaryPathBeside } from '../files.ts';
import { appendAudit, verifyAudit } from './audit.ts';
import { newestBackup } from './backup-files.ts';
import { syncDirectory, syncFile } from './durable.ts';
import { APPLICATION_ID, schemaVersion } from './migrate.ts';
import { SCHEMA_VERSION } from './migrations/all.ts';
import { catalogFile, openCatalog } from './open-catalog.ts';
import { catalogProblem, NewerCatalogError } from './problems.ts';
import { beginRestore, finishRestore } from './restore-files.ts';
import { openSqlite } from './sqlite.ts';
import { takeWriterLock } from './writer-lock.ts';

export interface RestoreOptions {
  /** Who restores. */
  actor: string;
  reason: string;
  /** Milliseconds since 1970 UTC. */
  now?: () => number;
  onNotice?: (sentence: string) => void;
}

export interface Restored {
  /** Where the file that was there before lies now; null when there was none. */
  aside: string | null;
  /** Schema version of the backup; opening brings it up to date. */
  version: number;
}

/**
 * Puts the backup `file` in the place of the catalog in `folder`. The backup itself stays.
 * A kill at any moment leaves the old catalog or the restored one.
 *
 * @throws LoupeError `not-found` or `bad-data` when `file` is no sound catalog; `busy` when the
 *   catalog is open; `no-space`, `read-only`
 */
export function restoreCatalog(folder: string, file: string, options: RestoreOptions): Restored {
  const { actor, reason, now = Date.now, onNotice } = options;
  try {
    const restored = replace(folder, resolve(file), now());
    const catalog = openCatalog(folder, { now, ...(onNotice && { onNotice }) });
    try {
      const { head, broken } = verifyAudit(catalog);
      if (broken) {
        onNotice?.(
          `The audit trail of the backup is broken at entry ${broken.number}: ${broken.problem}. ` +
            'It was restored all the same; "loupe audit verify" will say so too.',
        );
      }
      catalog.transaction('power-cut', () =>
        appendAudit(catalog, {
          actor,
          action: 'catalog.restored',
          subject: 'catalog',
          old: { keptAs: restored.aside === null ? null : basename(restored.aside) },
          new: { backup: basename(file), schema: restored.version, auditHead: head },
          reason,
        }),
      );
    } finally {
      catalog.close();
    }
    return restored;
  } catch (error) {
    throw catalogProblem(error, folder, catalogFile(folder), () => newestBackup(folder));
  }
}

function replace(folder: string, file: string, now: number): Restored {
  const version = checkBackup(file);
  mkdirSync(folder, { recursive: true });
  const lock = takeWriterLock(folder);
  try {
    const catalog = catalogFile(folder);
    const copy = temporaryPathBeside(catalog);
    let aside: string | null = null;
    try {
      copyWhole(file, copy);
      syncFile(copy);
      if (existsSync(catalog)) aside = keepAside(folder, catalog, now);
    } catch (error) {
      rmSync(copy, { force: true });
      throw error;
    }
    syncDirectory(folder);
    beginRestore(folder, basename(copy));
    finishRestore(folder);
    return { aside, version };
  } finally {
    // The restored file is whole whatever happened to the one before.
    lock.release(true);
  }
}

/** By SQLite, as what was put aside by an earlier restore may have part of its rows in a log. */
function copyWhole(file: string, copy: string): void {
  const db = openSqlite(file, { create: false, readonly: true });
  try {
    db.prepare('VACUUM INTO ?').run(copy);
  } finally {
    db.close();
  }
}

/** Copies the present file with its log, so that not even a damaged one is lost. */
function keepAside(folder: string, catalog: string, now: number): string {
  const stamp = new Date(now).toISOString().replace(/[-:.]/g, '');
  const aside = join(folder, `replaced-${stamp}.db`);
  copyFileSync(catalog, aside);
  syncFile(aside);
  if (existsSync(`${catalog}-wal`)) {
    copyFileSync(`${catalog}-wal`, `${aside}-wal`);
    syncFile(`${aside}-wal`);
  }
  return aside;
}

/**
 * Checks that `file` is a sound catalog that this Loupe can open.
 * @returns its schema version
 */
function checkBackup(file: string): number {
  if (!existsSync(file)) {
    throw new LoupeError(
      'not-found',
      `There is no file ${file}.`,
      'Check the name; backups lie in the folder "backups" of the catalog.',
    );
  }
  let db: BetterSqlite3.Database | undefined;
  try {
    db = openSqlite(file, { create: false, readonly: true });
    const version = schemaVersion(db);
    if (version === 0 || db.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
      throw unsound(file, 'it is not a catalog of Loupe');
    }
    if (version > SCHEMA_VERSION) throw new NewerCatalogError(file, version, SCHEMA_VERSION);
    const finding = db.pragma('integrity_check(1)', { simple: true }) as string;
    if (finding !== 'ok') throw unsound(file, finding.replaceAll('\n', ' '));
    const orphans = db.pragma('foreign_key_check') as { table: string }[];
    if (orphans[0]) throw unsound(file, `rows of ${orphans[0].table} refer to nothing`);
    return version;
  } catch (error) {
    if (error instanceof LoupeError) throw error;
    throw unsound(file, messageOf(error), error);
  } finally {
    db?.close();
  }
}

function unsound(file: string, finding: string, cause?: unknown): LoupeError {
  return new LoupeError(
    'bad-data',
    `${file} cannot be restored: ${finding}. Nothing was changed.`,
    'Choose another backup; they lie in the folder "backups" of the catalog.',
    { cause },
  );
}
