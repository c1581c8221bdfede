/** Why this file exists: answers about a product's images: pages, counts, and one image in full. */
import type { Handlers } from '../../shared/contract.ts';
import { galleryCounts, galleryIds, galleryItems, galleryPage } from '../catalog/gallery.ts';
import { getImage } from '../catalog/images.ts';
import { currentLabel } from '../catalog/labels.ts';
import { currentMask } from '../catalog/masks.ts';
import { getModel } from '../catalog/models.ts';
import { getProduct } from '../catalog/products.ts';
import { getResult } from '../catalog/results.ts';
import type { Context } from './context.ts';
import { imageFile } from './image-file.ts';

type GalleryHandlers = Pick<
  Handlers,
  'gallery.page' | 'gallery.counts' | 'gallery.ids' | 'gallery.items' | 'images.get'
>;

export function galleryHandlers({ catalog, folders }: Context): GalleryHandlers {
  /** A product or model that is not there is said, rather than shown as an empty gallery. */
  const known = <S extends { productId: number; modelId?: number | undefined }>(scope: S): S => {
    getProduct(catalog, scope.productId);
    if (scope.modelId !== undefined) getModel(catalog, scope.modelId);
    return scope;
  };
  return {
    'gallery.page': async (query) => galleryPage(catalog, known(query)),
    'gallery.counts': async (scope) => galleryCounts(catalog, known(scope)),
    'gallery.ids': async (query) => galleryIds(catalog, known(query)),
    'gallery.items': async ({ imageIds, ...scope }) =>
      galleryItems(catalog, known(scope), imageIds),
    'images.get': async ({ imageId, modelId }) => {
      const image = getImage(catalog, imageId);
      if (modelId !== null) getModel(catalog, modelId);
      return {
        image,
        file: imageFile(catalog, folders, image),
        label: currentLabel(catalog, imageId) ?? null,
        mask: currentMask(catalog, imageId)?.entry ?? null,
        result: modelId === null ? null : (getResult(catalog, modelId, imageId) ?? null),
      };
    },
  };
}
