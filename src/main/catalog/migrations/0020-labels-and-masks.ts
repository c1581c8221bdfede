/**
 * Why this file exists: schema 20: labels and masks as append-only histories, and one narrow row
 * per image with what is in force, which triggers keep in step and the gallery filters on.
 */
import type { Migration } from './migration.ts';

export const labelsAndMasks: Migration = {
  version: 20,
  name: 'labels and masks',
  up(db) {
    db.exec(`
      CREATE TABLE label (
        id INTEGER PRIMARY KEY,
        image_id INTEGER NOT NULL REFERENCES image (id),
        batch_id INTEGER NOT NULL,
        value TEXT NOT NULL CHECK (value IN ('none', 'ok', 'ng', 'unsure')),
        defect_class_id INTEGER REFERENCES defect_class (id),
        comment TEXT NOT NULL,
        reviewer TEXT NOT NULL,
        at INTEGER NOT NULL,
        origin TEXT NOT NULL CHECK (origin IN ('none', 'person', 'import')),
        undoes INTEGER REFERENCES label (id),
        CHECK (defect_class_id IS NULL OR value IN ('ng', 'unsure'))
      ) STRICT;
      CREATE INDEX label_by_image ON label (image_id, id);
      CREATE INDEX label_by_batch ON label (batch_id);

      CREATE TABLE mask (
        id INTEGER PRIMARY KEY,
        image_id INTEGER NOT NULL REFERENCES image (id),
        width INTEGER NOT NULL CHECK (width > 0),
        height INTEGER NOT NULL CHECK (height > 0),
        code BLOB NOT NULL,
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
        defect_area INTEGER NOT NULL CHECK (defect_area >= 0),
        ignore_area INTEGER NOT NULL CHECK (ignore_area >= 0),
        reviewer TEXT NOT NULL,
        at INTEGER NOT NULL,
        origin TEXT NOT NULL CHECK (origin IN ('person', 'import'))
      ) STRICT;
      CREATE INDEX mask_by_image ON mask (image_id, id);
      CREATE INDEX mask_by_content ON mask (sha256);

      CREATE TRIGGER label_unchanged BEFORE UPDATE ON label
      BEGIN SELECT RAISE(ABORT, 'the label history is append-only'); END;
      CREATE TRIGGER label_kept BEFORE DELETE ON label
      BEGIN SELECT RAISE(ABORT, 'the label history is append-only'); END;
      CREATE TRIGGER mask_unchanged BEFORE UPDATE ON mask
      BEGIN SELECT RAISE(ABORT, 'the mask history is append-only'); END;
      CREATE TRIGGER mask_kept BEFORE DELETE ON mask
      BEGIN SELECT RAISE(ABORT, 'the mask history is append-only'); END;

      -- Derived: what is in force for each image. Written by the triggers below only.
      CREATE TABLE image_state (
        image_id INTEGER PRIMARY KEY REFERENCES image (id),
        product_id INTEGER NOT NULL,
        excluded INTEGER NOT NULL,
        split TEXT NOT NULL,
        label TEXT NOT NULL DEFAULT 'none',
        defect_class_id INTEGER,
        reviewed INTEGER NOT NULL DEFAULT 0,
        has_mask INTEGER NOT NULL DEFAULT 0,
        label_id INTEGER REFERENCES label (id),
        mask_id INTEGER REFERENCES mask (id)
      ) STRICT;
      -- Covers every filter and count of the gallery: a scan of it needs no table look-up.
      CREATE INDEX image_state_facets ON image_state
        (product_id, excluded, label, defect_class_id, split, has_mask, reviewed);

      INSERT INTO image_state (image_id, product_id, excluded, split)
        SELECT id, product_id, excluded, split FROM image;

      CREATE TRIGGER image_added AFTER INSERT ON image
      BEGIN
        INSERT INTO image_state (image_id, product_id, excluded, split)
          VALUES (NEW.id, NEW.product_id, NEW.excluded, NEW.split);
      END;
      CREATE TRIGGER image_changed AFTER UPDATE OF split, excluded ON image
      BEGIN
        UPDATE image_state SET split = NEW.split, excluded = NEW.excluded WHERE image_id = NEW.id;
      END;
      CREATE TRIGGER label_added AFTER INSERT ON label
      BEGIN
        UPDATE image_state
          SET label = NEW.value, defect_class_id = NEW.defect_class_id, label_id = NEW.id,
              reviewed = (NEW.origin = 'person')
          WHERE image_id = NEW.image_id;
      END;
      CREATE TRIGGER mask_added AFTER INSERT ON mask
      BEGIN
        UPDATE image_state
          SET mask_id = NEW.id, has_mask = (NEW.defect_area + NEW.ignore_area > 0)
          WHERE image_id = NEW.image_id;
      END;
    `);
  },
};
