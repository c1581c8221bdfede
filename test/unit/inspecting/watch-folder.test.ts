/** Why this file exists: a watched folder hands out each file once, and only when it holds still. */
import { appendFileSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isLoopback } from '../../../src/main/inspecting/http-sink.ts';
import { FolderWatch } from '../../../src/main/inspecting/watch-folder.ts';
import { temporaryFolder } from '../../support/folder.ts';

const folder = temporaryFolder();
let count = 0;
function camera() {
  const place = join(folder, String((count += 1)));
  mkdirSync(place);
  const watch = new FolderWatch(place);
  const look = async () => (await watch.look())?.map(({ name }) => name) ?? null;
  return { place, watch, look };
}

describe('FolderWatch', () => {
  it('takes a file at the second look that finds it the same, the oldest first', async () => {
    const { place, look } = camera();
    writeFileSync(join(place, 'b.png'), 'b');
    writeFileSync(join(place, 'a.png'), 'a');
    utimesSync(join(place, 'b.png'), 1000, 1000);
    utimesSync(join(place, 'a.png'), 2000, 2000);
    expect(await look()).toEqual([]);
    expect(await look()).toEqual(['b.png', 'a.png']);
  });

  it('waits for one that grows, and for one that is empty', async () => {
    const { place, look } = camera();
    const file = join(place, 'a.png');
    writeFileSync(file, '');
    await look();
    expect(await look()).toEqual([]);
    appendFileSync(file, 'one');
    expect(await look()).toEqual([]);
    appendFileSync(file, 'two');
    expect(await look()).toEqual([]);
    expect(await look()).toEqual(['a.png']);
  });

  it('hands out a taken file again only when it has changed', async () => {
    const { place, watch, look } = camera();
    const file = join(place, 'a.png');
    writeFileSync(file, 'one');
    await look();
    expect(await look()).toEqual(['a.png']);
    watch.take('a.png');
    expect(await look()).toEqual([]);
    writeFileSync(file, 'other');
    await look();
    expect(await look()).toEqual(['a.png']);
    watch.again('a.png');
    expect(await look()).toEqual([]);
    expect(await look()).toEqual(['a.png']);
  });

  it('sees images only, and says when the folder is not there', async () => {
    const { place, look } = camera();
    for (const name of ['notes.txt', '.hidden.png', 'Thumbs.db'])
      writeFileSync(join(place, name), 'x');
    mkdirSync(join(place, 'folder.png'));
    await look();
    expect(await look()).toEqual([]);
    rmSync(place, { recursive: true });
    expect(await look()).toBeNull();
  });
});

describe('isLoopback', () => {
  it.each([
    'http://127.0.0.1:8080/parts',
    'http://localhost/',
    'http://127.9.9.9/',
    'http://[::1]:1/',
  ])('takes %s', (address) => expect(isLoopback(address)).toBe(true));

  it.each([
    'http://10.0.0.1/',
    'http://localhost.example.com/',
    'http://127.0.0.1.example.com/',
    'http://example.com@127.0.0.1/',
    'http://user@localhost/',
    'https://127.0.0.1/',
    'http://0.0.0.0/',
    'file:///etc/passwd',
    'no address',
  ])('refuses %s', (address) => expect(isLoopback(address)).toBe(false));
});
