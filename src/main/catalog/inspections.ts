/** Why this file exists: what was decided about each part on the line; added, never changed. */
import { NewInspectionSchema } from '../../shared/entities/inspection.ts';
import type { Inspection, NewInspection, Region } from '../../shared/entities/inspection.ts';
import type { Verdict } from '../../shared/entities/threshold.ts';
import { canonicalJson } from './canonical-json.ts';
import type { ReadableCatalog, WritableCatalog } from './catalog.ts';
import { checked } from './checked.ts';
import { getImage } from './images.ts';

const INSPECTION = `SELECT id, run_id AS runId, image_id AS imageId, model_id AS modelId,
  threshold_set_id AS thresholdSetId, name, score, verdict, regions, latency_ms AS latencyMs, at
  FROM inspection`;

type InspectionRow = Omit<Inspection, 'regions'> & { regions: string };

const inspectionOf = (row: InspectionRow): Inspection => ({
  ...row,
  regions: JSON.parse(row.regions) as Region[],
});

/** Adds an inspection of a part. @throws LoupeError `not-found`; `usage` for a value that is none */
export function addInspection(catalog: WritableCatalog, inspection: NewInspection): Inspection {
  const values = checked(NewInspectionSchema, inspection, `The inspection of ${inspection.name}`);
  return catalog.transaction('kill', () => {
    const { productId } = getImage(catalog, values.imageId);
    const { id } = catalog.run(
      `INSERT INTO inspection (product_id, run_id, image_id, model_id, threshold_set_id, name,
         score, verdict, regions, latency_ms, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      productId,
      values.runId,
      values.imageId,
      values.modelId,
      values.thresholdSetId,
      values.name,
      values.score,
      values.verdict,
      canonicalJson(values.regions),
      values.latencyMs,
      catalog.now(),
    );
    const row = catalog.get<InspectionRow>(`${INSPECTION} WHERE id = ?`, id);
    return inspectionOf(row!);
  });
}

export interface InspectionQuery {
  productId: number;
  runId?: number | undefined;
  verdicts?: readonly Verdict[] | undefined;
  /** Only those with a smaller id (the page after). */
  before?: number | undefined;
  limit: number;
}

/** Inspections of a product, the newest first. */
export function listInspections(catalog: ReadableCatalog, query: InspectionQuery): Inspection[] {
  const { productId, runId, verdicts, before = Number.MAX_SAFE_INTEGER, limit } = query;
  const ofRun = runId === undefined ? [] : [runId];
  const ofVerdicts = verdicts === undefined ? [] : [JSON.stringify(verdicts)];
  return catalog
    .all<InspectionRow>(
      `${INSPECTION} WHERE product_id = ? AND id < ?
         ${runId === undefined ? '' : 'AND run_id = ?'}
         ${verdicts === undefined ? '' : 'AND verdict IN (SELECT value FROM json_each(?))'}
         ORDER BY id DESC LIMIT ?`,
      productId,
      before,
      ...ofRun,
      ...ofVerdicts,
      limit,
    )
    .map(inspectionOf);
}

/** Inspections of one run with a larger id than `after`, the oldest first. */
export function inspectionsOfRun(
  catalog: ReadableCatalog,
  runId: number,
  { after = 0, limit = 100 } = {},
): Inspection[] {
  return catalog
    .all<InspectionRow>(
      `${INSPECTION} WHERE run_id = ? AND id > ? ORDER BY id LIMIT ?`,
      runId,
      after,
      limit,
    )
    .map(inspectionOf);
}

/** How many parts of a product got each verdict since a moment. */
export function countInspections(
  catalog: ReadableCatalog,
  productId: number,
  since: number,
): Record<Verdict, number> {
  return counts(
    catalog.all(
      `SELECT verdict, count(*) AS n FROM inspection WHERE product_id = ? AND at >= ?
         GROUP BY verdict`,
      productId,
      since,
    ),
  );
}

/** How many parts got each verdict in one run. */
export function countInspectionsOfRun(
  catalog: ReadableCatalog,
  runId: number,
): Record<Verdict, number> {
  return counts(
    catalog.all(
      'SELECT verdict, count(*) AS n FROM inspection WHERE run_id = ? GROUP BY verdict',
      runId,
    ),
  );
}

/** True when the model has inspected the image (in any run, or in the one given). */
export function wasInspected(
  catalog: ReadableCatalog,
  { imageId, modelId, runId }: { imageId: number; modelId: number; runId?: number },
): boolean {
  const row = catalog.get(
    `SELECT 1 FROM inspection WHERE image_id = ? AND model_id = ?
       ${runId === undefined ? '' : 'AND run_id = ?'} LIMIT 1`,
    imageId,
    modelId,
    ...(runId === undefined ? [] : [runId]),
  );
  return row !== undefined;
}

function counts(rows: readonly { verdict: Verdict; n: number }[]): Record<Verdict, number> {
  const result: Record<Verdict, number> = { ok: 0, review: 0, ng: 0 };
  for (const { verdict, n } of rows) result[verdict] = n;
  return result;
}
