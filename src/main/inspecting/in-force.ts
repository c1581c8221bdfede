/** Why this file exists: which model inspects a product at this moment, and how strict it is. */
import type { CatalogModel } from '../../shared/entities/model.ts';
import type { Thresholds } from '../../shared/entities/threshold.ts';
import { LoupeError } from '../../shared/errors.ts';
import type { ReadableCatalog } from '../catalog/catalog.ts';
import { getModel, productionModel } from '../catalog/models.ts';
import { getProduct } from '../catalog/products.ts';
import { currentThresholds } from '../catalog/thresholds.ts';
import { describedBy, suggestedBy } from '../handlers/manifest-view.ts';

export interface InForce {
  model: CatalogModel;
  thresholds: Thresholds;
  /** Null while the model's own suggestion is in force. */
  thresholdSetId: number | null;
}

/**
 * Asked anew for each part, so that a promotion or new thresholds hold from the next part on.
 * @param modelId null: the product's production model
 * @throws LoupeError `usage` where no model is in production; `not-found`
 */
export function inForce(
  catalog: ReadableCatalog,
  productId: number,
  modelId: number | null,
): InForce {
  const model = modelId === null ? productionModel(catalog, productId) : getModel(catalog, modelId);
  if (!model) {
    throw new LoupeError(
      'usage',
      `${getProduct(catalog, productId).name} has no model in production.`,
      'Promote a model, or choose one to inspect with.',
    );
  }
  const set = currentThresholds(catalog, productId, model.id);
  return {
    model,
    thresholds: set?.base ?? suggestedBy(describedBy(model.manifest, model.name)),
    thresholdSetId: set?.id ?? null,
  };
}
