/** Why this file exists: which product a job is for; what it names must be there before it waits. */
import type { JobSpec } from '../../shared/entities/job.ts';
import { LoupeError } from '../../shared/errors.ts';
import type { ReadableCatalog } from '../catalog/catalog.ts';
import { getDatasetVersion } from '../catalog/dataset-versions.ts';
import { getModel } from '../catalog/models.ts';
import { getProduct } from '../catalog/products.ts';

/**
 * The product; null for a job of the whole catalog.
 * @throws LoupeError `not-found`; `usage` where model and version are of two products
 */
export function productOfJob(catalog: ReadableCatalog, spec: JobSpec): number | null {
  switch (spec.kind) {
    case 'import':
      return getProduct(catalog, spec.productId).id;
    case 'train':
      return getDatasetVersion(catalog, spec.versionId).productId;
    case 'evaluate': {
      const { productId } = getModel(catalog, spec.modelId);
      requireSame(productId, getDatasetVersion(catalog, spec.versionId).productId);
      return productId;
    }
    case 'inspect': {
      const { id } = getProduct(catalog, spec.productId);
      if (spec.modelId !== null) requireSame(id, getModel(catalog, spec.modelId).productId);
      return id;
    }
    case 'export':
      return spec.what === 'model'
        ? getModel(catalog, spec.modelId).productId
        : getDatasetVersion(catalog, spec.versionId).productId;
    case 'backup':
      return null;
  }
}

function requireSame(product: number, other: number): void {
  if (product === other) return;
  throw new LoupeError(
    'usage',
    'The model belongs to another product than the images.',
    'Choose a model and images of one product.',
  );
}
