/** Why this file exists: schema 60: settings by name, of this installation. */
import type { Migration } from './migration.ts';

export const settings: Migration = {
  version: 60,
  name: 'settings',
  up(db) {
    db.exec(`
      CREATE TABLE setting (
        name TEXT PRIMARY KEY CHECK (length(name) > 0),
        value TEXT NOT NULL CHECK (json_valid(value)),
        actor TEXT NOT NULL,
        at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
