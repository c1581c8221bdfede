/** Why this file exists: the cache of pictures stays within its size and survives being deleted. */
import { chmodSync } from 'node:fs';
import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDiskCache } from '../../../src/main/media/disk-cache.ts';
import { freshFolder } from '../importing/support.ts';

const bytes = (n: number, size = 1000) => new Uint8Array(size).fill(n);
const names = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();

describe('files', () => {
  it('are made once and kept for the next start', async () => {
    const folder = join(await freshFolder(), 'not', 'there yet');
    let made = 0;
    const make = async () => bytes((made += 1));
    const cache = createDiskCache({ folder, capacity: 1e6 });
    await cache.file('aa1.webp', make);
    await cache.file('aa1.webp', make);
    await cache.settle();
    const later = createDiskCache({ folder, capacity: 1e6 });
    expect(await later.file('aa1.webp', make)).toEqual(Buffer.from(bytes(1)));
    expect(made).toBe(1);
  });

  it('asked for many times at once are made once', async () => {
    const cache = createDiskCache({ folder: await freshFolder(), capacity: 1e6 });
    let made = 0;
    const make = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return bytes((made += 1));
    };
    const all = await Promise.all(Array.from({ length: 20 }, () => cache.file('aa1', make)));
    expect(made).toBe(1);
    expect(new Set(all.map((one) => one[0]))).toEqual(new Set([1]));
  });

  it('used longest ago go first when there are too many, also those of earlier starts', async () => {
    const folder = await freshFolder();
    await mkdir(join(folder, 'ol'));
    await writeFile(join(folder, 'ol', 'old'), bytes(0));
    await utimes(join(folder, 'ol', 'old'), 1000, 1000);
    const cache = createDiskCache({ folder, capacity: 5000 });
    for (let n = 1; n <= 4; n++) await cache.file(`aa${n}`, async () => bytes(n));
    await cache.file('aa1', () => Promise.reject(new Error('is there already')));
    await cache.file('aa5', async () => bytes(5));
    expect(await names(folder)).toEqual(['aa1', 'aa3', 'aa4', 'aa5']);
  });

  it('are made again after they were deleted', async () => {
    const folder = await freshFolder();
    const cache = createDiskCache({ folder, capacity: 1e6 });
    await cache.file('aa1', async () => bytes(1));
    await rm(folder, { recursive: true });
    expect((await cache.file('aa1', async () => bytes(2)))[0]).toBe(2);
  });

  it.skipIf(process.getuid?.() === 0)(
    'are given out, and said once, where nothing may be written',
    async () => {
      const folder = await freshFolder();
      chmodSync(folder, 0o500);
      const notices: string[] = [];
      const cache = createDiskCache({
        folder: join(folder, 'cache'),
        capacity: 1e6,
        onNotice: (sentence) => notices.push(sentence),
      });
      expect((await cache.file('aa1', async () => bytes(1)))[0]).toBe(1);
      expect((await cache.file('aa2', async () => bytes(2)))[0]).toBe(2);
      expect(notices).toHaveLength(1);
      expect(notices[0]).toMatch(/Thumbnails are not kept/);
    },
  );

  it('are given out, and said once, where the folder cannot be made', async () => {
    const folder = join(await freshFolder(), 'file');
    await writeFile(folder, '');
    const notices: string[] = [];
    const cache = createDiskCache({
      folder,
      capacity: 1e6,
      onNotice: (sentence) => notices.push(sentence),
    });
    expect((await cache.file('aa1', async () => bytes(1)))[0]).toBe(1);
    expect((await cache.file('aa2', async () => bytes(2)))[0]).toBe(2);
    expect(notices).toHaveLength(1);
  });
});

describe('folders', () => {
  it('appear whole or not at all, and count with all in them', async () => {
    const folder = await freshFolder();
    const cache = createDiskCache({ folder, capacity: 5000 });
    const fill = async (place: string) => {
      await mkdir(join(place, '0'));
      for (const name of ['a', 'b', 'c']) await writeFile(join(place, '0', name), bytes(1));
    };
    const failing = async (place: string) => {
      await fill(place);
      throw new Error('stopped');
    };
    await expect(cache.folder('aa1', failing)).rejects.toThrow('stopped');
    expect(await names(folder)).toEqual([]);
    const made = await cache.folder('aa1', fill);
    expect((await stat(join(made, '0', 'a'))).size).toBe(1000);
    await cache.folder('bb2', fill);
    expect(await names(folder)).toEqual(['a', 'b', 'c']);
  });

  it('left half done by a kill are removed at the next start', async () => {
    const folder = await freshFolder();
    await mkdir(join(folder, 'aa', '.loupe-0123456789abcdef.tmp', '0'), { recursive: true });
    await writeFile(join(folder, 'aa', '.loupe-0123456789abcdef.tmp', '0', 'x'), bytes(1));
    const cache = createDiskCache({ folder, capacity: 5000 });
    await cache.file('bb1', async () => bytes(1));
    expect(await names(folder)).toEqual(['bb1']);
  });
});
