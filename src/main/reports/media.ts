/**
 * Why this file exists: the bytes behind `mediaPath`: source images, thumbnails, maps and masks of
 * a report, the same for the loopback server and for Electron's `media:` scheme. A client names a
 * report and an index; the path is looked up here, never taken from the client.
 */
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import type { Dataset } from '../../shared/dataset.ts';
import { LoupeError } from '../../shared/errors.ts';
import {
  MAP_HEIGHT_HEADER,
  MAP_WIDTH_HEADER,
  MEDIA_KINDS,
  type MediaKind,
} from '../../shared/media.ts';
import type { Report, ReportImage } from '../../shared/report.ts';
import { resolveInside } from '../contain.ts';
import { bytesOf, decodeNpy } from '../evaluation/npy.ts';
import { nothingHere, type Media, type MediaItem } from '../media/media.ts';
import { createByteCache, createLimit } from './limits.ts';
import type { ReportStore } from './store.ts';

/** Longest side of what a screen gets, in pixels. */
export const MAX_IMAGE_SIDE = 2048;
export const THUMB_SIDE = 256;

const THUMB_CACHE_BYTES = 64 * 1024 * 1024;
const DECODES_AT_ONCE = 2;

/** A decoded image: 8-bit samples, row by row, 1 (grey) or 3 (RGB) per pixel. */
export interface Pixels {
  width: number;
  height: number;
  channels: 1 | 3;
  data: Uint8Array;
}

/** A mask at its own size: 0 or 1 per pixel. */
export interface BinaryMask {
  width: number;
  height: number;
  data: Uint8Array;
}

/** What media needs of the data-set code: the same decoders that evaluation used, and the scan. */
export interface MediaSources {
  decode(file: string): Promise<Pixels>;
  mask(file: string): Promise<BinaryMask>;
  scan(root: string): Promise<Dataset>;
}

const PATHNAME = /^\/media\/reports\/([^/]+)\/([a-z]+)\/(\d{1,9})$/;

/** Media of the reports in `store`, decoded by `sources`. */
export function createReportMedia(store: ReportStore, sources: MediaSources): Media {
  const thumbs = createByteCache(THUMB_CACHE_BYTES);
  const limit = createLimit(DECODES_AT_ONCE);
  const masks = createMaskFinder(sources);

  async function encode(kind: 'image' | 'thumb', file: string, etag: string): Promise<Uint8Array> {
    const cached = kind === 'thumb' ? thumbs.get(etag) : undefined;
    if (cached !== undefined) return cached;
    const bytes = await limit(async () => encodeImage(await sources.decode(file), kind));
    if (kind === 'thumb') thumbs.set(etag, bytes);
    return bytes;
  }

  return {
    find: async (pathname) => {
      const { id, kind, index } = parsePathname(pathname);
      const report = await store.get(id);
      const image = report.images[index];
      if (image === undefined) {
        throw notFound(`The report "${id}" has no image number ${index}.`);
      }
      if (kind === 'map') return mapItem(await store.folderOf(id), image);
      const folder = await store.folderOf(id);
      const file = await sourceFile(report, folder, image, kind, masks);
      const etag = await tagOf(file, kind);
      if (kind === 'mask') {
        return {
          contentType: 'image/png',
          etag,
          load: async () => ({
            bytes: await limit(async () => encodeMask(await sources.mask(file))),
            headers: {},
          }),
        };
      }
      return {
        contentType: kind === 'thumb' ? 'image/webp' : 'image/png',
        etag,
        load: async () => ({ bytes: await encode(kind, file, etag), headers: {} }),
      };
    },
  };
}

function parsePathname(pathname: string): { id: string; kind: MediaKind; index: number } {
  const match = PATHNAME.exec(pathname);
  const kind = MEDIA_KINDS.find((name) => name === match?.[2]);
  const id = match === null ? undefined : decode(match[1] ?? '');
  if (match === null || kind === undefined || id === undefined) {
    throw nothingHere();
  }
  return { id, kind, index: Number(match[3]) };
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

async function sourceFile(
  report: Report,
  folder: string,
  image: ReportImage,
  kind: 'image' | 'thumb' | 'mask',
  masks: MaskFinder,
): Promise<string> {
  if (kind !== 'mask') {
    const { file } = image;
    return file === undefined
      ? resolveInside(report.dataset.root, image.path)
      : resolveInside(dirname(file), basename(file));
  }
  if (image.mask !== undefined) return resolveInside(folder, image.mask);
  const mask = image.hasMask ? await masks(report, image.path) : undefined;
  if (mask === undefined) throw notFound(`There is no ground-truth mask for ${image.path}.`);
  return resolveInside(report.dataset.root, mask);
}

/** The mask of an image, relative to the data set's root. */
type MaskFinder = (report: Report, imagePath: string) => Promise<string | undefined>;

/** Scans a report's data set once, at the first mask asked for. */
function createMaskFinder(sources: MediaSources): MaskFinder {
  const scans = new Map<string, Promise<Map<string, string | undefined>>>();
  return async (report, imagePath) => {
    const key = `${report.dataset.root}\n${report.createdAt}`;
    let scan = scans.get(key);
    if (scan === undefined) {
      scan = sources
        .scan(report.dataset.root)
        .then((dataset) => new Map(dataset.images.map((image) => [image.path, image.mask])));
      scans.set(key, scan);
      // A folder that could not be scanned now may be back at the next look.
      scan.catch(() => scans.delete(key));
    }
    return (await scan).get(imagePath);
  };
}

async function mapItem(folder: string, image: ReportImage): Promise<MediaItem> {
  if (image.map === null) {
    throw notFound(`The report holds no anomaly map for ${image.path}: evaluate with --maps.`);
  }
  const path = await resolveInside(folder, image.map);
  const name = image.map;
  return {
    contentType: 'application/octet-stream',
    etag: await tagOf(path, 'map'),
    load: async () => {
      const { width, height, data } = decodeNpy(await readFile(path), name);
      return {
        bytes: bytesOf(data),
        headers: { [MAP_WIDTH_HEADER]: String(width), [MAP_HEIGHT_HEADER]: String(height) },
      };
    },
  };
}

async function encodeImage(pixels: Pixels, kind: 'image' | 'thumb'): Promise<Uint8Array> {
  const side = kind === 'thumb' ? THUMB_SIDE : MAX_IMAGE_SIDE;
  const resized = raw(pixels).resize(side, side, { fit: 'inside', withoutEnlargement: true });
  // Loopback moves bytes faster than zlib squeezes them: the lowest effort that still shrinks.
  return kind === 'thumb'
    ? resized.webp({ quality: 82 }).toBuffer()
    : resized.png({ compressionLevel: 1 }).toBuffer();
}

async function encodeMask({ width, height, data }: BinaryMask): Promise<Uint8Array> {
  const visible = data.map((value) => (value === 0 ? 0 : 255));
  const pixels: Pixels = { width, height, channels: 1, data: visible };
  return raw(pixels).toColourspace('b-w').png({ compressionLevel: 1 }).toBuffer();
}

function raw({ width, height, channels, data }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: false });
}

async function tagOf(file: string, kind: MediaKind): Promise<string> {
  const { mtimeMs, size, ino } = await stat(file);
  return `"${kind}-${Math.round(mtimeMs * 1000)}-${size}-${ino}"`;
}

function notFound(sentence: string): LoupeError {
  return new LoupeError('not-found', sentence, 'Reload the page; the report may have changed.');
}
