/** Why this file exists: from schema 20 with rows to 30, and what the registry must refuse. */
import { describe, expect, it } from 'vitest';
import { migrateTo, ROWS_OF_10, ROWS_OF_20, ROWS_OF_30, rowsOf, schemaAt } from './old-schema.ts';

describe('migration 30', () => {
  it('keeps the old rows', () => {
    const db = schemaAt(20);
    db.exec(ROWS_OF_10);
    db.exec(ROWS_OF_20);
    const tables = ['image', 'image_state', 'label', 'mask'];
    const before = tables.map((table) => rowsOf(db, table));
    migrateTo(db, 30);
    expect(tables.map((table) => rowsOf(db, table))).toEqual(before);
    db.exec(ROWS_OF_30);
    expect(rowsOf(db, 'result')).toHaveLength(2);
  });

  it('allows one model in production for each product, and no change of what a model is', () => {
    const db = schemaAt(30);
    db.exec(ROWS_OF_10);
    db.exec(ROWS_OF_30);
    expect(() => db.exec("UPDATE model SET state = 'production' WHERE id = 1")).toThrow('UNIQUE');
    expect(() => db.exec("UPDATE model SET manifest = '{}' WHERE id = 1")).toThrow('immutable');
    expect(() => db.exec('DELETE FROM model')).toThrow('kept');
    expect(() => db.exec("UPDATE promotion SET reason = 'x'")).toThrow('append-only');
    expect(() => db.exec('DELETE FROM model_evaluation')).toThrow('never changed');
    db.exec("UPDATE model SET path = '/elsewhere', state = 'draft' WHERE id = 1");
  });

  it('refuses a score that is no number and JSON that is none', () => {
    const db = schemaAt(30);
    db.exec(ROWS_OF_10);
    db.exec(ROWS_OF_30);
    const insert = db.prepare('INSERT INTO result VALUES (1, 1, ?, 0, 0, 0, NULL, NULL, NULL, 0)');
    expect(() => insert.run(NaN)).toThrow('NOT NULL');
    expect(() => db.exec("UPDATE run SET outcome = '{'")).toThrow('CHECK');
  });
});
