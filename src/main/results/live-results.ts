/**
 * Why this file exists: what a model says about an image, when somebody looks at it. Results that are
 * there are given back; what is missing (the result, or its maps) is computed between the steps of
 * whatever else computes.
 */
import type { NearestGoodView } from '../../shared/contract/models.ts';
import type { CatalogImage } from '../../shared/entities/image.ts';
import type { CatalogModel } from '../../shared/entities/model.ts';
import type { Result } from '../../shared/entities/result.ts';
import { LoupeError } from '../../shared/errors.ts';
import { getImage } from '../catalog/images.ts';
import { currentMask } from '../catalog/masks.ts';
import { getModel } from '../catalog/models.ts';
import { getResult, putResults } from '../catalog/results.ts';
import { unwatched, type Compute } from '../compute/compute.ts';
import { tellChanged } from '../handlers/changes.ts';
import type { Context } from '../handlers/context.ts';
import { imageFile } from '../handlers/image-file.ts';
import type { DiskCache } from '../media/disk-cache.ts';
import { lookAt } from './look.ts';

export interface LiveResults {
  /**
   * The result with its maps in the cache.
   * @throws LoupeError `not-found`, `bad-data` when the image cannot be read, those of computing
   */
  ensure(modelId: number, imageId: number): Promise<Result>;
  /** @throws LoupeError as `ensure`; `usage` for a place outside of the image */
  nearest(
    modelId: number,
    imageId: number,
    place: { x: number; y: number },
  ): Promise<NearestGoodView[]>;
}

export function createLiveResults(
  context: Context,
  compute: Compute,
  maps: DiskCache,
): LiveResults {
  const { catalog, folders } = context;
  const looking = new Map<string, Promise<Result>>();

  async function look(model: CatalogModel, image: CatalogImage): Promise<Result> {
    const file = imageFile(catalog, folders, image);
    const known = getResult(catalog, model.id, image.id);
    const found = await lookAt(
      { compute, maps },
      {
        model,
        file,
        sha256: image.sha256,
        mask: currentMask(catalog, image.id)?.code ?? null,
        regions: null,
      },
      unwatched(),
      { unlessKept: known !== undefined },
    );
    if (found && 'problem' in found) throw unusable(file, found.problem);
    if (known) return known;
    if (!found) throw unusable(file);
    const { score, scaleScores, latencyMs } = found;
    if (scaleScores === null) throw withoutScales(model);
    const ids = { modelId: model.id, imageId: image.id, runId: null };
    putResults(catalog, [{ ...ids, score, scaleScores, map: null, latencyMs }]);
    tellChanged(context, 'results', image.productId);
    return getResult(catalog, model.id, image.id)!;
  }

  function pair(modelId: number, imageId: number): { model: CatalogModel; image: CatalogImage } {
    const model = getModel(catalog, modelId);
    const image = getImage(catalog, imageId);
    if (model.productId === image.productId) return { model, image };
    throw new LoupeError(
      'usage',
      `${model.name} is a model of another product than ${image.path}.`,
      'Choose a model of the product that the image belongs to.',
    );
  }

  return {
    ensure(modelId, imageId) {
      const key = `${modelId} ${imageId}`;
      const running = looking.get(key);
      if (running) return running;
      const started = (async () => {
        const { model, image } = pair(modelId, imageId);
        return look(model, image);
      })().finally(() => looking.delete(key));
      looking.set(key, started);
      return started;
    },
    async nearest(modelId, imageId, { x, y }) {
      const { model, image } = pair(modelId, imageId);
      if (x >= image.width || y >= image.height) {
        throw new LoupeError(
          'usage',
          `The place (${x}, ${y}) lies outside of the image, which has ${image.width} x ` +
            `${image.height} pixels.`,
          'Choose a place inside the image.',
        );
      }
      const file = imageFile(catalog, folders, image);
      return compute.nearest({ model: model.path, file, x, y }, new AbortController().signal);
    },
  };
}

function unusable(file: string, problem = 'could not be looked at'): LoupeError {
  return new LoupeError(
    'bad-data',
    `${file} ${problem}.`,
    'Look for the missing files under Data sets, or exclude the image.',
  );
}

function withoutScales({ name }: CatalogModel): LoupeError {
  return new LoupeError(
    'not-built',
    `${name} is of a method without the three scales; the catalog cannot keep its results.`,
    'Inspect images with it by: loupe inspect --model MODEL IMAGES --out FOLDER',
  );
}
