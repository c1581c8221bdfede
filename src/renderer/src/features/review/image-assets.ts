/**
 * Why this file exists: fetches what review shows of an image and keeps the last few, with the
 * neighbours fetched ahead, so that stepping through images does not wait.
 */
import type { MapLayer } from '../../../../shared/media.ts';
import { fetchMedia, readMap } from '../../canvas/fetch-media.ts';
import type { AnomalyMap } from '../../canvas/map-messages.ts';
import { RequestError, type Client } from '../../transport/client.ts';

/** Decoded pictures kept, in bytes. */
const MOST_BYTES = 256 * 1024 * 1024;
/** A model's maps take little; those of as many images are kept. */
const MOST_MAPS = 40;

export interface ImageAssets {
  picture: (imageId: number) => Promise<ImageBitmap>;
  /** The picture where it is there already; null otherwise. */
  pictureNow: (imageId: number) => ImageBitmap | null;
  /** Null where the model has no map of the image, or not any more. */
  map: (modelId: number, imageId: number, layer: MapLayer) => Promise<AnomalyMap | null>;
  /** The map where it is there already; null otherwise. */
  mapNow: (modelId: number, imageId: number, layer: MapLayer) => AnomalyMap | null;
  /** Forgets maps, for they may have been made anew: of one image, or all. */
  forgetMaps: (imageId: number | null) => void;
  close: () => void;
}

interface Kept<T> {
  coming: Promise<T>;
  /** Undefined until it has come. */
  here?: T;
}

/** Bytes of a decoded picture, as far as it has come. */
function bytesOf({ here }: Kept<ImageBitmap>): number {
  return here === undefined ? 0 : here.width * here.height * 4;
}

export function createImageAssets(client: Client): ImageAssets {
  const pictures = new Map<number, Kept<ImageBitmap>>();
  const maps = new Map<string, Kept<AnomalyMap | null>>();

  /** The oldest go, but never the last one asked for. */
  const shrink = (): void => {
    let total = 0;
    for (const kept of pictures.values()) total += bytesOf(kept);
    for (const [id, kept] of pictures) {
      if (total <= MOST_BYTES || pictures.size === 1) return;
      pictures.delete(id);
      total -= bytesOf(kept);
      void release(kept.coming);
    }
  };

  /** What is under `key`, now the newest; begun by `begin` where it is not there. */
  const touch = <K, T>(store: Map<K, Kept<T>>, key: K, begin: () => Promise<T>): Promise<T> => {
    const known = store.get(key);
    store.delete(key);
    const kept: Kept<T> = known ?? { coming: begin() };
    store.set(key, kept);
    if (known === undefined) {
      kept.coming.then(
        (value) => {
          kept.here = value;
          shrink();
        },
        // What failed may work at the next try.
        () => store.delete(key),
      );
    }
    return kept.coming;
  };
  const keyOf = (modelId: number, imageId: number, layer: MapLayer): string =>
    `${imageId}/${modelId}/${layer}`;

  return {
    picture: (imageId) =>
      touch(pictures, imageId, () => fetchPicture(client.media.image(imageId, 'image'))),
    pictureNow: (imageId) => pictures.get(imageId)?.here ?? null,
    map: (modelId, imageId, layer) => {
      const url = client.media.map(modelId, imageId, layer);
      const map = touch(maps, keyOf(modelId, imageId, layer), () => fetchMap(url));
      for (const oldest of maps.keys()) {
        if (maps.size <= MOST_MAPS) break;
        maps.delete(oldest);
      }
      return map;
    },
    mapNow: (modelId, imageId, layer) => maps.get(keyOf(modelId, imageId, layer))?.here ?? null,
    forgetMaps: (imageId) => {
      for (const key of maps.keys()) {
        if (imageId === null || key.startsWith(`${imageId}/`)) maps.delete(key);
      }
    },
    close: () => {
      for (const { coming } of pictures.values()) void release(coming);
      pictures.clear();
      maps.clear();
    },
  };
}

async function fetchPicture(url: string): Promise<ImageBitmap> {
  const response = await fetchMedia(url);
  return createImageBitmap(await response.blob());
}

async function fetchMap(url: string): Promise<AnomalyMap | null> {
  try {
    return await readMap(await fetchMedia(url));
  } catch (error) {
    if (error instanceof RequestError && error.code === 'not-found') return null;
    throw error;
  }
}

/** One that failed to load holds nothing to release. */
async function release(picture: Promise<ImageBitmap>): Promise<void> {
  const [settled] = await Promise.allSettled([picture]);
  if (settled.status === 'fulfilled') settled.value.close();
}
