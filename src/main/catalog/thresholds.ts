/**
 * Why this file exists: threshold sets: every change is a new, numbered set with a reason, and the
 * highest number is in force. Trying other values writes nothing here.
 */
import { NewThresholdSetSchema } from '../../shared/entities/threshold.ts';
import type { NewThresholdSet, Thresholds, ThresholdSet } from '../../shared/entities/threshold.ts';
import type { Json } from '../../shared/entities/common.ts';
import { LoupeError } from '../../shared/errors.ts';
import { appendAudit } from './audit.ts';
import { canonicalJson } from './canonical-json.ts';
import type { ReadableCatalog, WritableCatalog } from './catalog.ts';
import { checked, fromJson } from './checked.ts';
import { getModel } from './models.ts';
import { getDefectClass } from './products.ts';
import { notFound } from './problems.ts';

const SET = `SELECT id, product_id AS productId, model_id AS modelId, number, source, rule, reason,
  actor, at FROM threshold_set`;

type SetRow = Omit<ThresholdSet, 'base' | 'perClass' | 'rule'> & { rule: string | null };
type ThresholdRow = Thresholds & { defectClassId: number | null };

function setOf(catalog: ReadableCatalog, row: SetRow): ThresholdSet {
  const rows = catalog.all<ThresholdRow>(
    `SELECT defect_class_id AS defectClassId, t1, t2, pixel, min_area AS minArea
       FROM threshold WHERE set_id = ? ORDER BY defect_class_id`,
    row.id,
  );
  const values = rows.map(({ defectClassId, ...thresholds }) => ({ defectClassId, thresholds }));
  const base = values.find(({ defectClassId }) => defectClassId === null);
  if (!base) throw new Error(`Threshold set ${row.id} has no base values.`);
  return {
    ...row,
    rule: fromJson<Json>(row.rule),
    base: base.thresholds,
    perClass: values.flatMap(({ defectClassId, thresholds }) =>
      defectClassId === null ? [] : [{ defectClassId, thresholds }],
    ),
  };
}

/**
 * Puts new thresholds in force for a model.
 * @param expected the set that the person saw (null for none): when another one came in between,
 *   nothing is written. Left out, whatever is there is replaced.
 * @throws LoupeError `not-found`; `usage` for T1 above T2, a class of another product, a blank
 *   reason, or a set that is no longer in force
 */
export function setThresholds(
  catalog: WritableCatalog,
  set: NewThresholdSet,
  expected?: number | null,
): ThresholdSet {
  const values = checked(NewThresholdSetSchema, set, 'The threshold set');
  return catalog.transaction('power-cut', () => {
    const model = getModel(catalog, values.modelId);
    const foreign = values.perClass.find(
      ({ defectClassId }) => getDefectClass(catalog, defectClassId).productId !== values.productId,
    );
    if (model.productId !== values.productId || foreign) {
      throw new LoupeError(
        'usage',
        'The model or a defect class belongs to another product than the thresholds.',
        'Choose the product again.',
      );
    }
    const classes = new Set(values.perClass.map(({ defectClassId }) => defectClassId));
    if (classes.size < values.perClass.length) {
      throw new LoupeError(
        'usage',
        'A defect class has two rows of thresholds.',
        'Keep one row for each defect class.',
      );
    }
    const old = currentThresholds(catalog, values.productId, values.modelId);
    if (expected !== undefined && expected !== (old?.id ?? null)) {
      throw new LoupeError(
        'usage',
        `The thresholds were changed meanwhile${old ? ` by ${old.actor} (${old.reason})` : ''}.`,
        'Look at the thresholds that are in force now, then apply yours again.',
      );
    }
    const stored = insertSet(catalog, values, (old?.number ?? 0) + 1);
    appendAudit(catalog, {
      actor: values.actor,
      action: 'thresholds.set',
      subject: `product ${values.productId}`,
      old: old ? audited(old) : null,
      new: audited(stored),
      reason: values.reason,
    });
    return stored;
  });
}

/** The set in force for a model of a product; undefined before the first. */
export function currentThresholds(
  catalog: ReadableCatalog,
  productId: number,
  modelId: number,
): ThresholdSet | undefined {
  const row = catalog.get<SetRow>(
    `${SET} WHERE product_id = ? AND model_id = ? ORDER BY number DESC LIMIT 1`,
    productId,
    modelId,
  );
  return row && setOf(catalog, row);
}

/** @throws LoupeError `not-found` */
export function getThresholdSet(catalog: ReadableCatalog, id: number): ThresholdSet {
  const row = catalog.get<SetRow>(`${SET} WHERE id = ?`, id);
  if (!row) throw notFound('threshold set', id);
  return setOf(catalog, row);
}

/** All sets of a model, the newest first. */
export function listThresholdSets(
  catalog: ReadableCatalog,
  productId: number,
  modelId: number,
): ThresholdSet[] {
  return catalog
    .all<SetRow>(
      `${SET} WHERE product_id = ? AND model_id = ? ORDER BY number DESC`,
      productId,
      modelId,
    )
    .map((row) => setOf(catalog, row));
}

function insertSet(catalog: WritableCatalog, set: NewThresholdSet, number: number): ThresholdSet {
  const { id } = catalog.run(
    `INSERT INTO threshold_set
       (product_id, model_id, number, source, rule, reason, actor, at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    set.productId,
    set.modelId,
    number,
    set.source,
    set.rule === null ? null : canonicalJson(set.rule),
    set.reason,
    set.actor,
    catalog.now(),
  );
  const insert = (defectClassId: number | null, { t1, t2, pixel, minArea }: Thresholds) =>
    catalog.run(
      `INSERT INTO threshold (set_id, defect_class_id, t1, t2, pixel, min_area)
         VALUES (?, ?, ?, ?, ?, ?)`,
      id,
      defectClassId,
      t1,
      t2,
      pixel,
      minArea,
    );
  insert(null, set.base);
  for (const { defectClassId, thresholds } of set.perClass) insert(defectClassId, thresholds);
  return getThresholdSet(catalog, id);
}

/** What the audit trail keeps of a set. */
function audited({ modelId, number, base, perClass, source, rule }: ThresholdSet): Json {
  return { modelId, number, base, perClass, source, rule };
}
