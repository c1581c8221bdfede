/**
 * Why this file exists: what a catalog is to the rest of main. Reading and writing are apart, so
 * that a function says by its parameter which of the two it does.
 */
import type { Progress } from '../../shared/progress.ts';

export type SqlValue = string | number | null | Uint8Array;

/** Runs queries. Values are bound to the `?` in order; a row's type is the caller's word. */
export interface ReadableCatalog {
  /** The folder that holds the catalog. */
  readonly folder: string;
  /** The SQLite file in it. */
  readonly file: string;
  /** The first row, or undefined. */
  get<Row>(sql: string, ...values: SqlValue[]): Row | undefined;
  all<Row>(sql: string, ...values: SqlValue[]): Row[];
  /** Row by row, for many; nothing may be written until the loop has ended. */
  each<Row>(sql: string, ...values: SqlValue[]): Iterable<Row>;
  /** Writes a whole, consistent copy of the catalog to `file` (new), while others may write. */
  copyAtOnce(file: string): void;
  close(): void;
}

/**
 * What a commit outlives. `kill`: the end of this process in any way. `power-cut`: also the end of
 * the machine; costs a wait for the disk.
 */
export type Durability = 'kill' | 'power-cut';

export interface WritableCatalog extends ReadableCatalog {
  /** The current time in milliseconds since 1970 UTC; a test may set it. */
  now(): number;
  /** The durability of the transaction under way; undefined outside of one. */
  readonly durability: Durability | undefined;
  /**
   * Runs `action` as a whole or not at all; it returns a plain value, not a promise. Inside
   * another transaction it becomes a part of it; a `power-cut` one may not lie in a `kill` one.
   * Once it returns, the change is acknowledged.
   */
  transaction<T>(durability: Durability, action: () => T): T;
  /** Writes; only inside `transaction`. `id` is that of the last inserted row. */
  run(sql: string, ...values: SqlValue[]): { changes: number; id: number };
}

export interface Catalog extends WritableCatalog {
  /** Migrations that this opening ran; empty mostly. */
  readonly migrated: readonly number[];
  /** The last process did not close the catalog; it was checked and found whole. */
  readonly recovered: boolean;
  /** As `copyAtOnce`, but in small steps between which other work goes on. */
  copyInSteps(file: string, onProgress?: (progress: Progress) => void): Promise<void>;
  /** Brings the planner's statistics up to date; after a bulk import. Quick otherwise. */
  optimise(): void;
}
