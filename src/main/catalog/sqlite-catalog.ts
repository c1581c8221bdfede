/** Why this file exists: the catalog's interfaces over one SQLite connection. */
import { dirname } from 'node:path';
import type BetterSqlite3 from 'better-sqlite3';
import { LoupeError } from '../../shared/errors.ts';
import type { Progress } from '../../shared/progress.ts';
import type { Catalog, Durability, SqlValue } from './catalog.ts';
import { newestBackup } from './backup-files.ts';
import { catalogProblem } from './problems.ts';

/** Gallery filters give many texts; a cache of all of them would grow for ever. */
const MOST_STATEMENTS = 400;
/** 1 MiB: a few milliseconds a step, so that a request between two steps does not wait. */
const PAGES_PER_STEP = 256;

export interface SqliteCatalogParts {
  db: BetterSqlite3.Database;
  folder: string;
  now: () => number;
  migrated: readonly number[];
  recovered: boolean;
  /** Called once, when the connection is closed; false after a failed close. */
  onClosed: (clean: boolean) => void;
  onNotice: (sentence: string) => void;
}

export class SqliteCatalog implements Catalog {
  readonly folder: string;
  readonly file: string;
  readonly migrated: readonly number[];
  readonly recovered: boolean;
  readonly now: () => number;
  readonly #db: BetterSqlite3.Database;
  readonly #statements = new Map<string, BetterSqlite3.Statement>();
  readonly #onClosed: (clean: boolean) => void;
  readonly #onNotice: (sentence: string) => void;
  readonly #perform: BetterSqlite3.Transaction<(action: () => unknown) => unknown>;
  #durability: Durability | undefined;

  constructor(parts: SqliteCatalogParts) {
    this.#db = parts.db;
    this.folder = parts.folder;
    this.file = parts.db.name;
    this.now = parts.now;
    this.migrated = parts.migrated;
    this.recovered = parts.recovered;
    this.#onClosed = parts.onClosed;
    this.#onNotice = parts.onNotice;
    this.#perform = parts.db.transaction((action) => action());
  }

  get durability(): Durability | undefined {
    return this.#durability;
  }

  get<Row>(sql: string, ...values: SqlValue[]): Row | undefined {
    return this.#explained(() => this.#prepared(sql).get(...values) as Row | undefined);
  }

  all<Row>(sql: string, ...values: SqlValue[]): Row[] {
    return this.#explained(() => this.#prepared(sql).all(...values) as Row[]);
  }

  *each<Row>(sql: string, ...values: SqlValue[]): Iterable<Row> {
    // A statement of its own: the cached one may be needed inside the loop.
    const rows = this.#explained(() => this.#db.prepare(sql).iterate(...values));
    try {
      for (;;) {
        const next = this.#explained(() => rows.next());
        if (next.done === true) return;
        yield next.value as Row;
      }
    } finally {
      rows.return?.();
    }
  }

  run(sql: string, ...values: SqlValue[]): { changes: number; id: number } {
    if (this.#durability === undefined) throw new Error(`Written outside a transaction: ${sql}`);
    return this.#explained(() => {
      const { changes, lastInsertRowid } = this.#prepared(sql).run(...values);
      return { changes, id: Number(lastInsertRowid) };
    });
  }

  transaction<T>(durability: Durability, action: () => T): T {
    const outer = this.#durability;
    if (outer === 'kill' && durability === 'power-cut') {
      throw new Error('A transaction that must outlive a power cut lies in one that need not.');
    }
    if (outer !== undefined) return this.#explained(() => this.#perform(action) as T);
    // The level of the commit counts, and it can only be set before the transaction begins.
    if (durability === 'power-cut') this.#db.pragma('synchronous = FULL');
    this.#durability = durability;
    try {
      return this.#explained(() => this.#perform.immediate(action) as T);
    } finally {
      this.#durability = undefined;
      if (durability === 'power-cut') this.#db.pragma('synchronous = NORMAL');
    }
  }

  copyAtOnce(file: string): void {
    this.#explained(() => this.#prepared('VACUUM INTO ?').run(file), dirname(file));
  }

  async copyInSteps(file: string, onProgress?: (progress: Progress) => void): Promise<void> {
    try {
      await this.#db.backup(file, {
        progress: ({ totalPages, remainingPages }) => {
          const done = totalPages - remainingPages;
          onProgress?.({ step: 'Backing up the catalog', done, total: totalPages, unit: 'pages' });
          return PAGES_PER_STEP;
        },
      });
    } catch (error) {
      if (!this.#db.open) {
        throw new LoupeError(
          'cancelled',
          'The backup was stopped because Loupe is closing the catalog.',
          'Start Loupe again; the next backup is made on time.',
          { cause: error },
        );
      }
      throw this.#problem(error, dirname(file));
    }
  }

  optimise(): void {
    this.#explained(() => this.#db.pragma('optimize'));
  }

  close(): void {
    if (!this.#db.open) return;
    let clean = false;
    try {
      this.#settle();
      this.#explained(() => this.#db.close());
      clean = true;
    } finally {
      this.#onClosed(clean);
    }
  }

  /** What is good to do before closing but may fail without harm, as on a full disk. */
  #settle(): void {
    if (this.#db.readonly) return;
    try {
      this.optimise();
      this.#explained(() => this.#db.pragma('wal_checkpoint(TRUNCATE)'));
    } catch (error) {
      if (!(error instanceof LoupeError)) throw error;
      this.#onNotice(`The catalog is closed without tidying it up: ${error.message}`);
    }
  }

  #prepared(sql: string): BetterSqlite3.Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    if (this.#statements.size >= MOST_STATEMENTS) this.#statements.clear();
    const statement = this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #explained<T>(action: () => T, folder = this.folder): T {
    try {
      return action();
    } catch (error) {
      throw this.#problem(error, folder);
    }
  }

  #problem(error: unknown, folder: string): unknown {
    return catalogProblem(error, folder, this.file, () => newestBackup(this.folder));
  }
}
