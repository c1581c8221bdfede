/** Why this file exists: the counts that lists of products, sources and versions show, in one query each. */
import type { ProductSummary, SourceSummary } from '../../shared/contract/products.ts';
import type { VersionSummary } from '../../shared/contract/datasets.ts';
import type { ImageSplit } from '../../shared/entities/image.ts';
import type { LabelValue } from '../../shared/entities/label.ts';
import type { Product } from '../../shared/entities/product.ts';
import type { ReadableCatalog } from './catalog.ts';
import { listDatasetVersions } from './dataset-versions.ts';
import { listSources } from './images.ts';

const noSplits = (): Record<ImageSplit, number> => ({ none: 0, train: 0, calibrate: 0, test: 0 });
const noLabels = (): Record<LabelValue, number> => ({ none: 0, ok: 0, ng: 0, unsure: 0 });

/** What a list of products shows of one. Excluded images do not count. */
export function summariseProduct(catalog: ReadableCatalog, product: Product): ProductSummary {
  const labels = noLabels();
  const counted = catalog.all<{ label: LabelValue; n: number }>(
    `SELECT label, count(*) AS n FROM image_state
       WHERE product_id = ? AND excluded = 0 GROUP BY label`,
    product.id,
  );
  for (const { label, n } of counted) labels[label] = n;
  const cover = catalog.get<{ id: number }>(
    `SELECT image_id AS id FROM image_state WHERE product_id = ? AND excluded = 0 AND label = 'ok'
       ORDER BY image_id LIMIT 1`,
    product.id,
  );
  const versions = catalog.get<{ n: number }>(
    'SELECT count(*) AS n FROM dataset_version WHERE product_id = ?',
    product.id,
  );
  const production = catalog.get<{ modelId: number; name: string }>(
    `SELECT id AS modelId, name FROM model WHERE product_id = ? AND state = 'production'`,
    product.id,
  );
  return {
    product,
    coverImageId: cover?.id ?? null,
    images: Object.values(labels).reduce((sum, n) => sum + n, 0),
    labels,
    versions: versions?.n ?? 0,
    production: production ?? null,
    verification: lastVerification(catalog, product.id),
  };
}

/** The newest finished check of the golden parts. */
function lastVerification(
  catalog: ReadableCatalog,
  productId: number,
): ProductSummary['verification'] {
  const row = catalog.get<{ runId: number; at: number; passed: number }>(
    `SELECT id AS runId, ended_at AS at, json_extract(outcome, '$.verified.passed') AS passed
       FROM run WHERE product_id = ? AND kind = 'inspect' AND state = 'finished'
        AND json_extract(outcome, '$.verified.passed') IS NOT NULL
       ORDER BY id DESC LIMIT 1`,
    productId,
  );
  return row === undefined ? null : { ...row, passed: row.passed === 1 };
}

/** A product's sources with how many images each holds. Excluded images count. */
export function summariseSources(catalog: ReadableCatalog, productId: number): SourceSummary[] {
  const rows = catalog.all<{ sourceId: number; images: number; missing: number }>(
    `SELECT source_id AS sourceId, count(*) AS images,
            count(missing_since) AS missing
       FROM image WHERE product_id = ? GROUP BY source_id`,
    productId,
  );
  const counts = new Map(rows.map((row) => [row.sourceId, row]));
  return listSources(catalog, productId).map((source) => {
    const { images, missing } = counts.get(source.id) ?? { images: 0, missing: 0 };
    return { source, images, missing };
  });
}

/** A product's versions with what each froze, the newest first. */
export function summariseVersions(catalog: ReadableCatalog, productId: number): VersionSummary[] {
  const rows = catalog.all<{
    versionId: number;
    split: ImageSplit;
    label: LabelValue;
    n: number;
    masks: number;
  }>(
    `SELECT v.version_id AS versionId, v.split, v.label, count(*) AS n,
            count(v.mask_sha256) AS masks
       FROM dataset_version d JOIN version_image v ON v.version_id = d.id
       WHERE d.product_id = ? GROUP BY v.version_id, v.split, v.label`,
    productId,
  );
  return listDatasetVersions(catalog, productId).map((version) => {
    const summary: VersionSummary = { version, splits: noSplits(), labels: noLabels(), masks: 0 };
    for (const row of rows) {
      if (row.versionId !== version.id) continue;
      summary.splits[row.split] += row.n;
      summary.labels[row.label] += row.n;
      summary.masks += row.masks;
    }
    return summary;
  });
}

/** How many images of a product are in each split now. Excluded images do not count. */
export function countSplits(
  catalog: ReadableCatalog,
  productId: number,
): Record<ImageSplit, number> {
  const splits = noSplits();
  const rows = catalog.all<{ split: ImageSplit; n: number }>(
    `SELECT split, count(*) AS n FROM image_state
       WHERE product_id = ? AND excluded = 0 GROUP BY split`,
    productId,
  );
  for (const { split, n } of rows) splits[split] = n;
  return splits;
}
