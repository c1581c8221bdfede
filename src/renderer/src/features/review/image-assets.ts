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
  /** Null where the model has no map of the image, or not any more. */
  map: (modelId: number, imageId: number, layer: MapLayer) => Promise<AnomalyMap | null>;
  /** Forgets maps, for they may have been made anew: of one image, or all. */
  forgetMaps: (imageId: number | null) => void;
  close: () => void;
}

export function createImageAssets(client: Client): ImageAssets {
  const pictures = new Map<number, { picture: Promise<ImageBitmap>; bytes: number }>();
  const maps = new Map<string, Promise<AnomalyMap | null>>();

  /** The oldest go, but never the one just asked for. */
  const shrink = (): void => {
    let total = 0;
    for (const { bytes } of pictures.values()) total += bytes;
    for (const [id, { picture, bytes }] of pictures) {
      if (total <= MOST_BYTES || pictures.size === 1) return;
      pictures.delete(id);
      total -= bytes;
      void release(picture);
    }
  };

  return {
    picture: (imageId) => {
      const known = pictures.get(imageId);
      if (known !== undefined) {
        pictures.delete(imageId);
        pictures.set(imageId, known);
        return known.picture;
      }
      const picture = fetchPicture(client.media.image(imageId, 'image'));
      const entry = { picture, bytes: 0 };
      pictures.set(imageId, entry);
      picture.then(
        ({ width, height }) => {
          entry.bytes = width * height * 4;
          shrink();
        },
        // What failed may work at the next try.
        () => pictures.delete(imageId),
      );
      return picture;
    },
    map: (modelId, imageId, layer) => {
      const key = `${imageId}/${modelId}/${layer}`;
      const map = maps.get(key) ?? fetchMap(client.media.map(modelId, imageId, layer));
      maps.delete(key);
      maps.set(key, map);
      map.catch(() => maps.delete(key));
      for (const oldest of maps.keys()) {
        if (maps.size <= MOST_MAPS) break;
        maps.delete(oldest);
      }
      return map;
    },
    forgetMaps: (imageId) => {
      for (const key of maps.keys()) {
        if (imageId === null || key.startsWith(`${imageId}/`)) maps.delete(key);
      }
    },
    close: () => {
      for (const { picture } of pictures.values()) void release(picture);
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
