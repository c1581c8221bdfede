/** Why this file exists: nothing outside its folder is ever read, by name or by link. */
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isInside, resolveInside } from '../../../src/main/contain.ts';
import { readStatic } from '../../../src/main/serve/static.ts';

let base = '';
let root = '';

beforeAll(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'loupe-contain-')));
  root = join(base, 'root');
  await mkdir(join(root, 'sub dir'), { recursive: true });
  await writeFile(join(root, 'sub dir', 'ä.png'), 'inside');
  await writeFile(join(root, 'index.html'), '<p>page</p>');
  await writeFile(join(base, 'secret.html'), 'outside');
  await symlink(join(base, 'secret.html'), join(root, 'link.html'));
  await symlink(base, join(root, 'up'));
  await symlink(join(root, 'index.html'), join(root, 'alias.html'));
});

afterAll(() => rm(base, { recursive: true, force: true }));

describe('a path inside a folder', () => {
  test('is found, with spaces and umlauts', async () => {
    expect(await resolveInside(root, 'sub dir/ä.png')).toBe(join(root, 'sub dir', 'ä.png'));
  });

  test('may be a link that stays inside', async () => {
    expect(await resolveInside(root, 'alias.html')).toBe(join(root, 'index.html'));
  });

  test('that is not there says so', async () => {
    await expect(resolveInside(root, 'none.png')).rejects.toMatchObject({ code: 'not-found' });
    await expect(resolveInside(root, 'index.html/x')).rejects.toMatchObject({ code: 'not-found' });
  });

  test.each(['../secret.html', 'sub dir/../../secret.html', '..', '/etc/passwd', 'a\0b'])(
    '%j is refused by its text',
    async (path) => {
      await expect(resolveInside(root, path)).rejects.toMatchObject({ code: 'usage' });
    },
  );

  test.each(['link.html', 'up/secret.html', 'up'])('%s is refused as a link out', async (path) => {
    await expect(resolveInside(root, path)).rejects.toMatchObject({ code: 'usage' });
  });

  test('a folder whose name only begins alike is outside', () => {
    expect(isInside('/a/root', '/a/root-2/x')).toBe(false);
    expect(isInside('/a/root', '/a/root/..x')).toBe(true);
    expect(isInside('/a/root', '/a/root')).toBe(true);
  });

  test('no text of dots and slashes leads out', async () => {
    const part = fc.constantFrom('..', '.', 'up', 'sub dir', '%2e%2e', 'secret.html', '\\');
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 6 }), async (parts) => {
        const found = await resolveInside(root, parts.join('/')).catch(() => root);
        expect(isInside(root, found)).toBe(true);
      }),
    );
  });
});

describe('the built page', () => {
  test('is served with its type and is asked for again', async () => {
    const { headers, body } = await readStatic(root, '/');
    expect(Buffer.from(body).toString()).toBe('<p>page</p>');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['cache-control']).toBe('no-cache');
  });

  test.each([
    '/../secret.html',
    '/%2e%2e/secret.html',
    '/..%2fsecret.html',
    '/link.html',
    '/%',
    '/x',
  ])('does not give %s', async (pathname) => {
    await expect(readStatic(root, pathname)).rejects.toMatchObject({ name: 'LoupeError' });
  });
});
