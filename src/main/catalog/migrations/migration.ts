/** Why this file exists: the shape of a migration, apart from the runner and from any one of them. */
import type BetterSqlite3 from 'better-sqlite3';

/**
 * One step of the schema. Once released it is never edited: a later step mends an earlier one.
 * The runner wraps it in a transaction and checks foreign keys before it commits.
 */
export interface Migration {
  /** 10, 20, 30 ...: the catalog's `user_version` once it has run. */
  version: number;
  /** What it brings, for notices and logs. */
  name: string;
  up(db: BetterSqlite3.Database): void;
}
