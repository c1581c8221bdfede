/** Why this file exists: schema 40: thresholds, golden parts, and the audit trail that seals both. */
import type { Migration } from './migration.ts';

export const thresholdsVerificationAudit: Migration = {
  version: 40,
  name: 'thresholds, verification sets and the audit trail',
  up(db) {
    db.exec(`
      CREATE TABLE threshold_set (
        id INTEGER PRIMARY KEY,
        product_id INTEGER NOT NULL REFERENCES product (id),
        model_id INTEGER NOT NULL REFERENCES model (id),
        number INTEGER NOT NULL CHECK (number > 0),
        source TEXT NOT NULL
          CHECK (source IN ('good-only', 'calibrate', 'test', 'manual', 'imported')),
        rule TEXT CHECK (json_valid(rule)),
        reason TEXT NOT NULL CHECK (length(reason) > 0),
        actor TEXT NOT NULL,
        at INTEGER NOT NULL,
        UNIQUE (product_id, model_id, number)
      ) STRICT;

      CREATE TABLE threshold (
        id INTEGER PRIMARY KEY,
        set_id INTEGER NOT NULL REFERENCES threshold_set (id),
        -- Null for the base values.
        defect_class_id INTEGER REFERENCES defect_class (id),
        t1 REAL NOT NULL,
        t2 REAL NOT NULL,
        pixel REAL NOT NULL,
        min_area INTEGER NOT NULL CHECK (min_area >= 0),
        CHECK (t1 <= t2)
      ) STRICT;
      CREATE UNIQUE INDEX threshold_per_class ON threshold (set_id, coalesce(defect_class_id, 0));

      CREATE TABLE verification_set (
        id INTEGER PRIMARY KEY,
        product_id INTEGER NOT NULL REFERENCES product (id),
        number INTEGER NOT NULL CHECK (number > 0),
        reason TEXT NOT NULL CHECK (length(reason) > 0),
        actor TEXT NOT NULL,
        at INTEGER NOT NULL,
        UNIQUE (product_id, number)
      ) STRICT;

      CREATE TABLE verification_item (
        set_id INTEGER NOT NULL REFERENCES verification_set (id),
        image_id INTEGER NOT NULL REFERENCES image (id),
        expected TEXT NOT NULL CHECK (expected IN ('ok', 'review', 'ng')),
        note TEXT NOT NULL,
        PRIMARY KEY (set_id, image_id)
      ) STRICT, WITHOUT ROWID;

      CREATE TRIGGER threshold_set_unchanged BEFORE UPDATE ON threshold_set
      BEGIN SELECT RAISE(ABORT, 'a threshold set is never changed'); END;
      CREATE TRIGGER threshold_set_kept BEFORE DELETE ON threshold_set
      BEGIN SELECT RAISE(ABORT, 'a threshold set is never changed'); END;
      CREATE TRIGGER threshold_unchanged BEFORE UPDATE ON threshold
      BEGIN SELECT RAISE(ABORT, 'a threshold set is never changed'); END;
      CREATE TRIGGER threshold_kept BEFORE DELETE ON threshold
      BEGIN SELECT RAISE(ABORT, 'a threshold set is never changed'); END;
      CREATE TRIGGER verification_set_unchanged BEFORE UPDATE ON verification_set
      BEGIN SELECT RAISE(ABORT, 'a verification set is never changed'); END;
      CREATE TRIGGER verification_set_kept BEFORE DELETE ON verification_set
      BEGIN SELECT RAISE(ABORT, 'a verification set is never changed'); END;
      CREATE TRIGGER verification_item_unchanged BEFORE UPDATE ON verification_item
      BEGIN SELECT RAISE(ABORT, 'a verification set is never changed'); END;
      CREATE TRIGGER verification_item_kept BEFORE DELETE ON verification_item
      BEGIN SELECT RAISE(ABORT, 'a verification set is never changed'); END;

      CREATE TABLE audit (
        number INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        actor TEXT NOT NULL,
        action TEXT NOT NULL,
        subject TEXT NOT NULL,
        old TEXT NOT NULL CHECK (json_valid(old)),
        new TEXT NOT NULL CHECK (json_valid(new)),
        reason TEXT NOT NULL,
        previous_hash TEXT NOT NULL CHECK (length(previous_hash) = 64),
        hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)
      ) STRICT;
      CREATE INDEX audit_by_subject ON audit (subject, number);

      CREATE TRIGGER audit_chained BEFORE INSERT ON audit
      WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM audit)
        OR NEW.previous_hash IS NOT coalesce(
          (SELECT hash FROM audit ORDER BY number DESC LIMIT 1),
          '0000000000000000000000000000000000000000000000000000000000000000')
      BEGIN SELECT RAISE(ABORT, 'an audit entry must continue the chain'); END;
      CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit
      BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
      CREATE TRIGGER audit_kept BEFORE DELETE ON audit
      BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
    `);
  },
};
