/** Why this file exists: answers about layouts, splits and frozen versions of a product's images. */
import type { Handlers } from '../../shared/contract.ts';
import type { ImageSplit } from '../../shared/entities/image.ts';
import { LoupeError } from '../../shared/errors.ts';
import { appendAudit } from '../catalog/audit.ts';
import type { Catalog } from '../catalog/catalog.ts';
import {
  eachVersionImage,
  freezeDatasetVersion,
  getDatasetVersion,
} from '../catalog/dataset-versions.ts';
import { assignSplits } from '../catalog/images.ts';
import { getProduct } from '../catalog/products.ts';
import { countSplits, summariseVersions } from '../catalog/summaries.ts';
import { compareVersions } from '../importing/compare-versions.ts';
import { detectLayout } from '../importing/detect.ts';
import { type DrawnImage, drawSplits } from '../importing/draw-splits.ts';
import { tellChanged, tellImagesChanged } from './changes.ts';
import type { Context } from './context.ts';

type DatasetHandlers = Pick<
  Handlers,
  | 'imports.detect'
  | 'splits.assign'
  | 'splits.draw'
  | 'versions.list'
  | 'versions.freeze'
  | 'versions.compare'
>;

export function datasetHandlers(context: Context): DatasetHandlers {
  const { catalog } = context;
  return {
    'imports.detect': (options) => detectLayout(options),
    'splits.assign': async ({ imageIds, split, by }) => {
      catalog.transaction('power-cut', () => {
        assignSplits(
          catalog,
          imageIds.map((imageId) => ({ imageId, split })),
        );
        appendAudit(catalog, {
          actor: by,
          action: 'splits.assigned',
          subject: 'images',
          old: null,
          new: { imageIds, split },
          reason: '',
        });
      });
      tellImagesChanged(context, 'images', imageIds);
      return {};
    },
    'splits.draw': async ({ productId, train, calibrate, seed, by }) => {
      requireShares(train, calibrate);
      getProduct(catalog, productId);
      const splits = redraw(catalog, { productId, train, calibrate, seed, by });
      tellChanged(context, 'images', productId);
      return splits;
    },
    'versions.list': async ({ productId }) => {
      getProduct(catalog, productId);
      return summariseVersions(catalog, productId);
    },
    'versions.freeze': async ({ productId, note, by }) => {
      const version = freezeDatasetVersion(catalog, { productId, note, actor: by });
      tellChanged(context, 'versions', productId);
      return version;
    },
    'versions.compare': async ({ from, to }) => {
      const [old, changed] = [getDatasetVersion(catalog, from), getDatasetVersion(catalog, to)];
      if (old.productId !== changed.productId) {
        throw new LoupeError(
          'usage',
          'The two versions are of different products.',
          'Compare versions of one product.',
        );
      }
      return compareVersions(eachVersionImage(catalog, from), [...eachVersionImage(catalog, to)]);
    },
  };
}

function requireShares(train: number, calibrate: number): void {
  // Two shares that a person typed may sum to a hair above 1.
  if (train + calibrate <= 1 + 1e-9) return;
  throw new LoupeError(
    'usage',
    `The shares of train (${train}) and calibrate (${calibrate}) sum to more than 1.`,
    'Lower one of them; what is left is test.',
  );
}

interface Draw {
  productId: number;
  train: number;
  calibrate: number;
  seed: number;
  by: string;
}

/** Draws the splits of a product and writes those that differ, in one transaction. */
function redraw(
  catalog: Catalog,
  { productId, train, calibrate, seed, by }: Draw,
): Record<ImageSplit, number> {
  return catalog.transaction('power-cut', () => {
    const images = catalog.all<DrawnImage & { split: ImageSplit }>(
      `SELECT i.id AS imageId, i.path, i.sha256, i.part, s.label, c.name AS defectClass, s.split
         FROM image i JOIN image_state s ON s.image_id = i.id
         LEFT JOIN defect_class c ON c.id = s.defect_class_id
         WHERE i.product_id = ? AND i.excluded = 0`,
      productId,
    );
    const drawn = drawSplits(images, { train, calibrate }, seed);
    const moved = images.flatMap(({ imageId, split: old }) => {
      const split = drawn.get(imageId);
      return split === undefined || split === old ? [] : [{ imageId, split }];
    });
    assignSplits(catalog, moved);
    const splits = countSplits(catalog, productId);
    appendAudit(catalog, {
      actor: by,
      action: 'splits.drawn',
      subject: `product ${productId}`,
      old: null,
      new: { train, calibrate, seed, moved: moved.length, splits },
      reason: '',
    });
    return splits;
  });
}
