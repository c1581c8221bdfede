/**
 * Why this file exists: one way to open a SQLite file, with the settings that the durability
 * promise of docs/catalog.md rests on.
 */
import BetterSqlite3 from 'better-sqlite3';
import { LoupeError } from '../../shared/errors.ts';

/** better-sqlite3 13 crashes the process, without an error, below this version of Node-API. */
const NODE_API_NEEDED = 10;
/** How long a statement waits for a reader or a checkpoint of another process. */
const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens (and with `create` makes) a SQLite file.
 * @throws LoupeError `runtime` on a Node that is too old; SQLite's own errors otherwise
 */
export function openSqlite(
  file: string,
  { create, readonly = false, timeout = BUSY_TIMEOUT_MS }: OpenSqliteOptions,
): BetterSqlite3.Database {
  if (Number(process.versions['napi'] ?? 0) < NODE_API_NEEDED) {
    throw new LoupeError(
      'runtime',
      `The catalog needs Node 22 or newer; this is Node ${process.versions.node}.`,
      'Start Loupe with: npm start (it brings its own Node).',
    );
  }
  return new BetterSqlite3(file, { readonly, fileMustExist: !create, timeout });
}

export interface OpenSqliteOptions {
  create: boolean;
  readonly?: boolean;
  /** Milliseconds; 0 fails at once where another holds the file. */
  timeout?: number;
}

/**
 * Settings of every connection to the catalog. `synchronous` is NORMAL here: a commit is in the
 * write-ahead log before it returns, which outlives this process; `SqliteCatalog.transaction`
 * raises it to FULL where a commit must outlive a power cut.
 */
export function configure(db: BetterSqlite3.Database): void {
  db.pragma('foreign_keys = ON');
  // REPLACE would otherwise delete a row without its append-only trigger.
  db.pragma('recursive_triggers = ON');
  db.pragma('trusted_schema = OFF');
  db.pragma('temp_store = MEMORY');
  // In KiB when negative: the hot indexes of a catalog of 100,000 images.
  db.pragma('cache_size = -65536');
  if (db.readonly) return;
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  // On macOS a plain fsync leaves data in the drive's cache.
  db.pragma('fullfsync = ON');
  db.pragma('checkpoint_fullfsync = ON');
  // A bulk import leaves a long log; it is cut back at the next checkpoint.
  db.pragma('journal_size_limit = 67108864');
  checkWritable(db);
}

/** SQLite opens a write-protected file without complaint; better said now than at the first label. */
function checkWritable(db: BetterSqlite3.Database): void {
  db.exec('BEGIN');
  try {
    db.pragma(`user_version = ${String(db.pragma('user_version', { simple: true }))}`);
  } finally {
    db.exec('ROLLBACK');
  }
}
