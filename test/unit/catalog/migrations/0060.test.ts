/** Why this file exists: from the schema before 60 with rows to 60: settings, one value for a name. */
import { describe, expect, it } from 'vitest';
import { migrateTo, ROWS_OF_10, ROWS_OF_20, ROWS_OF_30, rowsOf, schemaAt } from './old-schema.ts';

describe('migration 60', () => {
  it('keeps the old rows', () => {
    const db = schemaAt(59);
    for (const rows of [ROWS_OF_10, ROWS_OF_20, ROWS_OF_30]) db.exec(rows);
    const tables = ['image', 'label', 'mask', 'run', 'model', 'promotion', 'result'];
    const before = tables.map((table) => rowsOf(db, table));
    migrateTo(db, 60);
    expect(tables.map((table) => rowsOf(db, table))).toEqual(before);
  });

  it('takes one JSON value for a name', () => {
    const db = schemaAt(60);
    const insert = (name: string, value: string) =>
      db.prepare('INSERT INTO setting VALUES (?, ?, ?, 1)').run(name, value, 'Ada');
    insert('ui.theme', '"dark"');
    expect(() => insert('ui.theme', '"light"')).toThrow('UNIQUE');
    expect(() => insert('ui.scale', 'dark')).toThrow('CHECK');
    expect(() => insert('', '1')).toThrow('CHECK');
  });
});
