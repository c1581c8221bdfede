/** Why this file exists: schema 10: products, their images and frozen data-set versions. */
import type { Migration } from './migration.ts';

export const productsAndImages: Migration = {
  version: 10,
  name: 'products, images and data-set versions',
  up(db) {
    db.exec(`
      CREATE TABLE product (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL COLLATE NOCASE UNIQUE,
        note TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        archived_at INTEGER
      ) STRICT;

      CREATE TABLE defect_class (
        id INTEGER PRIMARY KEY,
        product_id INTEGER NOT NULL REFERENCES product (id),
        name TEXT NOT NULL COLLATE NOCASE,
        created_at INTEGER NOT NULL,
        archived_at INTEGER,
        UNIQUE (product_id, name)
      ) STRICT;

      CREATE TABLE source (
        id INTEGER PRIMARY KEY,
        product_id INTEGER NOT NULL REFERENCES product (id),
        root TEXT NOT NULL,
        layout TEXT NOT NULL,
        added_at INTEGER NOT NULL,
        UNIQUE (product_id, root)
      ) STRICT;

      CREATE TABLE image (
        id INTEGER PRIMARY KEY,
        product_id INTEGER NOT NULL REFERENCES product (id),
        source_id INTEGER NOT NULL REFERENCES source (id),
        path TEXT NOT NULL,
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
        bytes INTEGER NOT NULL CHECK (bytes >= 0),
        width INTEGER NOT NULL CHECK (width > 0),
        height INTEGER NOT NULL CHECK (height > 0),
        perceptual_hash TEXT CHECK (length(perceptual_hash) = 16),
        managed INTEGER NOT NULL CHECK (managed IN (0, 1)),
        part TEXT,
        split TEXT NOT NULL CHECK (split IN ('none', 'train', 'calibrate', 'test')),
        added_at INTEGER NOT NULL,
        excluded INTEGER NOT NULL DEFAULT 0 CHECK (excluded IN (0, 1)),
        missing_since INTEGER,
        UNIQUE (source_id, path)
      ) STRICT;
      -- The gallery walks these two in order.
      CREATE INDEX image_by_path ON image (product_id, path, id);
      CREATE INDEX image_by_date ON image (product_id, added_at, id);
      CREATE INDEX image_by_content ON image (sha256);

      CREATE TABLE dataset_version (
        id INTEGER PRIMARY KEY,
        product_id INTEGER NOT NULL REFERENCES product (id),
        number INTEGER NOT NULL CHECK (number > 0),
        fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
        images INTEGER NOT NULL CHECK (images > 0),
        note TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        created_by TEXT NOT NULL,
        UNIQUE (product_id, number)
      ) STRICT;

      -- Labels and masks as they were, by value: the version must not change with them.
      CREATE TABLE version_image (
        version_id INTEGER NOT NULL REFERENCES dataset_version (id),
        image_id INTEGER NOT NULL REFERENCES image (id),
        split TEXT NOT NULL CHECK (split IN ('none', 'train', 'calibrate', 'test')),
        label TEXT NOT NULL CHECK (label IN ('none', 'ok', 'ng', 'unsure')),
        defect_class TEXT,
        mask_sha256 TEXT CHECK (length(mask_sha256) = 64),
        PRIMARY KEY (version_id, image_id)
      ) STRICT, WITHOUT ROWID;

      CREATE TRIGGER dataset_version_frozen BEFORE UPDATE ON dataset_version
      BEGIN SELECT RAISE(ABORT, 'a data-set version is frozen'); END;
      CREATE TRIGGER dataset_version_kept BEFORE DELETE ON dataset_version
      BEGIN SELECT RAISE(ABORT, 'a data-set version is frozen'); END;
      CREATE TRIGGER version_image_frozen BEFORE UPDATE ON version_image
      BEGIN SELECT RAISE(ABORT, 'a data-set version is frozen'); END;
      CREATE TRIGGER version_image_kept BEFORE DELETE ON version_image
      BEGIN SELECT RAISE(ABORT, 'a data-set version is frozen'); END;
    `);
  },
};
