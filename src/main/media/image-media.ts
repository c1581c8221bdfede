/**
 * Why this file exists: the bytes behind `imagePath` and `tilePath`: a catalog image as a screen
 * wants it, small or in tiles, its file as it is, and its mask.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LoupeError } from '../../shared/errors.ts';
import type { CatalogImage } from '../../shared/entities/image.ts';
import {
  IMAGE_MEDIA_KINDS,
  MAP_HEIGHT_HEADER,
  MAP_WIDTH_HEADER,
  type ImageMediaKind,
} from '../../shared/media.ts';
import { getImage } from '../catalog/images.ts';
import { currentMask } from '../catalog/masks.ts';
import type { ImageFormat } from '../dataset/sniff.ts';
import { sniffFormat } from '../dataset/sniff.ts';
import type { Context } from '../handlers/context.ts';
import { createByteCache, createLimit } from '../reports/limits.ts';
import type { DiskCache } from './disk-cache.ts';
import { IMMUTABLE, nothingHere, type Media, type MediaItem } from './media.ts';
import { encodeScreen, encodeThumb, levelsOf, MAX_IMAGE_SIDE, writePyramid } from './pictures.ts';
import { sourceBytes } from './source-bytes.ts';

const MEMORY_BYTES = 64 * 1024 * 1024;
/** Each decoding uses several cores by itself, and a large image much memory. */
const DECODES_AT_ONCE = 2;

const KIND = /^\/media\/images\/(\d{1,15})\/([a-z-]+)$/;
const TILE = /^\/media\/images\/(\d{1,15})\/tile\/(\d{1,2})\/(\d{1,4})\/(\d{1,4})$/;

const CONTENT_TYPES: Readonly<Record<ImageFormat, string>> = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  tiff: 'image/tiff',
  webp: 'image/webp',
  bmp: 'image/bmp',
};

/** Media of the catalog's images; pictures made of them are kept in `cache`. */
export function createImageMedia(
  { catalog, folders }: Pick<Context, 'catalog' | 'folders'>,
  cache: DiskCache,
): Media {
  const memory = createByteCache(MEMORY_BYTES);
  const limit = createLimit(DECODES_AT_ONCE);
  const bytesOf = (image: CatalogImage) => sourceBytes(catalog, folders, image);

  async function thumb(image: CatalogImage): Promise<Uint8Array> {
    const known = memory.get(image.sha256);
    if (known !== undefined) return known;
    const bytes = await cache.file(`${image.sha256}.webp`, () =>
      limit(async () => encodeThumb(await bytesOf(image))),
    );
    memory.set(image.sha256, bytes);
    return bytes;
  }

  /** A reduced picture costs a whole decoding each time, so it is kept; others are quick. */
  function screen(image: CatalogImage): Promise<Uint8Array> {
    const make = () => limit(async () => encodeScreen(await bytesOf(image)));
    const isReduced = Math.max(image.width, image.height) > MAX_IMAGE_SIDE;
    return isReduced ? cache.file(`${image.sha256}.png`, make) : make();
  }

  async function tile(image: CatalogImage, { level, column, row }: Place): Promise<Uint8Array> {
    const read = async (): Promise<Uint8Array> => {
      const folder = await cache.folder(`${image.sha256}.tiles`, (target) =>
        limit(async () => writePyramid(await bytesOf(image), target)),
      );
      return readFile(join(folder, String(level), `${column}_${row}.png`));
    };
    try {
      return await read();
    } catch (error) {
      if (error instanceof LoupeError) throw error;
      // The cache was emptied between finding the pyramid and reading its tile.
      return read();
    }
  }

  async function maskItem(image: CatalogImage): Promise<MediaItem> {
    const mask = currentMask(catalog, image.id);
    if (mask === undefined) {
      throw new LoupeError(
        'not-found',
        `${image.path} has no mask.`,
        'Draw one in the review of the image.',
      );
    }
    const { width, height, sha256 } = mask.entry;
    return {
      contentType: 'application/octet-stream',
      etag: `"mask-${sha256}"`,
      load: async () => ({
        bytes: mask.code,
        headers: { [MAP_WIDTH_HEADER]: String(width), [MAP_HEIGHT_HEADER]: String(height) },
      }),
    };
  }

  async function fileItem(image: CatalogImage): Promise<MediaItem> {
    const source = await bytesOf(image);
    return {
      contentType: CONTENT_TYPES[await sniffFormat(source)],
      etag: `"file-${image.sha256}"`,
      cacheControl: IMMUTABLE,
      load: async () => ({ bytes: source.bytes, headers: {} }),
    };
  }

  return {
    find: async (pathname) => {
      const { imageId, wanted } = parsePathname(pathname);
      const image = getImage(catalog, imageId);
      if (wanted === 'mask-code') return maskItem(image);
      if (wanted === 'file') return fileItem(image);
      if (typeof wanted !== 'string') {
        requireTile(image, wanted);
        const { level, column, row } = wanted;
        return made(`"tile-${level}-${column}-${row}-${image.sha256}"`, 'image/png', () =>
          tile(image, wanted),
        );
      }
      return wanted === 'thumb'
        ? made(`"thumb-${image.sha256}"`, 'image/webp', () => thumb(image))
        : made(`"image-${image.sha256}"`, 'image/png', () => screen(image));
    },
  };
}

function made(etag: string, contentType: string, load: () => Promise<Uint8Array>): MediaItem {
  return {
    contentType,
    etag,
    cacheControl: IMMUTABLE,
    load: async () => ({ bytes: await load(), headers: {} }),
  };
}

interface Place {
  level: number;
  column: number;
  row: number;
}

function parsePathname(pathname: string): { imageId: number; wanted: ImageMediaKind | Place } {
  const tile = TILE.exec(pathname);
  if (tile !== null) {
    const [imageId = 0, level = 0, column = 0, row = 0] = tile.slice(1).map(Number);
    return { imageId, wanted: { level, column, row } };
  }
  const match = KIND.exec(pathname);
  const kind = IMAGE_MEDIA_KINDS.find((name) => name === match?.[2]);
  if (match === null || kind === undefined) throw nothingHere();
  return { imageId: Number(match[1]), wanted: kind };
}

function requireTile(image: CatalogImage, { level, column, row }: Place): void {
  const size = levelsOf(image)[level];
  if (size !== undefined && column < size.columns && row < size.rows) return;
  throw new LoupeError(
    'not-found',
    `${image.path} has no tile ${column}, ${row} on level ${level}.`,
    'Reload the page; what it shows may have changed.',
  );
}
