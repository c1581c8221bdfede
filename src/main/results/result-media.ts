/** Why this file exists: the bytes behind `resultMapPath` and `goodImagePath`. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { CatalogModel } from '../../shared/entities/model.ts';
import { hasSystemCode, LoupeError } from '../../shared/errors.ts';
import {
  MAP_HEIGHT_HEADER,
  MAP_LAYERS,
  MAP_WIDTH_HEADER,
  type MapLayer,
} from '../../shared/media.ts';
import { getImage } from '../catalog/images.ts';
import { getModel } from '../catalog/models.ts';
import { getResult } from '../catalog/results.ts';
import { readMapLayer, type MapLayerBytes } from '../compute/map-file.ts';
import { resolveInside } from '../contain.ts';
import { bytesOf, decodeNpy } from '../evaluation/npy.ts';
import type { Context } from '../handlers/context.ts';
import { IMMUTABLE, nothingHere, type Media, type MediaItem } from '../media/media.ts';
import { openFileSet } from '../models/model-files.ts';
import { MAP_FILE, mapName } from './look.ts';

/** What of a manifest is needed here. */
const GoodImagesSchema = z.object({ goodImages: z.array(z.object({ file: z.string() })) });

type Parts = Pick<Context, 'catalog' | 'folders'>;

const RESULT = /^\/media\/results\/(\d{1,15})\/(\d{1,15})\/([a-z0-9]{2,3})$/;
const GOOD = /^\/media\/models\/(\d{1,15})\/good\/(\d{1,6})$/;
/** Where an evaluation keeps the sum, below Loupe's folder. */
const IN_REPORT = /^reports\/(.+)$/;

/** What lies below `/media/results/`. */
export function createResultMedia(parts: Parts): Media {
  return {
    find: async (pathname) => {
      const match = RESULT.exec(pathname);
      const layer = MAP_LAYERS.find((name) => name === match?.[3]);
      if (!match || layer === undefined) throw nothingHere();
      return findResultMap(parts, Number(match[1]), Number(match[2]), layer);
    },
  };
}

/** What lies below `/media/models/`. */
export function createModelMedia(parts: Parts): Media {
  return {
    find: async (pathname) => {
      const match = GOOD.exec(pathname);
      if (!match) throw nothingHere();
      return findGoodImage(parts, Number(match[1]), Number(match[2]));
    },
  };
}

/**
 * The map of a model on an image, out of the cache, or (the sum) out of an evaluation's report.
 * @throws LoupeError `not-found` where it is not kept
 */
export async function findResultMap(
  { catalog, folders }: Parts,
  modelId: number,
  imageId: number,
  layer: MapLayer,
): Promise<MediaItem> {
  const model = getModel(catalog, modelId);
  const image = getImage(catalog, imageId);
  const name = mapName(model, image.sha256);
  const cached = join(folders.maps, name.slice(0, 2), name, MAP_FILE);
  const inReport = layer === 'sum' ? getResult(catalog, modelId, imageId)?.map : null;
  const place = (await isFile(cached))
    ? { file: cached, read: () => readMapLayer(cached, layer) }
    : await reportPlace(folders.reports, inReport ?? null);
  if (!place) throw notKept(model, image.path);
  return {
    contentType: 'application/octet-stream',
    etag: `"map-${name.slice(0, 32)}-${layer}"`,
    cacheControl: IMMUTABLE,
    load: async () => {
      const { width, height, bytes } = await place.read().catch((error: unknown) => {
        // The cache was emptied between finding the map and reading it.
        throw hasSystemCode(error, 'ENOENT') ? notKept(model, image.path) : error;
      });
      return {
        bytes,
        headers: { [MAP_WIDTH_HEADER]: String(width), [MAP_HEIGHT_HEADER]: String(height) },
      };
    },
  };
}

interface MapPlace {
  file: string;
  read: () => Promise<MapLayerBytes>;
}

async function reportPlace(reports: string, map: string | null): Promise<MapPlace | null> {
  const path = map === null ? undefined : IN_REPORT.exec(map)?.[1];
  if (path === undefined) return null;
  try {
    const file = await resolveInside(reports, path);
    const read = async (): Promise<MapLayerBytes> => {
      const { width, height, data } = decodeNpy(await readFile(file), file);
      return { width, height, bytes: bytesOf(data) };
    };
    return { file, read };
  } catch (error) {
    // A report that a person has deleted.
    if (error instanceof LoupeError && error.code === 'not-found') return null;
    throw error;
  }
}

/** A good image of a model. @throws LoupeError `not-found`, `bad-model` */
export async function findGoodImage(
  { catalog }: Parts,
  modelId: number,
  index: number,
): Promise<MediaItem> {
  const model = getModel(catalog, modelId);
  const described = GoodImagesSchema.safeParse(model.manifest);
  const file = described.data?.goodImages[index]?.file;
  if (file === undefined) throw nothingHere();
  return {
    contentType: 'image/webp',
    etag: `"good-${model.contentId.slice(0, 32)}-${index}"`,
    cacheControl: IMMUTABLE,
    load: async () => ({ bytes: await (await openFileSet(model.path)).read(file), headers: {} }),
  };
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT', 'ENOTDIR')) return false;
    throw error;
  }
}

function notKept({ name }: CatalogModel, path: string): LoupeError {
  return new LoupeError(
    'not-found',
    `The anomaly map of ${name} on ${path} is not kept.`,
    'Open the image again; the map is then made anew.',
  );
}
