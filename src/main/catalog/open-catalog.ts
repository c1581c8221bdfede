/**
 * Why this file exists: the only way to a catalog. It takes the writer's lock, finishes an
 * interrupted restore, checks the file after an unclean end, and brings the schema up to date.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type BetterSqlite3 from 'better-sqlite3';
import { LoupeError, messageOf } from '../../shared/errors.ts';
import { keepBackupBefore } from './backup.ts';
import { listBackups, newestBackup, removeAbandonedCopies } from './backup-files.ts';
import type { Catalog, ReadableCatalog } from './catalog.ts';
import { APPLICATION_ID, migrate, schemaVersion } from './migrate.ts';
import { MIGRATIONS, SCHEMA_VERSION } from './migrations/all.ts';
import type { Migration } from './migrations/migration.ts';
import { catalogProblem, DamagedCatalogError, NewerCatalogError } from './problems.ts';
import { finishRestore } from './restore-files.ts';
import { configure, openSqlite } from './sqlite.ts';
import { SqliteCatalog } from './sqlite-catalog.ts';
import { takeWriterLock } from './writer-lock.ts';

export interface OpenCatalogOptions {
  /** Sentences that a person should see: a check after a crash, a migration. */
  onNotice?: (sentence: string) => void;
  /** Milliseconds since 1970 UTC; the clock of this machine by default. */
  now?: () => number;
  /** Other migrations than this Loupe's; for tests of the frame. */
  migrations?: readonly Migration[];
}

/** The file of the catalog in `folder`. */
export function catalogFile(folder: string): string {
  return join(folder, 'catalog.db');
}

/**
 * Opens the catalog in `folder` for writing; folder and catalog are made where they are missing.
 * After an unclean end the file is checked first (a second or so for a million results).
 *
 * @throws CatalogInUseError (`busy`) when another process has it, by its number and start
 * @throws NewerCatalogError (`bad-data`) when a newer Loupe wrote it; nothing is changed then
 * @throws DamagedCatalogError (`bad-data`) with the newest backup as the way back
 * @throws LoupeError `no-space`, `read-only`, `not-found` or `usage` about the folder
 */
export function openCatalog(folder: string, options: OpenCatalogOptions = {}): Catalog {
  return explained(folder, () => open(folder, options));
}

function open(
  folder: string,
  { onNotice = () => undefined, now = Date.now, migrations = MIGRATIONS }: OpenCatalogOptions,
): Catalog {
  mkdirSync(folder, { recursive: true });
  const lock = takeWriterLock(folder);
  let db: BetterSqlite3.Database | undefined;
  try {
    if (finishRestore(folder)) onNotice('An interrupted restore of the catalog was finished.');
    removeAbandonedCopies(folder, now());
    const file = catalogFile(folder);
    if (!existsSync(file) && listBackups(folder).length > 0) {
      onNotice(
        `There was no catalog in ${folder}, so an empty one was made. ` +
          `A backup can be restored with: loupe restore "${newestBackup(folder)}"`,
      );
    }
    db = openSqlite(file, { create: true });
    checkKind(db, migrations.at(-1)?.version ?? 0);
    if (lock.uncleanEnd) {
      onNotice('Loupe was not closed the last time; the catalog is checked.');
      checkWhole(db, folder);
    }
    configure(db);
    const opened = db;
    const migrated = migrate(opened, migrations, {
      beforeEach: (from, to) => {
        const backup = keepBackupBefore(opened, folder, to.version, now());
        onNotice(
          `The catalog is brought from schema ${from} to ${to.version} (${to.name}); ` +
            `it was backed up to ${backup} before.`,
        );
      },
    });
    return new SqliteCatalog({
      db,
      folder,
      now,
      migrated,
      recovered: lock.uncleanEnd,
      onClosed: (clean) => lock.release(clean),
      onNotice,
    });
  } catch (error) {
    db?.close();
    lock.release(!lock.uncleanEnd);
    throw error;
  }
}

/**
 * Opens the catalog in `folder` for reading, also while another process writes it.
 * @throws LoupeError `not-found` when there is none, `bad-data` when it is of another version or
 *   damaged
 */
export function openCatalogForReading(folder: string): ReadableCatalog {
  return explained(folder, () => {
    const file = catalogFile(folder);
    if (!existsSync(file)) {
      throw new LoupeError(
        'not-found',
        `There is no catalog in ${folder} yet.`,
        'Start Loupe once, or import images, and it is made.',
      );
    }
    const db = openSqlite(file, { create: false, readonly: true });
    try {
      checkKind(db, SCHEMA_VERSION);
      const found = schemaVersion(db);
      if (found < SCHEMA_VERSION) {
        throw new LoupeError(
          'bad-data',
          `${file} is of an older version (schema ${found}; this Loupe reads ${SCHEMA_VERSION}).`,
          'Start Loupe once, which brings it up to date, then run the same command again.',
        );
      }
      configure(db);
      return new SqliteCatalog({
        db,
        folder,
        now: Date.now,
        migrated: [],
        recovered: false,
        onClosed: () => undefined,
        onNotice: () => undefined,
      });
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

function explained<T>(folder: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw catalogProblem(error, folder, catalogFile(folder), () => newestBackup(folder));
  }
}

/** Refuses a file that is something else, or a catalog of a newer Loupe, before it is touched. */
function checkKind(db: BetterSqlite3.Database, newest: number): void {
  const version = schemaVersion(db);
  const tables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() as number;
  if (version === 0 && tables === 0) return;
  if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
    throw new LoupeError(
      'bad-data',
      `${db.name} is a database of another program, not a catalog of Loupe.`,
      'Move it away, or set LOUPE_HOME to another folder.',
    );
  }
  if (version > newest) throw new NewerCatalogError(db.name, version, newest);
}

/** @throws DamagedCatalogError with the first thing that is wrong */
function checkWhole(db: BetterSqlite3.Database, folder: string): void {
  let finding: string;
  try {
    finding = db.pragma('quick_check(1)', { simple: true }) as string;
  } catch (error) {
    throw new DamagedCatalogError(db.name, messageOf(error), newestBackup(folder), error);
  }
  if (finding !== 'ok') {
    throw new DamagedCatalogError(db.name, finding.replaceAll('\n', ' '), newestBackup(folder));
  }
}
