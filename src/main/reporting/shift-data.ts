/** Why this file exists: everything a shift report says, read from the catalog in one place. */
import type { InspectOutcome } from '../../shared/entities/job.ts';
import { InspectOutcomeSchema } from '../../shared/entities/job.ts';
import type { Inspection } from '../../shared/entities/inspection.ts';
import type { LabelValue } from '../../shared/entities/label.ts';
import type { CatalogModel } from '../../shared/entities/model.ts';
import type { Product } from '../../shared/entities/product.ts';
import type { Run } from '../../shared/entities/run.ts';
import type { ThresholdSet } from '../../shared/entities/threshold.ts';
import type { ReadableCatalog } from '../catalog/catalog.ts';
import { listInspections } from '../catalog/inspections.ts';
import { getModel } from '../catalog/models.ts';
import { getProduct } from '../catalog/products.ts';
import { getRun, listRuns } from '../catalog/runs.ts';
import { getThresholdSet } from '../catalog/thresholds.ts';

export interface ShiftData {
  product: Product;
  since: number;
  until: number;
  /** Oldest first. */
  inspections: readonly Inspection[];
  /** What people say of the inspected images now. */
  labels: ReadonlyMap<number, LabelValue>;
  models: ReadonlyMap<number, CatalogModel>;
  sets: ReadonlyMap<number, ThresholdSet>;
  /** The inspections' runs, oldest first. */
  runs: readonly Run[];
  /** Checks of the golden parts that ended in the time, oldest first. */
  checks: readonly { at: number; verified: NonNullable<InspectOutcome['verified']> }[];
}

const PAGE = 500;

/** @throws LoupeError `not-found` for the product */
export function readShift(
  catalog: ReadableCatalog,
  productId: number,
  since: number,
  until: number,
): ShiftData {
  const product = getProduct(catalog, productId);
  const inspections = between(catalog, productId, since, until);
  const distinct = <T>(of: (inspection: Inspection) => T): T[] => [...new Set(inspections.map(of))];
  const setIds = distinct(({ thresholdSetId }) => thresholdSetId).filter((id) => id !== null);
  return {
    product,
    since,
    until,
    inspections,
    labels: labelsOf(catalog, inspections),
    models: new Map(distinct(({ modelId }) => modelId).map((id) => [id, getModel(catalog, id)])),
    sets: new Map(setIds.map((id) => [id, getThresholdSet(catalog, id)])),
    runs: distinct(({ runId }) => runId)
      .sort((a, b) => a - b)
      .map((id) => getRun(catalog, id)),
    checks: checksOf(catalog, productId, since, until),
  };
}

/** Newest pages first until they lie before the time; numbers rise with time. */
function between(
  catalog: ReadableCatalog,
  productId: number,
  since: number,
  until: number,
): Inspection[] {
  const found: Inspection[] = [];
  let before: number | undefined;
  for (;;) {
    const page = listInspections(catalog, { productId, before, limit: PAGE });
    found.push(...page.filter(({ at }) => at >= since && at <= until));
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE || last.at < since) return found.reverse();
    before = last.id;
  }
}

function labelsOf(
  catalog: ReadableCatalog,
  inspections: readonly Inspection[],
): Map<number, LabelValue> {
  const ids = JSON.stringify([...new Set(inspections.map(({ imageId }) => imageId))]);
  const rows = catalog.all<{ imageId: number; label: LabelValue }>(
    `SELECT s.image_id AS imageId, s.label
       FROM json_each(?) named JOIN image_state s ON s.image_id = named.value`,
    ids,
  );
  return new Map(rows.map(({ imageId, label }) => [imageId, label]));
}

function checksOf(
  catalog: ReadableCatalog,
  productId: number,
  since: number,
  until: number,
): ShiftData['checks'] {
  const runs = listRuns(catalog, {
    productId,
    kinds: ['inspect'],
    states: ['finished'],
    limit: 500,
  });
  return runs
    .flatMap(({ endedAt, outcome }) => {
      if (endedAt === null || endedAt < since || endedAt > until) return [];
      const parsed = InspectOutcomeSchema.safeParse(outcome);
      const verified = parsed.success ? parsed.data.verified : null;
      return verified === null ? [] : [{ at: endedAt, verified }];
    })
    .reverse();
}
