/**
 * Why this file exists: only one process may write a catalog, and one that was killed must not
 * keep the next one out.
 *
 * The lock is an exclusive transaction on a small SQLite file of its own: the operating system
 * takes it away with the process, however that ended, on Linux, macOS and Windows alike. So no
 * process id has to be judged stale, and no two waiters can both take over. `writer.json` beside
 * it only says who holds the lock, and, found by the next holder, that the last one did not close
 * the catalog. The lock file itself must not be opened by other means in this process: on POSIX
 * systems closing any handle of a file drops the process's locks on it.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { z } from 'zod';
import { hasSystemCode } from '../../shared/errors.ts';
import { CatalogInUseError } from './problems.ts';
import { openSqlite } from './sqlite.ts';

const HolderSchema = z.object({
  pid: z.number().int(),
  host: z.string(),
  /** When that process started. */
  startedAt: z.iso.datetime(),
});

export interface WriterLock {
  /** The last holder did not release the lock: it was killed, or the machine went down. */
  readonly uncleanEnd: boolean;
  /** Gives the lock back; `clean` says that the catalog was closed. */
  release(clean: boolean): void;
}

/**
 * Takes the lock of the catalog in `folder` (which exists), at once or not at all.
 * @throws CatalogInUseError naming the process that has it
 */
export function takeWriterLock(folder: string): WriterLock {
  const db = openSqlite(join(folder, 'writer.lock'), { create: true, timeout: 0 });
  const info = join(folder, 'writer.json');
  try {
    // Nothing is ever written to the file, so it needs no journal.
    db.pragma('journal_mode = OFF');
    db.exec('BEGIN EXCLUSIVE');
    const uncleanEnd = readHolder(info) !== 'none';
    const startedAt = new Date(Date.now() - process.uptime() * 1000).toISOString();
    writeFileSync(info, JSON.stringify({ pid: process.pid, host: hostname(), startedAt }));
    return {
      uncleanEnd,
      release(clean) {
        if (!db.open) return;
        if (clean) rmSync(info, { force: true });
        db.close();
      },
    };
  } catch (error) {
    db.close();
    if (error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new CatalogInUseError(folder, describe(readHolder(info)));
    }
    throw error;
  }
}

type Holder = z.infer<typeof HolderSchema> | 'none' | 'unreadable';

function readHolder(info: string): Holder {
  try {
    const parsed = HolderSchema.safeParse(JSON.parse(readFileSync(info, 'utf8')));
    return parsed.data ?? 'unreadable';
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT')) return 'none';
    // Killed while it wrote the file.
    if (error instanceof SyntaxError) return 'unreadable';
    throw error;
  }
}

function describe(holder: Holder): string {
  if (typeof holder === 'string') return 'it is just starting';
  const here = holder.host === hostname() ? '' : ` on ${holder.host}`;
  return `process ${holder.pid}${here}, running since ${holder.startedAt}`;
}
