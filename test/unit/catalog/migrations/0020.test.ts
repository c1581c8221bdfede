/** Why this file exists: from schema 10 with rows to 20: every image gets its state, none is lost. */
import { describe, expect, it } from 'vitest';
import { migrateTo, ROWS_OF_10, ROWS_OF_20, rowsOf, schemaAt } from './old-schema.ts';

describe('migration 20', () => {
  it('keeps the old rows and gives each image a state', () => {
    const db = schemaAt(10);
    db.exec(ROWS_OF_10);
    const tables = [
      'product',
      'defect_class',
      'source',
      'image',
      'dataset_version',
      'version_image',
    ];
    const before = tables.map((table) => rowsOf(db, table));
    migrateTo(db, 20);
    expect(tables.map((table) => rowsOf(db, table))).toEqual(before);
    const state = { product_id: 1, label: 'none', defect_class_id: null, reviewed: 0 };
    const none = { has_mask: 0, label_id: null, mask_id: null };
    expect(rowsOf(db, 'image_state')).toEqual([
      { image_id: 1, excluded: 0, split: 'train', ...state, ...none },
      { image_id: 2, excluded: 0, split: 'test', ...state, ...none },
      { image_id: 3, excluded: 1, split: 'none', ...state, ...none },
    ]);
  });

  it('keeps the state in step with images, labels and masks', () => {
    const db = schemaAt(20);
    db.exec(ROWS_OF_10);
    db.exec(ROWS_OF_20);
    db.exec("UPDATE image SET split = 'calibrate', excluded = 1 WHERE id = 2");
    expect(rowsOf(db, 'image_state')[1]).toEqual({
      image_id: 2,
      product_id: 1,
      excluded: 1,
      split: 'calibrate',
      label: 'ng',
      defect_class_id: 1,
      reviewed: 0,
      has_mask: 1,
      label_id: 3,
      mask_id: 1,
    });
  });

  it('makes the histories append-only', () => {
    const db = schemaAt(20);
    db.exec(ROWS_OF_10);
    db.exec(ROWS_OF_20);
    for (const sql of [
      "UPDATE label SET value = 'ok', defect_class_id = NULL",
      'DELETE FROM label',
      "UPDATE mask SET reviewer = 'Bob'",
      'DELETE FROM mask',
    ]) {
      expect(() => db.exec(sql), sql).toThrow('append-only');
    }
  });
});
