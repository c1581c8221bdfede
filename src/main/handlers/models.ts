/** Why this file exists: the registry as people see it: models with their figures, and releasing one. */
import { join } from 'node:path';
import type { Handlers } from '../../shared/contract.ts';
import type { ModelSummary } from '../../shared/contract/models.ts';
import type { CatalogModel } from '../../shared/entities/model.ts';
import { LoupeError } from '../../shared/errors.ts';
import { mapRangeOf } from '../../shared/map-range.ts';
import type { ReadableCatalog } from '../catalog/catalog.ts';
import { listModelEvaluations } from '../catalog/model-evaluations.ts';
import {
  changeModelState,
  getModel,
  listModels,
  listPromotions,
  promoteModel,
  rollbackModel,
} from '../catalog/models.ts';
import { getProduct } from '../catalog/products.ts';
import { resultColumns } from '../catalog/result-columns.ts';
import { currentThresholds } from '../catalog/thresholds.ts';
import { statOrNull } from '../files.ts';
import { ARCHIVE_ENDING, MANIFEST_FILE } from '../models/model-files.ts';
import { tellChanged } from './changes.ts';
import type { Context } from './context.ts';
import { describedBy, suggestedBy } from './manifest-view.ts';

type ModelHandlers = Pick<
  Handlers,
  | 'models.list'
  | 'models.get'
  | 'models.promotions'
  | 'models.setState'
  | 'models.promote'
  | 'models.rollback'
  | 'results.columns'
>;

export function modelHandlers(context: Context): ModelHandlers {
  const { catalog } = context;
  const released = (productId: number) => {
    tellChanged(context, 'models', productId);
    tellChanged(context, 'products', productId);
  };
  return {
    'models.list': async ({ productId }) => {
      getProduct(catalog, productId);
      return Promise.all(listModels(catalog, productId).map((model) => summaryOf(catalog, model)));
    },
    'models.get': async ({ modelId }) => {
      const model = getModel(catalog, modelId);
      return {
        ...(await summaryOf(catalog, model)),
        manifest: model.manifest,
        evaluations: listModelEvaluations(catalog, modelId),
      };
    },
    'models.promotions': async ({ productId }) => {
      getProduct(catalog, productId);
      return listPromotions(catalog, productId);
    },
    'models.setState': async ({ modelId, state, by, reason }) => {
      const model = changeModelState(catalog, modelId, state, { actor: by, reason });
      released(model.productId);
      return summaryOf(catalog, model);
    },
    'models.promote': async ({ modelId, by, reason }) => {
      await requireFiles(getModel(catalog, modelId));
      const promotion = promoteModel(catalog, modelId, { actor: by, reason });
      released(promotion.productId);
      return promotion;
    },
    'models.rollback': async ({ productId, by, reason }) => {
      const promotion = rollbackModel(catalog, productId, { actor: by, reason });
      released(productId);
      return promotion;
    },
    'results.columns': async (query) => resultColumns(catalog, query),
  };
}

async function summaryOf(
  catalog: ReadableCatalog,
  { manifest, ...model }: CatalogModel,
): Promise<ModelSummary> {
  const described = describedBy(manifest, model.name);
  return {
    model,
    evaluation: listModelEvaluations(catalog, model.id)[0] ?? null,
    thresholds: currentThresholds(catalog, model.productId, model.id) ?? null,
    suggested: suggestedBy(described),
    mapRange: mapRangeOf(described),
    inputSize: described.preprocessing.size,
    trainImages: described.dataset.trainImages,
    missing: !(await hasFiles(model)),
  };
}

async function hasFiles({ path }: Pick<CatalogModel, 'path'>): Promise<boolean> {
  const file = path.endsWith(ARCHIVE_ENDING) ? path : join(path, MANIFEST_FILE);
  return (await statOrNull(file)) !== null;
}

/** A model whose files are gone would stop the line with the first part. */
async function requireFiles(model: CatalogModel): Promise<void> {
  if (await hasFiles(model)) return;
  throw new LoupeError(
    'not-found',
    `The files of ${model.name} are not at ${model.path}.`,
    'Bring them back there, or import the model again from a .loupe file.',
  );
}
