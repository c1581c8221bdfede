/** Why this file exists: from schema 30 with rows to 40, and the trail that nobody may rewrite. */
import { describe, expect, it } from 'vitest';
import {
  HASH,
  migrateTo,
  ROWS_OF_10,
  ROWS_OF_20,
  ROWS_OF_30,
  rowsOf,
  schemaAt,
} from './old-schema.ts';

const ZEROS = '0'.repeat(64);
const entry = (number: number, previous: string, hash: string) =>
  `INSERT INTO audit VALUES (${number}, 1, 'Ada', 'a', 's', 'null', 'null', '', '${previous}', '${hash}')`;

describe('migration 40', () => {
  it('keeps the old rows', () => {
    const db = schemaAt(30);
    db.exec(ROWS_OF_10);
    db.exec(ROWS_OF_20);
    db.exec(ROWS_OF_30);
    const tables = ['image', 'label', 'mask', 'run', 'run_log', 'model', 'promotion', 'result'];
    const before = tables.map((table) => rowsOf(db, table));
    migrateTo(db, 40);
    expect(tables.map((table) => rowsOf(db, table))).toEqual(before);
  });

  it('takes audit entries only at the end of the chain and never lets one go', () => {
    const db = schemaAt(40);
    const next = 'b'.repeat(64);
    expect(() => db.exec(entry(1, HASH, next))).toThrow('continue the chain');
    expect(() => db.exec(entry(2, ZEROS, HASH))).toThrow('continue the chain');
    db.exec(entry(1, ZEROS, HASH));
    expect(() => db.exec(entry(2, ZEROS, next))).toThrow('continue the chain');
    db.exec(entry(2, HASH, next));
    expect(() => db.exec("UPDATE audit SET actor = 'Bob'")).toThrow('append-only');
    expect(() => db.exec('DELETE FROM audit')).toThrow('append-only');
    const replacing = entry(2, HASH, 'c'.repeat(64)).replace('INSERT', 'INSERT OR REPLACE');
    expect(() => db.exec(replacing)).toThrow('continue the chain');
  });

  it('refuses T1 above T2 and a second row for a class', () => {
    const db = schemaAt(40);
    db.exec(ROWS_OF_10);
    db.exec(ROWS_OF_30);
    db.exec("INSERT INTO threshold_set VALUES (1, 1, 2, 1, 'manual', NULL, 'why', 'Ada', 1)");
    const row = (id: number, t1: number, t2: number, defectClass: string) =>
      `INSERT INTO threshold VALUES (${id}, 1, ${defectClass}, ${t1}, ${t2}, 0, 0)`;
    expect(() => db.exec(row(1, 2, 1, 'NULL'))).toThrow('CHECK');
    db.exec(row(1, 1, 2, 'NULL'));
    expect(() => db.exec(row(2, 1, 2, 'NULL'))).toThrow('UNIQUE');
    db.exec(row(2, 1, 1, '1'));
    expect(() => db.exec('UPDATE threshold SET t1 = 0')).toThrow('never changed');
    expect(() => db.exec('DELETE FROM threshold_set')).toThrow('never changed');
  });
});
