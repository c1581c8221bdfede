/** Why this file exists: what people say about images: labels by batch, and taking one back. */
import type { Handlers } from '../../shared/contract.ts';
import { getImage } from '../catalog/images.ts';
import { imagesOfBatch, labelHistory, labelImages, undoLabels } from '../catalog/labels.ts';
import { tellImagesChanged } from './changes.ts';
import type { Context } from './context.ts';

type LabelHandlers = Pick<Handlers, 'labels.set' | 'labels.undo' | 'labels.history'>;

export function labelHandlers(context: Context): LabelHandlers {
  const { catalog } = context;
  return {
    'labels.set': async ({ imageIds, label, by }) => {
      const { batchId, images } = labelImages(catalog, imageIds, label, { reviewer: by });
      tellImagesChanged(context, 'labels', imageIds);
      return { batchId, changed: images };
    },
    'labels.undo': async ({ batchId: taken, by }) => {
      const { batchId, images } = undoLabels(catalog, taken, by);
      tellImagesChanged(context, 'labels', imagesOfBatch(catalog, batchId));
      return { batchId, changed: images };
    },
    'labels.history': async ({ imageId }) => {
      getImage(catalog, imageId);
      return labelHistory(catalog, imageId);
    },
  };
}
