/** Why this file exists: opening is where everything that went wrong before shows; it must say so. */
import { spawn } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { backUpNow } from '../../../src/main/catalog/backup.ts';
import { listBackups } from '../../../src/main/catalog/backup-files.ts';
import { addImages, eachImage } from '../../../src/main/catalog/images.ts';
import { MIGRATIONS, SCHEMA_VERSION } from '../../../src/main/catalog/migrations/all.ts';
import {
  catalogFile,
  openCatalog,
  openCatalogForReading,
} from '../../../src/main/catalog/open-catalog.ts';
import { addProduct, listProducts } from '../../../src/main/catalog/products.ts';
import { newImage } from './made-up.ts';
import { freshFolder, opened, stocked } from './support.ts';

const told = (name: string, code: string, ...sentences: string[]) =>
  expect.objectContaining({
    name,
    code,
    message: expect.stringMatching(new RegExp(sentences.join('.*'), 's')) as string,
  }) as Error;

/** A process that opens the catalog and waits; resolves once it has it. */
async function holder(folder: string) {
  const module = new URL('../../../src/main/catalog/open-catalog.ts', import.meta.url).href;
  const script = `
    const { openCatalog } = await import(${JSON.stringify(module)});
    // Held, or the collector would close it and give the lock free.
    globalThis.catalog = openCatalog(process.argv[1]);
    console.log('open');
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return {
    pid: child.pid!,
    async kill() {
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGKILL');
      await ended;
    },
  };
}

describe('opening', () => {
  it('makes folder and catalog, and finds everything again', () => {
    const folder = join(freshFolder(), 'deep', 'catalog');
    const first = openCatalog(folder);
    expect(first.migrated).toEqual(MIGRATIONS.map(({ version }) => version));
    addProduct(first, { name: 'Bottle', actor: 'Ada' });
    first.close();
    expect(readdirSync(folder).sort()).toEqual(['catalog.db', 'writer.lock']);
    const again = opened(folder);
    expect(again).toMatchObject({ migrated: [], recovered: false });
    expect(listProducts(again)).toHaveLength(1);
  });

  it('uses a write-ahead log and holds foreign keys', () => {
    const catalog = opened();
    const pragma = (name: string) =>
      Object.values(catalog.get<Record<string, unknown>>(`PRAGMA ${name}`)!)[0];
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('recursive_triggers')).toBe(1);
  });

  it('refuses a second writer in this process and in another, naming it', async () => {
    const folder = freshFolder();
    const first = opened(folder);
    expect(() => openCatalog(folder)).toThrow(
      told('CatalogInUseError', 'busy', `process ${process.pid}`, 'running since 20'),
    );
    // A failed attempt must not drop the first one's lock.
    expect(() => openCatalog(folder)).toThrow(told('CatalogInUseError', 'busy'));
    first.close();
    const other = await holder(folder);
    try {
      expect(() => openCatalog(folder)).toThrow(
        told('CatalogInUseError', 'busy', `process ${other.pid}`),
      );
    } finally {
      await other.kill();
    }
  });

  it('takes over from a killed process at once and checks the file', async () => {
    const folder = freshFolder();
    opened(folder).close();
    await (await holder(folder)).kill();
    const notices: string[] = [];
    const catalog = opened(folder, { onNotice: (sentence) => notices.push(sentence) });
    expect(catalog.recovered).toBe(true);
    expect(notices).toEqual([expect.stringContaining('was not closed')]);
    catalog.close();
    expect(opened(folder).recovered).toBe(false);
  });

  it('lets others read while it writes', () => {
    const folder = freshFolder();
    const catalog = opened(folder);
    const reader = openCatalogForReading(folder);
    addProduct(catalog, { name: 'Bottle', actor: 'Ada' });
    expect(listProducts(reader)).toHaveLength(1);
    reader.close();
    expect(() => openCatalogForReading(freshFolder())).toThrow(told('LoupeError', 'not-found'));
  });

  it('backs up before each migration', () => {
    const folder = freshFolder();
    const catalog = opened(folder);
    addProduct(catalog, { name: 'Bottle', actor: 'Ada' });
    catalog.close();
    const next = (version: number) => ({ version, name: `step ${version}`, up: () => undefined });
    const notices: string[] = [];
    const migrations = [...MIGRATIONS, next(SCHEMA_VERSION + 10), next(SCHEMA_VERSION + 20)];
    const newer = opened(folder, { migrations, onNotice: (text) => notices.push(text) });
    expect(newer.migrated).toEqual([SCHEMA_VERSION + 10, SCHEMA_VERSION + 20]);
    const backups = listBackups(folder);
    expect(backups.map(({ kind }) => kind)).toEqual(['before', 'before']);
    expect(notices).toHaveLength(2);
    const oldest = new BetterSqlite3(backups[1]!.path, { readonly: true });
    expect(oldest.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
    expect(oldest.prepare('SELECT name FROM product').pluck().all()).toEqual(['Bottle']);
    oldest.close();
  });

  it('refuses a catalog of a newer Loupe and leaves it as it is', () => {
    const folder = freshFolder();
    opened(folder).close();
    const db = new BetterSqlite3(catalogFile(folder));
    db.pragma('journal_mode = DELETE');
    db.pragma('user_version = 990');
    db.close();
    const before = readFileSync(catalogFile(folder));
    const refusal = told('NewerCatalogError', 'bad-data', 'newer Loupe', '990');
    expect(() => openCatalog(folder)).toThrow(refusal);
    expect(() => openCatalogForReading(folder)).toThrow(refusal);
    expect(readFileSync(catalogFile(folder))).toEqual(before);
    expect(readdirSync(folder).sort()).toEqual(['catalog.db', 'writer.lock']);
  });

  it('refuses the file of another program', () => {
    const folder = freshFolder();
    const db = new BetterSqlite3(catalogFile(folder));
    db.exec('CREATE TABLE songs (title TEXT)');
    db.close();
    expect(() => openCatalog(folder)).toThrow(told('LoupeError', 'bad-data', 'another program'));
  });

  it('says that an empty catalog was made where backups lie', async () => {
    const folder = freshFolder();
    const catalog = opened(folder);
    const backup = await backUpNow(catalog);
    catalog.close();
    const moved = freshFolder();
    mkdirSync(join(moved, 'backups'));
    writeFileSync(join(moved, 'backups', backup.split('/').at(-1)!), readFileSync(backup));
    const notices: string[] = [];
    opened(moved, { onNotice: (sentence) => notices.push(sentence) });
    expect(notices.join()).toContain('loupe restore');
  });
});

describe('a damaged catalog', () => {
  /** Leaves a catalog of many pages behind, as a crash does: not closed properly. */
  function filled(folder: string): void {
    const { catalog, sourceId } = stocked(0, opened(folder));
    const images = Array.from({ length: 3000 }, (_, i) => newImage(i));
    addImages(catalog, sourceId, images);
    catalog.close();
    writeFileSync(join(folder, 'writer.json'), '{"pid":1,"host":"h","startedAt":"x"}');
  }

  function overwrite(file: string, at: number, bytes: Uint8Array): void {
    const handle = openSync(file, 'r+');
    writeSync(handle, bytes, 0, bytes.length, at);
    closeSync(handle);
  }

  it('is found after an unclean end, with the newest backup as the way back', async () => {
    const folder = freshFolder();
    const catalog = opened(folder);
    const backup = await backUpNow(catalog);
    catalog.close();
    filled(folder);
    const { size } = statSync(catalogFile(folder));
    overwrite(
      catalogFile(folder),
      Math.floor(size / 2 / 4096) * 4096,
      new Uint8Array(8192).fill(7),
    );
    const attempt = () => openCatalog(folder);
    expect(attempt).toThrow(told('DamagedCatalogError', 'bad-data', 'is damaged'));
    expect(attempt).toThrow(
      expect.objectContaining({ nextStep: expect.stringContaining(backup) as string }),
    );
    // Still locked and marked: the next attempt checks again.
    expect(existsSync(join(folder, 'writer.json'))).toBe(true);
  });

  it('is named when it is no database at all, and when a page turns out broken later', () => {
    const folder = freshFolder();
    writeFileSync(
      catalogFile(folder),
      'not a database, but long enough to be taken for one'.repeat(99),
    );
    expect(() => openCatalog(folder)).toThrow(
      expect.objectContaining({
        name: 'DamagedCatalogError',
        nextStep: expect.stringContaining('There is no backup') as string,
      }),
    );
    const other = freshFolder();
    filled(other);
    opened(other).close();
    const half = Math.floor(statSync(catalogFile(other)).size / 2 / 4096) * 4096;
    overwrite(catalogFile(other), half, new Uint8Array(half));
    const catalog = opened(other);
    expect(() => [...eachImage(catalog, 1)]).toThrow(told('DamagedCatalogError', 'bad-data'));
  });
});

describe('a place that cannot be written to', () => {
  /** The superuser may write anywhere, so the test steps down to an ordinary user. */
  function asOrdinaryUser(action: () => void): void {
    const superuser = process.getuid?.() === 0;
    if (superuser) process.seteuid?.(65534);
    try {
      action();
    } finally {
      if (superuser) process.seteuid?.(0);
    }
  }

  it('is said to be read-only, and the catalog stays whole', () => {
    const folder = freshFolder();
    chmodSync(folder, 0o755);
    const catalog = opened(folder);
    addProduct(catalog, { name: 'Bottle', actor: 'Ada' });
    catalog.close();
    chmodSync(folder, 0o555);
    asOrdinaryUser(() => {
      expect(() => openCatalog(folder)).toThrow(told('LoupeError', 'read-only', 'not allowed'));
      expect(() => openCatalog(join(folder, 'new'))).toThrow(told('LoupeError', 'read-only'));
    });
    chmodSync(folder, 0o755);
    expect(listProducts(opened(folder))).toHaveLength(1);
  });

  it('is noticed at opening when only the file is protected', () => {
    const folder = freshFolder();
    opened(folder).close();
    chmodSync(folder, 0o777);
    chmodSync(join(folder, 'writer.lock'), 0o666);
    chmodSync(catalogFile(folder), 0o444);
    asOrdinaryUser(() => {
      expect(() => openCatalog(folder)).toThrow(told('LoupeError', 'read-only'));
    });
  });

  it('is said to be in the way when it is a file', () => {
    const file = join(freshFolder(), 'a file');
    writeFileSync(file, '');
    expect(() => openCatalog(file)).toThrow(told('LoupeError', 'usage'));
  });
});
