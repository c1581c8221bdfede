/** Why this file exists: from schema 40 with rows to 50, and inspections that nobody may rewrite. */
import { describe, expect, it } from 'vitest';
import { migrateTo, ROWS_OF_10, ROWS_OF_20, ROWS_OF_30, rowsOf, schemaAt } from './old-schema.ts';

const inspection = (id: number, verdict = "'ok'", regions = "'[]'", image = 1) =>
  `INSERT INTO inspection VALUES (${id}, 1, 1, ${image}, 2, NULL, 'a.png', 1.5, ${verdict}, ${regions}, 20, 1300)`;

describe('migration 50', () => {
  it('keeps the old rows', () => {
    const db = schemaAt(40);
    db.exec(ROWS_OF_10);
    db.exec(ROWS_OF_20);
    db.exec(ROWS_OF_30);
    const tables = ['image', 'label', 'mask', 'run', 'model', 'result', 'threshold_set', 'audit'];
    const before = tables.map((table) => rowsOf(db, table));
    migrateTo(db, 50);
    expect(tables.map((table) => rowsOf(db, table))).toEqual(before);
    db.exec(inspection(1));
    expect(rowsOf(db, 'inspection')).toHaveLength(1);
  });

  it('takes only known verdicts, whole JSON and images that are there', () => {
    const db = schemaAt(50);
    db.exec(ROWS_OF_10);
    db.exec(ROWS_OF_30);
    db.pragma('foreign_keys = ON');
    expect(() => db.exec(inspection(1, "'maybe'"))).toThrow('CHECK');
    expect(() => db.exec(inspection(1, "'ok'", "'['"))).toThrow('CHECK');
    expect(() => db.exec(inspection(1, "'ok'", "'[]'", 99))).toThrow('FOREIGN KEY');
  });

  it('never lets an inspection be changed or go', () => {
    const db = schemaAt(50);
    db.exec(ROWS_OF_10);
    db.exec(ROWS_OF_30);
    db.exec(inspection(1));
    expect(() => db.exec("UPDATE inspection SET verdict = 'ng'")).toThrow('never changed');
    expect(() => db.exec('DELETE FROM inspection')).toThrow('never changed');
  });
});
