/** Why this file exists: what killed writes left behind goes, and nothing that may be in use. */
import { mkdirSync, mkdtempSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { removeAbandoned, temporaryPathBeside } from '../../src/main/files.ts';
import { temporaryFolder } from '../support/folder.ts';

const folder = temporaryFolder();
const HOUR = 3600 * 1000;
const now = Date.now();

/** The number of a process that has ended. */
const gone = spawnSync(process.execPath, ['-e', '0']).pid;

function left(place: string, pid: number, hours: number, inside?: string): string {
  const name = `.loupe-${pid.toString(16).padStart(8, '0')}0123abcd.tmp`;
  const path = join(place, name);
  const at = (now - hours * HOUR) / 1000;
  if (inside === undefined) writeFileSync(path, 'half');
  else {
    mkdirSync(join(path, 'good'), { recursive: true });
    writeFileSync(join(path, 'good', inside), 'half');
    utimesSync(join(path, 'good', inside), at, at);
    utimesSync(join(path, 'good'), at, at);
  }
  utimesSync(path, at, at);
  return name;
}

it('removes files and folders of a process that is gone, once nothing was written for an hour', async () => {
  const place = mkdtempSync(join(folder, 'gone '));
  left(place, gone, 2, 'a.webp');
  await removeAbandoned(place, now);
  expect(readdirSync(place)).toEqual([]);
  left(place, gone, 2);
  await removeAbandoned(place, now);
  expect(readdirSync(place)).toEqual([]);
});

it('keeps what is young, what a living process may write to, and what is not its own', async () => {
  const place = mkdtempSync(join(folder, 'kept '));
  const young = left(place, gone, 0.5);
  const alive = left(place, process.pid, 20, 'a.webp');
  writeFileSync(join(place, '.loupe-notes.tmp'), 'mine');
  await removeAbandoned(place, now + 0.1 * HOUR);
  expect(readdirSync(place).sort()).toEqual([young, alive, '.loupe-notes.tmp'].sort());
  await removeAbandoned(place, now + 5 * HOUR);
  expect(readdirSync(place)).toEqual(['.loupe-notes.tmp']);
});

it('keeps a folder in which something was written lately', async () => {
  const place = mkdtempSync(join(folder, 'busy '));
  const name = left(place, gone, 2, 'a.webp');
  writeFileSync(join(place, name, 'good', 'b.webp'), 'just now');
  const at = (now - 2 * HOUR) / 1000;
  utimesSync(join(place, name), at, at);
  await removeAbandoned(place, now);
  expect(readdirSync(place)).toEqual([name]);
});

it('names its process in a temporary name', () => {
  const name = basename(temporaryPathBeside(join(folder, 'model')));
  expect(Number.parseInt(name.slice(7, 15), 16)).toBe(process.pid);
});

it('has nothing to do in a folder that is not there', async () => {
  await removeAbandoned(join(folder, 'none'));
});
