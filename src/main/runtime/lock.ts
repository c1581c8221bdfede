/**
 * Why this file exists: two clones of one user share a cache; only one of them may set it up at
 * a time, and one that was killed must not keep the others out.
 */
import { hostname } from 'node:os';
import { mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasSystemCode } from '../../shared/errors.ts';

/** The holder touches its lock this often. */
const HEARTBEAT_MS = 4000;
/** A lock that was not touched for this long belongs to nobody. */
const STALE_MS = 30_000;
const POLL_MS = 500;

interface Holder {
  pid: number;
  host: string;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, as another user.
    return !hasSystemCode(error, 'ESRCH');
  }
}

async function holderOf(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Holder;
  } catch (error) {
    // Just created and not yet written, or just released.
    if (error instanceof SyntaxError || hasSystemCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

async function isStale(file: string): Promise<boolean> {
  const holder = await holderOf(file);
  if (holder && holder.host === hostname() && !isAlive(holder.pid)) return true;
  try {
    return Date.now() - (await stat(file)).mtimeMs > STALE_MS;
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT')) return false;
    throw error;
  }
}

async function tryAcquire(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    try {
      await handle.writeFile(JSON.stringify({ pid: process.pid, host: hostname() }));
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (hasSystemCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Takes a dead holder's lock away; the rename lets exactly one of several waiters do it. */
async function breakStale(file: string): Promise<void> {
  const aside = `${file}.stale-${process.pid}`;
  try {
    await rename(file, aside);
    await rm(aside, { force: true });
  } catch (error) {
    if (!hasSystemCode(error, 'ENOENT')) throw error;
  }
}

/**
 * Runs `action` while holding the lock file `file` (its folder is made). Waits while a living
 * process holds it, telling `onWait` once.
 */
export async function withLock<T>(
  file: string,
  onWait: (holder: string) => void,
  action: () => Promise<T>,
): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  let told = false;
  while (!(await tryAcquire(file))) {
    if (await isStale(file)) {
      await breakStale(file);
      continue;
    }
    if (!told) {
      const holder = await holderOf(file);
      onWait(holder ? `process ${holder.pid} on ${holder.host}` : 'another process');
      told = true;
    }
    await sleep(POLL_MS);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch((error: unknown) => {
      // Taken away after a long sleep of this machine; the work itself ends in atomic renames.
      if (!hasSystemCode(error, 'ENOENT')) throw error;
    });
  }, HEARTBEAT_MS);
  heartbeat.unref();
  try {
    return await action();
  } finally {
    clearInterval(heartbeat);
    await rm(file, { force: true });
  }
}
