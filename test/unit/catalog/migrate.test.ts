/** Why this file exists: a catalog moves from one schema to the next whole, or stays as it was. */
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { APPLICATION_ID, migrate, schemaVersion } from '../../../src/main/catalog/migrate.ts';
import { MIGRATIONS, SCHEMA_VERSION } from '../../../src/main/catalog/migrations/all.ts';
import type { Migration } from '../../../src/main/catalog/migrations/migration.ts';

const step = (version: number, sql: string): Migration => ({
  version,
  name: `step ${version}`,
  up: (db) => db.exec(sql),
});
const first = step(10, 'CREATE TABLE parent (id INTEGER PRIMARY KEY) STRICT');
const second = step(
  20,
  'CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent (id)) STRICT',
);

function tablesOf(db: BetterSqlite3.Database): unknown[] {
  return db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
}

describe('running migrations', () => {
  it('runs what is missing, in order, and marks the file as a catalog', () => {
    const db = new BetterSqlite3(':memory:');
    expect(migrate(db, [first])).toEqual([10]);
    expect(migrate(db, [first, second])).toEqual([20]);
    expect(migrate(db, [first, second])).toEqual([]);
    expect(schemaVersion(db)).toBe(20);
    expect(db.pragma('application_id', { simple: true })).toBe(APPLICATION_ID);
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
  });

  it('asks for a backup before each one, but not of an empty file', () => {
    const db = new BetterSqlite3(':memory:');
    const asked: string[] = [];
    const beforeEach = (from: number, to: Migration) => asked.push(`${from} to ${to.version}`);
    migrate(db, [first], { beforeEach });
    expect(asked).toEqual([]);
    migrate(db, [first, second, step(30, 'SELECT 1')], { beforeEach });
    expect(asked).toEqual(['10 to 20', '20 to 30']);
  });

  it('leaves everything as it was when a migration fails', () => {
    const db = new BetterSqlite3(':memory:');
    migrate(db, [first]);
    const broken = step(20, 'CREATE TABLE half (a INTEGER) STRICT; CREATE TABLE half (a INTEGER)');
    expect(() => migrate(db, [first, broken])).toThrow('half');
    expect(schemaVersion(db)).toBe(10);
    expect(tablesOf(db)).toEqual(['parent']);
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
  });

  it('refuses a migration that leaves rows without what they refer to', () => {
    const db = new BetterSqlite3(':memory:');
    migrate(db, [first, second]);
    db.exec('INSERT INTO parent VALUES (1); INSERT INTO child VALUES (5, 1)');
    expect(() => migrate(db, [first, second, step(30, 'DELETE FROM parent')])).toThrow(
      'row 5 of child',
    );
    expect(db.prepare('SELECT count(*) FROM parent').pluck().get()).toBe(1);
  });

  it('lets a migration rebuild a table that others refer to', () => {
    const db = new BetterSqlite3(':memory:');
    migrate(db, [first, second]);
    db.exec('INSERT INTO parent VALUES (1); INSERT INTO child VALUES (5, 1)');
    const rebuild = step(
      30,
      `CREATE TABLE other (id INTEGER PRIMARY KEY, name TEXT) STRICT;
       INSERT INTO other (id) SELECT id FROM parent;
       DROP TABLE parent;
       ALTER TABLE other RENAME TO parent`,
    );
    expect(migrate(db, [first, second, rebuild])).toEqual([30]);
    expect(db.prepare('SELECT parent FROM child').pluck().all()).toEqual([1]);
  });

  it('refuses a file from a newer Loupe, by name and without touching it', () => {
    const db = new BetterSqlite3(':memory:');
    migrate(db, [first, second]);
    const attempt = () => migrate(db, [first]);
    expect(attempt).toThrow(
      expect.objectContaining({ name: 'NewerCatalogError', code: 'bad-data' }),
    );
    expect(attempt).toThrow('schema 20; this one knows up to 10');
    expect(schemaVersion(db)).toBe(20);
  });

  it('refuses a list that does not go up in tens', () => {
    const db = new BetterSqlite3(':memory:');
    for (const list of [[second, first], [first, first], [step(15, 'SELECT 1')]]) {
      expect(() => migrate(db, list)).toThrow('does not follow');
    }
    expect(schemaVersion(db)).toBe(0);
  });

  it('refuses a version between two migrations', () => {
    const db = new BetterSqlite3(':memory:');
    migrate(db, [first]);
    db.pragma('user_version = 15');
    expect(() => migrate(db, [first, second])).toThrow('no Loupe ever wrote');
  });
});

describe('the list of migrations', () => {
  it('builds a schema of STRICT tables without broken references', () => {
    const db = new BetterSqlite3(':memory:');
    expect(migrate(db, MIGRATIONS).at(-1)).toBe(SCHEMA_VERSION);
    const tables = db.pragma('table_list') as { name: string; strict: number }[];
    const loose = tables.filter(({ name, strict }) => strict === 0 && !name.startsWith('sqlite_'));
    expect(loose).toEqual([]);
    // An unknown parent table or column shows only when the keys are checked.
    expect(db.pragma('foreign_key_check')).toEqual([]);
  });
});
