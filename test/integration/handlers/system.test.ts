/** Why this file exists: settings, storage, audit and backups as a client sees them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { addProduct } from '../../../src/main/catalog/products.ts';
import { keepBackupBefore } from '../../../src/main/catalog/backup.ts';
import { openSqlite } from '../../../src/main/catalog/sqlite.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { seeded, started } from './support.ts';

const folder = temporaryFolder();
let homes = 0;
const freshHome = () => join(folder, String((homes += 1)));

it('keeps settings over a restart; one that matters is in the audit trail, one of taste is not', async () => {
  const home = freshHome();
  const { ask, application } = started(home);
  await ask('settings.set', { name: 'ui.theme', value: 'dark', by: 'Ada' });
  await ask('settings.set', { name: 'views.3', value: { sort: 'score' }, by: 'Ada' });
  expect(await ask('audit.page', { limit: 10 })).toEqual([]);
  await ask('settings.set', { name: 'compute.memory-mb', value: 4096, by: 'Ada' });
  await ask('settings.set', { name: 'compute.memory-mb', value: 4096, by: 'Bob' });
  await ask('settings.set', { name: 'compute.memory-mb', value: null, by: 'Bob' });
  const trail = await ask('audit.page', { limit: 10 });
  expect(trail.map(({ actor, old, new: now }) => [actor, old, now])).toEqual([
    ['Bob', 4096, null],
    ['Ada', null, 4096],
  ]);
  expect((await ask('audit.page', { limit: 10, before: 2 })).map(({ number }) => number)).toEqual([
    1,
  ]);
  await application.close();
  const again = started(home);
  expect(await again.ask('settings.get', { prefix: 'ui.' })).toEqual({ 'ui.theme': 'dark' });
  expect(await again.ask('settings.get', { prefix: '' })).toEqual({
    'ui.theme': 'dark',
    'views.3': { sort: 'score' },
  });
  // No wildcard of SQL.
  expect(await again.ask('settings.get', { prefix: '%' })).toEqual({});
});

it('refuses a setting that is no choice but a file', async () => {
  const { ask } = started(freshHome());
  const value = 'x'.repeat(300_000);
  const answer = ask('settings.set', { name: 'ui.long', value, by: 'Ada' });
  await expect(answer).rejects.toMatchObject({ code: 'usage' });
});

it('says what each folder holds and empties a cache only', async () => {
  const home = freshHome();
  const thumbnails = join(home, 'cache', 'thumbnails', 'ab');
  mkdirSync(thumbnails, { recursive: true });
  writeFileSync(join(thumbnails, 'one.webp'), Buffer.alloc(1000));
  const { ask } = started(home);
  const bytes = async (name: string) =>
    (await ask('system.storage', {})).folders.find((row) => row.name === name)?.bytes;
  expect(await bytes('thumbnails')).toBe(1000);
  expect(await bytes('maps')).toBe(0);
  expect(await bytes('catalog')).toBeGreaterThan(0);
  expect(await ask('system.clean', { folder: 'thumbnails' })).toEqual({ freed: 1000 });
  expect(await bytes('thumbnails')).toBe(0);
  expect(await ask('system.clean', { folder: 'maps' })).toEqual({ freed: 0 });
  await expect(ask('system.clean', { folder: 'models' })).rejects.toMatchObject({ code: 'usage' });
});

it('checks the audit trail and lists the backups', async () => {
  const home = freshHome();
  const path = seeded(home, (catalog) => {
    addProduct(catalog, { name: 'Bottle', actor: 'Ada' });
    const db = openSqlite(catalog.file, { create: false });
    try {
      return keepBackupBefore(db, catalog.folder, 70, 1_700_000_000_000);
    } finally {
      db.close();
    }
  });
  const { ask } = started(home);
  expect(await ask('audit.verify', {})).toMatchObject({ ok: true, entries: 1 });
  const [backup] = await ask('backups.list', {});
  expect(backup).toMatchObject({ path, at: 1_700_000_000_000 });
});
