/** Why this file exists: picture, tiles and map of the image on screen, its neighbours fetched ahead. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { MapLayer } from '../../../../shared/media.ts';
import { fetchMedia } from '../../canvas/fetch-media.ts';
import { createImageTiles, type ImageTiles } from '../../canvas/image-tiles.ts';
import type { AnomalyMap } from '../../canvas/map-messages.ts';
import type { Size } from '../../canvas/viewport.ts';
import { useClient } from '../../state/client-context.ts';
import { asRequestErrors, keyOf } from '../../state/queries.ts';
import type { Client } from '../../transport/client.ts';
import { usePreferences } from '../../state/use-preferences.ts';
import { makeHeatmap } from '../image/use-overlays.ts';
import { createImageAssets, type ImageAssets } from './image-assets.ts';
import { useLoaded, type Loaded } from './use-loaded.ts';

/** One store of pictures for as long as review is open. */
export function useImageAssets(): ImageAssets {
  const client = useClient();
  const [assets] = useState(() => createImageAssets(client));
  useEffect(() => {
    return client.onEvent('catalog.changed', ({ what }) => {
      if (what === 'results') assets.forgetMaps(null);
    });
  }, [client, assets]);
  return assets;
}

export function usePicture(assets: ImageAssets, imageId: number): Loaded<ImageBitmap> {
  const load = useCallback(() => assets.picture(imageId), [assets, imageId]);
  return useLoaded(load, assets.pictureNow(imageId));
}

/** The map of a layer; its value is null where the model has none. */
export function useMap(
  assets: ImageAssets,
  modelId: number | null,
  imageId: number,
  layer: MapLayer,
): Loaded<AnomalyMap | null> {
  const load = useCallback(
    () => (modelId === null ? Promise.resolve(null) : assets.map(modelId, imageId, layer)),
    [assets, modelId, imageId, layer],
  );
  const now = modelId === null ? null : assets.mapNow(modelId, imageId, layer);
  return useLoaded<AnomalyMap | null>(load, now);
}

/** Tiles of an image larger than its reduced picture. */
export function useImageTiles(
  imageId: number,
  size: Size,
  bitmap: ImageBitmap | null,
): ImageTiles | null {
  const client = useClient();
  const reducedWidth = bitmap?.width ?? 0;
  const { width, height } = size;
  const tiles = useMemo(
    () =>
      reducedWidth === 0 || reducedWidth >= width
        ? null
        : createImageTiles({
            image: { width, height },
            reducedWidth,
            url: (level, column, row) => client.media.tile(imageId, level, column, row),
            fetchTile: async (url, signal) =>
              createImageBitmap(await (await fetchMedia(url, signal)).blob()),
          }),
    [client, imageId, width, height, reducedWidth],
  );
  useEffect(() => () => tiles?.close(), [tiles]);
  return tiles;
}

/** Fetches what the next images need, once the present one is there. */
export function useAhead(
  assets: ImageAssets,
  ready: boolean,
  ahead: readonly number[],
  modelId: number | null,
  layer: MapLayer,
  /** The model's fixed scale; null without one. */
  range: readonly [number, number] | null,
): void {
  const client = useClient();
  const cache = useQueryClient();
  const { colours } = usePreferences();
  const key = ahead.join();
  const [low, high] = range ?? [0, 1];
  useEffect(() => {
    if (!ready) return;
    const mapAhead = async (imageId: number): Promise<void> => {
      const { result } = await cache.ensureQueryData(detailQuery(client, imageId, modelId));
      // A map that is not kept is not worth asking for.
      if (modelId === null || (result?.map ?? null) === null) return;
      const map = await assets.map(modelId, imageId, layer);
      // The other layers' scales are of each image.
      if (map !== null && layer === 'sum') await makeHeatmap(map, colours, low, high);
    };
    for (const imageId of key.split(',').filter(Boolean).map(Number)) {
      // A neighbour that cannot be fetched says so when it is opened itself.
      void Promise.allSettled([assets.picture(imageId), mapAhead(imageId)]);
    }
  }, [assets, cache, client, ready, key, modelId, layer, colours, low, high]);
}

function detailQuery(client: Client, imageId: number, modelId: number | null) {
  const input = { imageId, modelId };
  return {
    queryKey: keyOf('images.get', input),
    queryFn: () => asRequestErrors(client.request('images.get', input)),
  };
}
