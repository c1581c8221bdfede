/** Why this file exists: schema 10 from nothing: what it must refuse, whoever writes to it. */
import { describe, expect, it } from 'vitest';
import { HASH, ROWS_OF_10, rowsOf, schemaAt } from './old-schema.ts';

describe('migration 10', () => {
  it('holds products, images and a frozen version', () => {
    const db = schemaAt(10);
    db.exec(ROWS_OF_10);
    expect(rowsOf(db, 'image')).toHaveLength(3);
    expect(rowsOf(db, 'version_image')).toHaveLength(1);
  });

  it('does not let a frozen version change', () => {
    const db = schemaAt(10);
    db.exec(ROWS_OF_10);
    for (const sql of [
      "UPDATE dataset_version SET note = 'other'",
      'DELETE FROM dataset_version',
      "UPDATE version_image SET label = 'ng'",
      'DELETE FROM version_image',
    ]) {
      expect(() => db.exec(sql), sql).toThrow('frozen');
    }
  });

  it('refuses a second product of one name, an unknown split, and orphans', () => {
    const db = schemaAt(10);
    db.exec(ROWS_OF_10);
    const refused = {
      "INSERT INTO product VALUES (9, 'BOTTLE', '', 0, NULL)": 'UNIQUE',
      "UPDATE image SET split = 'holdout'": 'CHECK',
      'UPDATE image SET source_id = 77': 'FOREIGN KEY',
      "UPDATE image SET width = 'wide'": 'cannot store TEXT value in INTEGER',
      [`INSERT INTO image VALUES (9, 1, 1, 'train/good/000.png', '${HASH}', 1, 1, 1, NULL, 0, NULL,
        'none', 0, 0, NULL)`]: 'UNIQUE',
    };
    for (const [sql, problem] of Object.entries(refused)) {
      expect(() => db.exec(sql), sql).toThrow(problem);
    }
  });
});
