/** Why this file exists: schema 50: parts inspected on the line, with the verdict as it was given. */
import type { Migration } from './migration.ts';

export const inspections: Migration = {
  version: 50,
  name: 'inspected parts',
  up(db) {
    db.exec(`
      CREATE TABLE inspection (
        id INTEGER PRIMARY KEY,
        product_id INTEGER NOT NULL REFERENCES product (id),
        run_id INTEGER NOT NULL REFERENCES run (id),
        image_id INTEGER NOT NULL REFERENCES image (id),
        model_id INTEGER NOT NULL REFERENCES model (id),
        -- Null when the model's own suggestion decided.
        threshold_set_id INTEGER REFERENCES threshold_set (id),
        name TEXT NOT NULL CHECK (length(name) > 0),
        score REAL NOT NULL,
        verdict TEXT NOT NULL CHECK (verdict IN ('ok', 'review', 'ng')),
        regions TEXT NOT NULL CHECK (json_valid(regions)),
        latency_ms REAL NOT NULL,
        at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX inspection_by_product ON inspection (product_id, id);
      CREATE INDEX inspection_by_time ON inspection (product_id, at, verdict);
      CREATE INDEX inspection_by_run ON inspection (run_id, id);
      CREATE INDEX inspection_by_image ON inspection (image_id, model_id);

      CREATE TRIGGER inspection_unchanged BEFORE UPDATE ON inspection
      BEGIN SELECT RAISE(ABORT, 'an inspection is never changed'); END;
      CREATE TRIGGER inspection_kept BEFORE DELETE ON inspection
      BEGIN SELECT RAISE(ABORT, 'an inspection is never changed'); END;
    `);
  },
};
