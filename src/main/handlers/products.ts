/** Why this file exists: answers about products, their defect classes, sources and excluded images. */
import type { Handlers } from '../../shared/contract.ts';
import { excludeImages } from '../catalog/images.ts';
import {
  addProduct,
  archiveDefectClass,
  changeProduct,
  ensureDefectClass,
  getDefectClass,
  getProduct,
  listDefectClasses,
  listProducts,
  renameDefectClass,
} from '../catalog/products.ts';
import { summariseProduct, summariseSources } from '../catalog/summaries.ts';
import { listFolder } from '../importing/list-folder.ts';
import { checkSources, relink } from '../importing/sources.ts';
import { tellChanged, tellImagesChanged } from './changes.ts';
import type { Context } from './context.ts';

type ProductHandlers = Pick<
  Handlers,
  | 'products.list'
  | 'products.get'
  | 'products.add'
  | 'products.change'
  | 'classes.list'
  | 'classes.add'
  | 'classes.change'
  | 'sources.list'
  | 'sources.check'
  | 'sources.relink'
  | 'images.exclude'
  | 'folders.list'
>;

export function productHandlers(context: Context): ProductHandlers {
  const { catalog } = context;
  const changed = (productId: number): void => tellChanged(context, 'products', productId);
  return {
    'products.list': async ({ archived }) =>
      listProducts(catalog, { archived }).map((product) => summariseProduct(catalog, product)),
    'products.get': async ({ productId }) =>
      summariseProduct(catalog, getProduct(catalog, productId)),
    'products.add': async ({ name, note, by }) => {
      const product = addProduct(catalog, { name, note, actor: by });
      changed(product.id);
      return product;
    },
    'products.change': async ({ productId, name, note, archived, by }) => {
      const product = changeProduct(catalog, productId, {
        ...(name !== undefined && { name }),
        ...(note !== undefined && { note }),
        ...(archived !== undefined && { archived }),
        actor: by,
      });
      changed(productId);
      return product;
    },
    'classes.list': async ({ productId }) => {
      getProduct(catalog, productId);
      return listDefectClasses(catalog, productId, { archived: true });
    },
    'classes.add': async ({ productId, name }) => {
      const added = ensureDefectClass(catalog, productId, name);
      changed(productId);
      return added;
    },
    'classes.change': async ({ classId, name, archived, by }) => {
      const result = catalog.transaction('power-cut', () => {
        let current = getDefectClass(catalog, classId);
        if (name !== undefined) current = renameDefectClass(catalog, classId, name, by);
        if (archived !== undefined) current = archiveDefectClass(catalog, classId, archived);
        return current;
      });
      changed(result.productId);
      return result;
    },
    'sources.list': async ({ productId }) => {
      getProduct(catalog, productId);
      return summariseSources(catalog, productId);
    },
    'sources.check': async ({ productId }) => {
      getProduct(catalog, productId);
      if (await checkSources(context, productId)) tellChanged(context, 'images', productId);
      return summariseSources(catalog, productId);
    },
    'sources.relink': async ({ sourceId, root, by }) => {
      const { productId, found, missing } = await relink(context, { sourceId, root, actor: by });
      tellChanged(context, 'images', productId);
      return { found, missing };
    },
    'images.exclude': async ({ imageIds, excluded, by }) => {
      excludeImages(catalog, imageIds, { excluded, actor: by, reason: '' });
      tellImagesChanged(context, 'images', imageIds);
      return {};
    },
    'folders.list': ({ path }) => listFolder(path),
  };
}
