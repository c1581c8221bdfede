/** Why this file exists: migration tests start from the schema of an older Loupe, with rows in it. */
import BetterSqlite3 from 'better-sqlite3';
import { migrate } from '../../../../src/main/catalog/migrate.ts';
import { MIGRATIONS } from '../../../../src/main/catalog/migrations/all.ts';

export const HASH = 'a'.repeat(64);

/** An in-memory catalog as the Loupe that knew migrations up to `version` left it. */
export function schemaAt(version: number): BetterSqlite3.Database {
  const db = new BetterSqlite3(':memory:');
  migrateTo(db, version);
  return db;
}

/** Brings it to a later version. */
export function migrateTo(db: BetterSqlite3.Database, version: number): void {
  migrate(
    db,
    MIGRATIONS.filter((migration) => migration.version <= version),
  );
}

/** All rows of a table as objects. */
export function rowsOf(db: BetterSqlite3.Database, table: string): Record<string, unknown>[] {
  return db.prepare(`SELECT * FROM ${table}`).all() as Record<string, unknown>[];
}

/** Rows of schema 10: two products, one source, three images (one excluded), a frozen version. */
export const ROWS_OF_10 = `
  INSERT INTO product VALUES (1, 'Bottle', 'mouths', 1000, NULL), (2, 'Tile', '', 1001, 2000);
  INSERT INTO defect_class VALUES (1, 1, 'broken', 1002, NULL);
  INSERT INTO source VALUES (1, 1, '/data/bottle', 'mvtec', 1003);
  INSERT INTO image VALUES
    (1, 1, 1, 'train/good/000.png', '${HASH}', 10, 4, 3, '00ff00ff00ff00ff', 0, 'p1', 'train', 1004, 0, NULL),
    (2, 1, 1, 'test/broken/000.png', '${HASH}', 11, 4, 3, NULL, 1, NULL, 'test', 1005, 0, 1500),
    (3, 1, 1, 'test/broken/001.png', '${HASH}', 12, 4, 3, NULL, 0, NULL, 'none', 1006, 1, NULL);
  INSERT INTO dataset_version VALUES (1, 1, 1, '${HASH}', 1, 'first', 1007, 'Ada');
  INSERT INTO version_image VALUES (1, 1, 'train', 'ok', NULL, NULL);
`;

/** Rows that schema 20 adds to those: labels with an undo, masks. */
export const ROWS_OF_20 = `
  INSERT INTO label VALUES
    (1, 2, 1, 'ng', 1, '', 'import', 1100, 'import', NULL),
    (2, 2, 2, 'ok', NULL, 'clean', 'Ada', 1101, 'person', NULL),
    (3, 2, 3, 'ng', 1, '', 'Ada', 1102, 'import', 2);
  INSERT INTO mask VALUES (1, 2, 4, 3, x'01040330', '${HASH}', 2, 0, 'Ada', 1103, 'person');
`;

/** Rows that schema 30 adds: a run with a log, two models, a promotion, an evaluation, results. */
export const ROWS_OF_30 = `
  INSERT INTO run VALUES (1, 'train', 1, 'finished', '{"recipe":"quick"}', NULL, NULL, '{"ok":true}',
    NULL, 1, 'Ada', 1200, 1201, 1202);
  INSERT INTO run_log VALUES (1, 1, 1201, 'info', 'started');
  INSERT INTO model VALUES
    (1, 1, 'content-1', 'One', 'quick', '/models/1', '', '', 1, 1, '{"id":"content-1"}', 1203, 'Ada', 'retired'),
    (2, 1, 'content-2', 'Two', 'quick', '/models/2', '', '', NULL, NULL, '{}', 1204, 'Ada', 'production');
  INSERT INTO promotion VALUES (1, 1, 1, NULL, 'promote', 'first', 'Ada', 1205),
    (2, 1, 2, 1, 'promote', 'better', 'Ada', 1206);
  INSERT INTO model_evaluation VALUES (1, 2, 1, NULL, '${HASH}', NULL, '{"imageAuroc":0.998}', 1207);
  INSERT INTO result VALUES (2, 1, 1.25, 0.5, 0.5, 0.25, NULL, 310.5, NULL, 1208),
    (2, 2, 3.5, 1, 1, 1.5, 'maps/2', NULL, 1, 1209);
`;
