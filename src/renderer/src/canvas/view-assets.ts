/**
 * Why this file exists: fetches what one image view shows (image, map, mask) and keeps the last few,
 * with the neighbours fetched ahead, so that stepping through images does not wait.
 */
import type { Report } from '../../../shared/report.ts';
import { RequestError, type Client } from '../transport/client.ts';
import { fetchMedia, readMap } from './fetch-media.ts';
import { runMapJob } from './map-client.ts';
import type { AnomalyMap } from './map-messages.ts';

export interface ViewAssets {
  image: ImageBitmap;
  /** Null when the report has no map of this image. */
  map: AnomalyMap | null;
  /** Line segments in 0..1 of the image; null where there is no mask. */
  maskOutline: Float32Array | null;
}

/** The one on screen, its neighbours and a few behind it. */
const KEEP = 7;

export interface AssetCache {
  /** The assets of one image; rejects with a RequestError. */
  load: (report: Report, index: number) => Promise<ViewAssets>;
}

/** A cache over `client`. Bitmaps that fall out of it are released. */
export function createAssetCache(client: Client): AssetCache {
  const kept = new Map<string, Promise<ViewAssets>>();

  return {
    load: (report, index) => {
      const key = `${report.id}/${report.createdAt}/${index}`;
      const assets = kept.get(key) ?? fetchAssets(client, report, index);
      kept.delete(key);
      kept.set(key, assets);
      // What failed may work at the next try.
      assets.catch(() => kept.delete(key));
      for (const oldest of kept.keys()) {
        if (kept.size <= KEEP) break;
        // One that failed to load holds nothing to release.
        void kept.get(oldest)?.then(
          ({ image }) => image.close(),
          () => undefined,
        );
        kept.delete(oldest);
      }
      return assets;
    },
  };
}

async function fetchAssets(client: Client, report: Report, index: number): Promise<ViewAssets> {
  const item = report.images[index];
  const url = (kind: 'image' | 'map' | 'mask'): string => client.mediaUrl(report.id, kind, index);
  const [image, map, maskOutline] = await Promise.all([
    fetchMedia(url('image')).then(async (response) => createImageBitmap(await response.blob())),
    (item?.map ?? null) === null ? null : fetchMedia(url('map')).then(readMap),
    item?.hasMask === true ? fetchMask(url('mask')) : null,
  ]);
  return { image, map, maskOutline };
}

/** A mask that has gone since the evaluation is no reason not to show the image. */
async function fetchMask(url: string): Promise<Float32Array | null> {
  let response: Response;
  try {
    response = await fetchMedia(url);
  } catch (error) {
    if (error instanceof RequestError && error.code === 'not-found') return null;
    throw error;
  }
  return (await runMapJob('outline', { mask: await response.blob() })).contour;
}
