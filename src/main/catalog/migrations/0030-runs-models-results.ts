/** Why this file exists: schema 30: jobs, the model registry, and what each model says of each image. */
import type { Migration } from './migration.ts';

export const runsModelsResults: Migration = {
  version: 30,
  name: 'runs, models and results',
  up(db) {
    db.exec(`
      CREATE TABLE run (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL
          CHECK (kind IN ('import', 'train', 'evaluate', 'inspect', 'export', 'backup')),
        product_id INTEGER REFERENCES product (id),
        state TEXT NOT NULL CHECK (state IN
          ('queued', 'running', 'paused', 'finished', 'failed', 'cancelled', 'interrupted')),
        parameters TEXT NOT NULL CHECK (json_valid(parameters)),
        progress TEXT CHECK (json_valid(progress)),
        checkpoint TEXT CHECK (json_valid(checkpoint)),
        outcome TEXT CHECK (json_valid(outcome)),
        failure TEXT CHECK (json_valid(failure)),
        attempts INTEGER NOT NULL DEFAULT 0,
        requested_by TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        started_at INTEGER,
        ended_at INTEGER
      ) STRICT;
      CREATE INDEX run_by_state ON run (state, id);

      CREATE TABLE run_log (
        run_id INTEGER NOT NULL REFERENCES run (id),
        number INTEGER NOT NULL,
        at INTEGER NOT NULL,
        level TEXT NOT NULL CHECK (level IN ('info', 'warning', 'error')),
        text TEXT NOT NULL,
        PRIMARY KEY (run_id, number)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE model (
        id INTEGER PRIMARY KEY,
        product_id INTEGER NOT NULL REFERENCES product (id),
        content_id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        recipe TEXT NOT NULL,
        path TEXT NOT NULL,
        dataset_fingerprint TEXT NOT NULL,
        backbone_sha256 TEXT NOT NULL,
        version_id INTEGER REFERENCES dataset_version (id),
        run_id INTEGER REFERENCES run (id),
        manifest TEXT NOT NULL CHECK (json_valid(manifest)),
        created_at INTEGER NOT NULL,
        created_by TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('draft', 'candidate', 'production', 'retired'))
      ) STRICT;
      CREATE INDEX model_by_product ON model (product_id, id);
      CREATE UNIQUE INDEX one_production_model ON model (product_id) WHERE state = 'production';

      -- Only where it lies and its state may change.
      CREATE TRIGGER model_immutable BEFORE UPDATE OF
        id, product_id, content_id, name, recipe, dataset_fingerprint, backbone_sha256, version_id,
        run_id, manifest, created_at, created_by ON model
      BEGIN SELECT RAISE(ABORT, 'a model is immutable'); END;
      CREATE TRIGGER model_kept BEFORE DELETE ON model
      BEGIN SELECT RAISE(ABORT, 'a model is kept'); END;

      CREATE TABLE promotion (
        id INTEGER PRIMARY KEY,
        product_id INTEGER NOT NULL REFERENCES product (id),
        model_id INTEGER NOT NULL REFERENCES model (id),
        replaced_model_id INTEGER REFERENCES model (id),
        kind TEXT NOT NULL CHECK (kind IN ('promote', 'rollback')),
        reason TEXT NOT NULL CHECK (length(reason) > 0),
        actor TEXT NOT NULL,
        at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX promotion_by_product ON promotion (product_id, id);
      CREATE TRIGGER promotion_unchanged BEFORE UPDATE ON promotion
      BEGIN SELECT RAISE(ABORT, 'the promotion history is append-only'); END;
      CREATE TRIGGER promotion_kept BEFORE DELETE ON promotion
      BEGIN SELECT RAISE(ABORT, 'the promotion history is append-only'); END;

      CREATE TABLE model_evaluation (
        id INTEGER PRIMARY KEY,
        model_id INTEGER NOT NULL REFERENCES model (id),
        version_id INTEGER REFERENCES dataset_version (id),
        run_id INTEGER REFERENCES run (id),
        dataset_fingerprint TEXT NOT NULL,
        report TEXT,
        metrics TEXT NOT NULL CHECK (json_valid(metrics)),
        at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX model_evaluation_by_model ON model_evaluation (model_id, id);
      CREATE TRIGGER model_evaluation_unchanged BEFORE UPDATE ON model_evaluation
      BEGIN SELECT RAISE(ABORT, 'an evaluation is never changed'); END;
      CREATE TRIGGER model_evaluation_kept BEFORE DELETE ON model_evaluation
      BEGIN SELECT RAISE(ABORT, 'an evaluation is never changed'); END;

      CREATE TABLE result (
        model_id INTEGER NOT NULL REFERENCES model (id),
        image_id INTEGER NOT NULL REFERENCES image (id),
        score REAL NOT NULL,
        score_64 REAL NOT NULL,
        score_32 REAL NOT NULL,
        score_16 REAL NOT NULL,
        map TEXT,
        latency_ms REAL,
        run_id INTEGER REFERENCES run (id),
        at INTEGER NOT NULL,
        PRIMARY KEY (model_id, image_id)
      ) STRICT, WITHOUT ROWID;
      -- The gallery walks it from both ends and outwards from a threshold.
      CREATE INDEX result_by_score ON result (model_id, score, image_id);
    `);
  },
};
