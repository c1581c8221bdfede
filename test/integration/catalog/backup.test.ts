/** Why this file exists: a backup is worth something only if it can be gone back to, whatever happens. */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { listAudit, verifyAudit } from '../../../src/main/catalog/audit.ts';
import { backupIfDue, backUpAtOnce, backUpNow } from '../../../src/main/catalog/backup.ts';
import { listBackups, newestBackup } from '../../../src/main/catalog/backup-files.ts';
import { addImages } from '../../../src/main/catalog/images.ts';
import { catalogFile, openCatalogForReading } from '../../../src/main/catalog/open-catalog.ts';
import { addProduct, listProducts } from '../../../src/main/catalog/products.ts';
import { restoreCatalog } from '../../../src/main/catalog/restore.ts';
import { newImage } from './made-up.ts';
import { freshFolder, opened, stocked } from './support.ts';

const HOUR = 3600 * 1000;
const WHY = { actor: 'Ada', reason: 'wrong import' };
const names = (file: string) => {
  const db = new BetterSqlite3(file, { readonly: true });
  try {
    return db.prepare('SELECT name FROM product ORDER BY id').pluck().all();
  } finally {
    db.close();
  }
};

describe('backups', () => {
  it('hold all that was committed, in one file, while writing goes on', async () => {
    const { catalog, sourceId } = stocked(0);
    addImages(
      catalog,
      sourceId,
      Array.from({ length: 9000 }, (_, i) => newImage(i)),
    );
    let steps = 0;
    const file = await backUpNow(catalog, {
      onProgress: () => {
        steps += 1;
        if (steps === 2) addProduct(catalog, { name: 'In between', actor: 'Ada' });
      },
    });
    expect(steps).toBeGreaterThan(2);
    expect(names(file)).toEqual(['Bottle', 'In between']);
    expect(readdirSync(join(catalog.folder, 'backups'))).toEqual([basename(file)]);
    const db = new BetterSqlite3(file, { readonly: true });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('journal_mode', { simple: true })).toBe('delete');
    db.close();
  });

  it('are made on time and only the newest are kept', async () => {
    let now = Date.UTC(2026, 0, 1);
    const catalog = opened(freshFolder(), { now: () => now });
    const schedule = { everyMs: 24 * HOUR, keep: 3 };
    const made: (string | undefined)[] = [];
    for (let hour = 0; hour < 24 * 5; hour += 8) {
      made.push(await backupIfDue(catalog, schedule));
      now += 8 * HOUR;
    }
    expect(made.filter((path) => path !== undefined)).toHaveLength(5);
    await backUpNow(catalog);
    const backups = listBackups(catalog.folder);
    expect(backups.map(({ kind }) => kind)).toEqual([
      'manual',
      'scheduled',
      'scheduled',
      'scheduled',
    ]);
    expect(basename(backups[1]!.path)).toBe('catalog-20260105T000000000Z-scheduled.db');
    // A clock that was ahead must not stop backups for years.
    now = Date.UTC(2025, 0, 1);
    expect(await backupIfDue(catalog, schedule)).toBeDefined();
  });

  it('can be taken by another process that only reads', () => {
    const { catalog } = stocked(5);
    const reader = openCatalogForReading(catalog.folder);
    const out = join(freshFolder(), 'copy.db');
    expect(backUpAtOnce(reader, out)).toBe(out);
    expect(names(out)).toEqual(['Bottle']);
    expect(() => backUpAtOnce(reader, out)).toThrow(expect.objectContaining({ code: 'usage' }));
    expect(() => backUpAtOnce(reader, join(out, 'x', 'y.db'))).toThrow(
      expect.objectContaining({ code: 'not-found' }),
    );
    reader.close();
  });

  it('end with a sentence when the catalog is closed meanwhile, and leave nothing', async () => {
    const { catalog, sourceId } = stocked(0);
    const images = Array.from({ length: 4000 }, (_, i) => newImage(i));
    addImages(catalog, sourceId, images);
    const backup = backUpNow(catalog, { onProgress: () => catalog.close() });
    await expect(backup).rejects.toMatchObject({ code: 'cancelled' });
    expect(readdirSync(join(catalog.folder, 'backups'))).toEqual([]);
  });

  it('that a kill left half made are removed later, not while they are young', () => {
    const folder = freshFolder();
    opened(folder).close();
    const [old, young] = ['0', '1'].map((digit) => join(folder, `.loupe-${digit.repeat(16)}.tmp`));
    for (const file of [old!, young!]) writeFileSync(file, 'half');
    utimesSync(old!, new Date(0), new Date(0));
    opened(folder, { now: Date.now });
    expect([existsSync(old!), existsSync(young!)]).toEqual([false, true]);
  });
});

describe('restoring', () => {
  async function withBackup() {
    const folder = freshFolder();
    const catalog = opened(folder);
    addProduct(catalog, { name: 'Early', actor: 'Ada' });
    const backup = await backUpNow(catalog);
    addProduct(catalog, { name: 'Late', actor: 'Ada' });
    catalog.close();
    return { folder, backup };
  }

  it('goes back, keeps what was there, and says so in the trail', async () => {
    const { folder, backup } = await withBackup();
    const { aside } = restoreCatalog(folder, backup, WHY);
    const catalog = opened(folder);
    expect(listProducts(catalog).map(({ name }) => name)).toEqual(['Early']);
    expect(names(aside!)).toEqual(['Early', 'Late']);
    expect(listAudit(catalog)[0]).toMatchObject({
      action: 'catalog.restored',
      new: { backup: basename(backup) },
      ...WHY,
    });
    expect(verifyAudit(catalog).ok).toBe(true);
    expect(existsSync(backup)).toBe(true);
  });

  it('works from a damaged catalog, from none, and keeps the log of a killed one', async () => {
    const { folder, backup } = await withBackup();
    truncateSync(catalogFile(folder), 5000);
    writeFileSync(`${catalogFile(folder)}-wal`, 'the log of a killed process');
    const { aside } = restoreCatalog(folder, backup, WHY);
    expect(readFileSync(`${aside}-wal`, 'utf8')).toBe('the log of a killed process');
    expect(names(catalogFile(folder))).toEqual(['Early']);
    const fresh = join(freshFolder(), 'new');
    expect(restoreCatalog(fresh, backup, WHY).aside).toBeNull();
    expect(names(catalogFile(fresh))).toEqual(['Early']);
  });

  it('goes forward again to what was put aside with its log', async () => {
    const { folder, backup } = await withBackup();
    const killed = opened(folder);
    addProduct(killed, { name: 'In the log', actor: 'Ada' });
    // As a kill leaves them: the last rows are in the log only.
    const other = join(freshFolder(), 'killed');
    mkdirSync(other);
    for (const name of ['catalog.db', 'catalog.db-wal']) {
      copyFileSync(join(folder, name), join(other, name));
    }
    const { aside } = restoreCatalog(other, backup, WHY);
    restoreCatalog(other, aside!, WHY);
    expect(listProducts(opened(other)).map(({ name }) => name)).toEqual([
      'Early',
      'In the log',
      'Late',
    ]);
  });

  it('says when the trail of the backup is broken, and restores it all the same', async () => {
    const { folder, backup } = await withBackup();
    const db = new BetterSqlite3(backup);
    db.exec("DROP TRIGGER audit_unchanged; UPDATE audit SET actor = 'Bob' WHERE number = 1");
    db.close();
    const notices: string[] = [];
    restoreCatalog(folder, backup, { ...WHY, onNotice: (sentence) => notices.push(sentence) });
    expect(notices.join()).toContain('broken at entry 1');
    expect(verifyAudit(opened(folder)).broken?.number).toBe(1);
  });

  it('refuses while the catalog is open', async () => {
    const { folder, backup } = await withBackup();
    const catalog = opened(folder);
    expect(() => restoreCatalog(folder, backup, WHY)).toThrow(
      expect.objectContaining({ name: 'CatalogInUseError' }),
    );
    expect(listProducts(catalog)).toHaveLength(2);
  });

  it('refuses what is no sound backup and changes nothing', async () => {
    const { folder, backup } = await withBackup();
    const before = readFileSync(catalogFile(folder));
    const bad = (name: string, change: (file: string) => void) => {
      const file = join(folder, 'backups', name);
      copyFileSync(backup, file);
      change(file);
      return file;
    };
    const inside = (sql: string) => (file: string) => {
      const db = new BetterSqlite3(file);
      db.pragma('foreign_keys = OFF');
      db.exec(sql);
      db.close();
    };
    const cases: [string, string][] = [
      [join(folder, 'nothing.db'), 'There is no file'],
      [bad('short.db', (file) => truncateSync(file, 9000)), 'cannot be restored'],
      [bad('text.db', (file) => writeFileSync(file, 'x'.repeat(9999))), 'cannot be restored'],
      [bad('other.db', inside('PRAGMA application_id = 7')), 'not a catalog of Loupe'],
      [bad('newer.db', inside('PRAGMA user_version = 990')), 'newer Loupe'],
      [
        bad('orphan.db', inside("INSERT INTO source VALUES (1, 77, '/x', 'mvtec', 1)")),
        'refer to nothing',
      ],
    ];
    for (const [file, sentence] of cases) {
      expect(() => restoreCatalog(folder, file, WHY), file).toThrow(sentence);
    }
    expect(readFileSync(catalogFile(folder))).toEqual(before);
    expect(readdirSync(folder).filter((name) => name.includes('tmp'))).toEqual([]);
  });

  it('is finished by the next opening when it was killed half way', async () => {
    const { folder, backup } = await withBackup();
    // As a kill leaves it after the log is gone and before the file is in its place.
    const copy = '.loupe-0123456789abcdef.tmp';
    copyFileSync(backup, join(folder, copy));
    writeFileSync(join(folder, 'restoring.json'), JSON.stringify({ restored: copy }));
    const notices: string[] = [];
    const catalog = opened(folder, { onNotice: (sentence) => notices.push(sentence) });
    expect(listProducts(catalog).map(({ name }) => name)).toEqual(['Early']);
    expect(notices).toContain('An interrupted restore of the catalog was finished.');
    catalog.close();
    // Killed after the rename: only the marker is left.
    writeFileSync(join(folder, 'restoring.json'), JSON.stringify({ restored: copy }));
    expect(listProducts(opened(folder))).toHaveLength(1);
    expect(existsSync(join(folder, 'restoring.json'))).toBe(false);
  });
});

describe('commands', () => {
  const cli = new URL('commands-child.ts', import.meta.url).pathname;
  function loupe(home: string, ...args: string[]) {
    const run = spawnSync(process.execPath, [cli, ...args], {
      env: { ...process.env, LOUPE_HOME: home },
      encoding: 'utf8',
    });
    return { code: run.status, out: run.stdout, err: run.stderr };
  }

  it('back up, verify and restore', () => {
    const home = freshFolder();
    const folder = join(home, 'catalog');
    expect(loupe(home, 'backup')).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no catalog') as string,
    });
    const catalog = opened(folder);
    addProduct(catalog, { name: 'Early', actor: 'Ada' });
    // While this process has it open.
    const backup = JSON.parse(loupe(home, 'backup', '--json').out) as { file: string };
    expect(backup.file).toBe(newestBackup(folder));
    const verified = JSON.parse(loupe(home, 'audit', 'verify', '--json').out) as { head: string };
    expect(verified).toMatchObject({ ok: true, entries: 1, broken: null });
    expect(loupe(home, 'restore', backup.file).err).toContain('is open in another Loupe');
    addProduct(catalog, { name: 'Late', actor: 'Ada' });
    catalog.close();
    expect(loupe(home, 'restore', backup.file, '--reason', 'test')).toMatchObject({
      code: 0,
      out: expect.stringContaining('was restored') as string,
    });
    expect(names(catalogFile(folder))).toEqual(['Early']);
    expect(loupe(home, 'audit', 'verify', '--contains', verified.head)).toMatchObject({
      code: 0,
      out: expect.stringContaining('2 entries') as string,
    });
    expect(loupe(home, 'audit', 'verify', '--contains', 'f'.repeat(64)).code).toBe(1);
  });

  it('name the broken link', () => {
    const home = freshFolder();
    const { catalog } = stocked(1, opened(join(home, 'catalog')));
    catalog.close();
    const db = new BetterSqlite3(catalog.file);
    db.exec("DROP TRIGGER audit_unchanged; UPDATE audit SET actor = 'Bob' WHERE number = 1");
    db.close();
    const { code, err } = loupe(home, 'audit', 'verify');
    expect(code).toBe(1);
    expect(err).toContain('broken at entry 1: it was changed after it was written');
  });
});
