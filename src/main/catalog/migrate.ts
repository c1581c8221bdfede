/**
 * Why this file exists: brings a catalog to this Loupe's schema, one numbered migration after
 * another, each whole or not at all. A file from a newer Loupe is never touched.
 */
import type BetterSqlite3 from 'better-sqlite3';
import type { Migration } from './migrations/migration.ts';
import { NewerCatalogError } from './problems.ts';

/** "Loup": tells a catalog from any other SQLite file (`PRAGMA application_id`). */
export const APPLICATION_ID = 0x4c6f7570;

export interface MigrateOptions {
  /** Called before each migration of a catalog that holds something; makes the backup. */
  beforeEach?: (from: number, to: Migration) => void;
}

/** The schema version of a database; 0 for an empty file. */
export function schemaVersion(db: BetterSqlite3.Database): number {
  return db.pragma('user_version', { simple: true }) as number;
}

/**
 * Runs the migrations that `db` lacks. Returns the versions it went through.
 * @throws NewerCatalogError when the file is of a newer version than the last migration
 * @throws Error when the list itself is wrong (not ascending in tens), or a migration fails; then
 *   the file is as the last finished migration left it
 */
export function migrate(
  db: BetterSqlite3.Database,
  migrations: readonly Migration[],
  { beforeEach }: MigrateOptions = {},
): number[] {
  checkOrder(migrations);
  const newest = migrations.at(-1)?.version ?? 0;
  const found = schemaVersion(db);
  if (found > newest) throw new NewerCatalogError(db.name, found, newest);
  if (found !== 0 && !migrations.some(({ version }) => version === found)) {
    throw new Error(`${db.name} has schema version ${found}, which no Loupe ever wrote.`);
  }
  const missing = migrations.filter(({ version }) => version > found);
  const done: number[] = [];
  for (const migration of missing) {
    // A file that was empty at first holds nothing worth a backup between two steps either.
    if (found > 0) beforeEach?.(schemaVersion(db), migration);
    apply(db, migration);
    done.push(migration.version);
  }
  return done;
}

function checkOrder(migrations: readonly Migration[]): void {
  let last = 0;
  for (const { version, name } of migrations) {
    if (version <= last || version % 10 !== 0) {
      throw new Error(`Migration ${version} (${name}) does not follow ${last} in tens.`);
    }
    last = version;
  }
}

/** One migration, its version number and the foreign-key check in one transaction. */
function apply(db: BetterSqlite3.Database, migration: Migration): void {
  // A migration may rebuild a table that others refer to; SQLite allows that only with the keys
  // off, and this cannot be switched inside a transaction. They are checked before the commit.
  db.pragma('foreign_keys = OFF');
  try {
    db.transaction(() => {
      migration.up(db);
      const broken = db.pragma('foreign_key_check') as { table: string; rowid: number }[];
      const first = broken[0];
      if (first) {
        throw new Error(
          `Migration ${migration.version} (${migration.name}) leaves row ${first.rowid} of ` +
            `${first.table} without what it refers to.`,
        );
      }
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.pragma(`user_version = ${migration.version}`);
    }).immediate();
  } finally {
    db.pragma('foreign_keys = ON');
  }
}
