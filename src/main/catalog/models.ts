/**
 * Why this file exists: the model registry. What a model is never changes; its state does, and the
 * one model in production changes only by a promotion or a rollback with a reason.
 */
import { ActorSchema, ReasonSchema } from '../../shared/entities/common.ts';
import type { Json } from '../../shared/entities/common.ts';
import { NewModelSchema } from '../../shared/entities/model.ts';
import type { CatalogModel, ModelState, NewModel, Promotion } from '../../shared/entities/model.ts';
import { LoupeError } from '../../shared/errors.ts';
import { appendAudit } from './audit.ts';
import { canonicalJson } from './canonical-json.ts';
import type { ReadableCatalog, WritableCatalog } from './catalog.ts';
import { checked } from './checked.ts';
import { notFound } from './problems.ts';
import { getProduct } from './products.ts';

const MODEL = `SELECT id, product_id AS productId, content_id AS contentId, name, recipe, path,
  dataset_fingerprint AS datasetFingerprint, backbone_sha256 AS backboneSha256,
  version_id AS versionId, run_id AS runId, manifest, created_at AS createdAt,
  created_by AS createdBy, state FROM model`;
const PROMOTION = `SELECT id, product_id AS productId, model_id AS modelId,
  replaced_model_id AS replacedModelId, kind, reason, actor, at FROM promotion`;
type ModelRow = Omit<CatalogModel, 'manifest'> & { manifest: string };

const modelOf = (row: ModelRow): CatalogModel => ({
  ...row,
  manifest: JSON.parse(row.manifest) as Json,
});

/** Moves that need no promotion; a model goes into production by `promoteModel` only. */
const MOVES: Readonly<Record<ModelState, readonly ModelState[]>> = {
  draft: ['candidate', 'retired'],
  candidate: ['draft', 'retired'],
  production: ['retired'],
  retired: ['candidate'],
};

/** Who changes something, and why. */
export interface Decision {
  actor: string;
  reason: string;
}

/**
 * Registers a model as a draft. The same model (by content) again is given back as it is.
 * @throws LoupeError `not-found`; `usage` when it belongs to another product
 */
export function registerModel(catalog: WritableCatalog, model: NewModel): CatalogModel {
  const values = checked(NewModelSchema, model, 'The model');
  return catalog.transaction('power-cut', () => {
    const product = getProduct(catalog, values.productId);
    const known = findModel(catalog, values.contentId);
    if (known) {
      if (known.productId === product.id) return known;
      throw new LoupeError(
        'usage',
        `The model ${known.name} is registered for another product already.`,
        `Train a model for ${product.name}, or use the other product.`,
      );
    }
    const { id } = catalog.run(
      `INSERT INTO model (product_id, content_id, name, recipe, path, dataset_fingerprint,
         backbone_sha256, version_id, run_id, manifest, created_at, created_by, state)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'draft')`,
      values.productId,
      values.contentId,
      values.name,
      values.recipe,
      values.path,
      values.datasetFingerprint,
      values.backboneSha256,
      values.versionId,
      values.runId,
      canonicalJson(values.manifest),
      catalog.now(),
      values.createdBy,
    );
    appendAudit(catalog, {
      actor: values.createdBy,
      action: 'model.registered',
      subject: `model ${id}`,
      old: null,
      new: { productId: product.id, contentId: values.contentId, name: values.name },
      reason: '',
    });
    return getModel(catalog, id);
  });
}

/** @throws LoupeError `not-found` */
export function getModel(catalog: ReadableCatalog, id: number): CatalogModel {
  const row = catalog.get<ModelRow>(`${MODEL} WHERE id = ?`, id);
  if (!row) throw notFound('model', id);
  return modelOf(row);
}

/** By content address; undefined when it is not registered. */
export function findModel(catalog: ReadableCatalog, contentId: string): CatalogModel | undefined {
  const row = catalog.get<ModelRow>(`${MODEL} WHERE content_id = ?`, contentId);
  return row && modelOf(row);
}

/** A product's models, the newest first. */
export function listModels(catalog: ReadableCatalog, productId: number): CatalogModel[] {
  return catalog
    .all<ModelRow>(`${MODEL} WHERE product_id = ? ORDER BY id DESC`, productId)
    .map(modelOf);
}

/** The model a product inspects with; undefined when none is in production. */
export function productionModel(
  catalog: ReadableCatalog,
  productId: number,
): CatalogModel | undefined {
  const row = catalog.get<ModelRow>(
    `${MODEL} WHERE product_id = ? AND state = 'production'`,
    productId,
  );
  return row && modelOf(row);
}

/** Notes that the model's folder lies elsewhere now. @throws LoupeError `not-found` */
export function moveModelFolder(catalog: WritableCatalog, id: number, path: string): CatalogModel {
  return catalog.transaction('kill', () => {
    getModel(catalog, id);
    catalog.run('UPDATE model SET path = ? WHERE id = ?', path, id);
    return getModel(catalog, id);
  });
}

/**
 * Changes a model's state, other than into production.
 * @throws LoupeError `not-found`; `usage` when that state cannot follow the present one
 */
export function changeModelState(
  catalog: WritableCatalog,
  id: number,
  to: Exclude<ModelState, 'production'>,
  decision: Decision,
): CatalogModel {
  const { actor, reason } = checkedDecision(decision);
  return catalog.transaction('power-cut', () => {
    const model = getModel(catalog, id);
    if (!MOVES[model.state].includes(to)) {
      throw new LoupeError(
        'usage',
        `The model ${model.name} is ${model.state}; it cannot become ${to}.`,
        'Refresh the list of models; it may have changed since.',
      );
    }
    setState(catalog, id, to);
    appendAudit(catalog, {
      actor,
      action: 'model.state',
      subject: `model ${id}`,
      old: { state: model.state },
      new: { state: to },
      reason,
    });
    return getModel(catalog, id);
  });
}

/**
 * Puts a candidate into production; the model that was there retires. All or nothing.
 * @throws LoupeError `not-found`; `usage` unless it is a candidate
 */
export function promoteModel(catalog: WritableCatalog, id: number, decision: Decision): Promotion {
  return catalog.transaction('power-cut', () => {
    const model = getModel(catalog, id);
    if (model.state !== 'candidate') {
      throw new LoupeError(
        'usage',
        `The model ${model.name} is ${model.state}; only a candidate can go into production.`,
        model.state === 'production'
          ? 'It inspects already; there is nothing to do.'
          : 'Make it a candidate first.',
      );
    }
    return replaceProduction(catalog, model, 'promote', decision);
  });
}

/**
 * Goes back to the model that the present one replaced when it was promoted; repeated, it goes
 * back further.
 * @throws LoupeError `usage` when there is no model to go back to
 */
export function rollbackModel(
  catalog: WritableCatalog,
  productId: number,
  decision: Decision,
): Promotion {
  return catalog.transaction('power-cut', () => {
    const product = getProduct(catalog, productId);
    const present = productionModel(catalog, productId);
    const promoted =
      present &&
      catalog.get<{ replaced: number | null }>(
        `SELECT replaced_model_id AS replaced FROM promotion
           WHERE model_id = ? AND kind = 'promote' ORDER BY id DESC LIMIT 1`,
        present.id,
      );
    const target = promoted?.replaced ?? null;
    if (!present || target === null) {
      throw new LoupeError(
        'usage',
        present
          ? `${present.name} is the first model of ${product.name}; there is none to go back to.`
          : `${product.name} has no model in production.`,
        'Promote another model instead.',
      );
    }
    return replaceProduction(catalog, getModel(catalog, target), 'rollback', decision);
  });
}

/** Every promotion and rollback of a product, the newest first. */
export function listPromotions(catalog: ReadableCatalog, productId: number): Promotion[] {
  return catalog.all<Promotion>(`${PROMOTION} WHERE product_id = ? ORDER BY id DESC`, productId);
}

function replaceProduction(
  catalog: WritableCatalog,
  model: CatalogModel,
  kind: Promotion['kind'],
  decision: Decision,
): Promotion {
  const { actor, reason } = checkedDecision(decision);
  const replaced = productionModel(catalog, model.productId);
  // In this order: at no moment may two models of a product be in production.
  if (replaced) setState(catalog, replaced.id, 'retired');
  setState(catalog, model.id, 'production');
  const { id } = catalog.run(
    `INSERT INTO promotion (product_id, model_id, replaced_model_id, kind, reason, actor, at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    model.productId,
    model.id,
    replaced?.id ?? null,
    kind,
    reason,
    actor,
    catalog.now(),
  );
  appendAudit(catalog, {
    actor,
    action: kind === 'promote' ? 'model.promoted' : 'model.rolled-back',
    subject: `product ${model.productId}`,
    old: { production: replaced?.contentId ?? null },
    new: { production: model.contentId },
    reason,
  });
  const row = catalog.get<Promotion>(`${PROMOTION} WHERE id = ?`, id);
  return row!;
}

function setState(catalog: WritableCatalog, id: number, state: ModelState): void {
  catalog.run('UPDATE model SET state = ? WHERE id = ?', state, id);
}

function checkedDecision({ actor, reason }: Decision): Decision {
  return {
    actor: checked(ActorSchema, actor, 'The change'),
    reason: checked(ReasonSchema, reason, 'The change (its reason)'),
  };
}
