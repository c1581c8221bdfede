import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { withLock } from '../../../src/main/runtime/lock.ts';
import { temporaryFolder } from '../../support/folder.ts';

const folder = temporaryFolder();
const ignore = () => undefined;

/** A process id that is not in use: higher than any Linux allows. */
const DEAD = 2 ** 22 + 1;

function held(name: string, holder: unknown): string {
  const file = join(folder, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify(holder));
  return file;
}

describe('withLock', () => {
  it('lets one after the other in, and tells the one that waits who holds it', async () => {
    const file = join(folder, 'a', 'lock');
    const order: string[] = [];
    const waiting: string[] = [];
    const enter = (name: string) => async () => {
      order.push(`${name} in`);
      await sleep(100);
      order.push(`${name} out`);
    };
    const first = withLock(file, ignore, enter('first'));
    await sleep(20);
    await Promise.all([first, withLock(file, (holder) => waiting.push(holder), enter('second'))]);
    expect(order).toEqual(['first in', 'first out', 'second in', 'second out']);
    expect(waiting).toEqual([`process ${process.pid} on ${hostname()}`]);
    expect(existsSync(file)).toBe(false);
  });

  it('is free again after a failure', async () => {
    const file = join(folder, 'failing');
    const failing = withLock(file, ignore, () => Promise.reject(new Error('no room')));
    await expect(failing).rejects.toThrow('no room');
    expect(existsSync(file)).toBe(false);
  });

  it('takes the lock of a killed process away at once', async () => {
    const file = held('killed', { pid: DEAD, host: hostname() });
    const waiting: string[] = [];
    await expect(
      withLock(
        file,
        (w) => waiting.push(w),
        () => Promise.resolve(7),
      ),
    ).resolves.toBe(7);
    expect(waiting).toEqual([]);
  });

  it('takes a lock away that nobody has touched for long, whoever held it', async () => {
    const file = held('forgotten', { pid: process.pid, host: 'elsewhere' });
    const longAgo = new Date(Date.now() - 3600_000);
    utimesSync(file, longAgo, longAgo);
    await expect(withLock(file, ignore, () => Promise.resolve(1))).resolves.toBe(1);
  });

  it("respects another machine's fresh lock", async () => {
    const file = held('elsewhere', { pid: DEAD, host: 'elsewhere' });
    let entered = false;
    const waiting = withLock(file, ignore, async () => {
      entered = true;
    });
    await sleep(700);
    expect(entered).toBe(false);
    const longAgo = new Date(Date.now() - 3600_000);
    utimesSync(file, longAgo, longAgo);
    await waiting;
    expect(entered).toBe(true);
  });
});
