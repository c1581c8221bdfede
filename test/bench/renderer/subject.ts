/**
 * Why this file exists: what the renderer's bench looks at: the real server over a catalog of 100,000
 * images, and over some with real files. Thumbnails of the former are a few pictures in turn: making
 * 100,000 of them is another bench's matter.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { createApplication, type Application } from '../../../src/main/application.ts';
import { openCatalog } from '../../../src/main/catalog/open-catalog.ts';
import { foldersOf } from '../../../src/main/handlers/folders.ts';
import { datasetSources } from '../../../src/main/reports/sources.ts';
import { startServer } from '../../../src/main/serve/server.ts';
import { MAP_HEIGHT_HEADER, MAP_WIDTH_HEADER } from '../../../src/shared/media.ts';
import { createRandom } from '../../../src/shared/random.ts';
import { stockCatalog, withSyntheticMaps } from '../../e2e/support/synthetic-catalog.ts';
import { fillCatalog } from '../catalog/fill.ts';

export interface Subject {
  url: string;
  productId: number;
  /** In the order of the gallery by path. */
  imageIds: number[];
  close: () => Promise<void>;
}

/** Different pictures among the thumbnails. */
const PICTURES = 24;
/** Side of a map, as of a model at 256 px. */
const MAP = 256;

/** A catalog of `images` images without files, as after an import and an evaluation. */
export async function manyImages(images: number): Promise<Subject> {
  const home = await mkdtemp(join(tmpdir(), 'loupe-bench-'));
  const catalog = openCatalog(foldersOf(home).catalog);
  const { productId, imageIds } = fillCatalog(catalog, { images, models: 0 });
  catalog.optimise();
  catalog.close();
  const pictures = await Promise.all(Array.from({ length: PICTURES }, (_, i) => picture(i)));
  return serve(home, productId, imageIds, (application) => ({
    ...application,
    media: {
      find: async (pathname) => {
        const thumb = /^\/media\/images\/(\d+)\/thumb$/.exec(pathname);
        if (thumb === null) return application.media.find(pathname);
        return bytes('image/webp', `"${pathname}"`, pictures[Number(thumb[1]) % PICTURES]);
      },
    },
  }));
}

/** Parts with files `scale` times 320 x 240 px, and maps of 256 px. */
export async function realImages(scale: number, each: number): Promise<Subject> {
  const home = await mkdtemp(join(tmpdir(), 'loupe-bench-'));
  const stock = await stockCatalog(home, { scale, good: each, defective: Math.ceil(each / 3) });
  const random = createRandom(5);
  const map = Float32Array.from({ length: MAP * MAP }, () => 0.7 + random.uniform());
  const order = stock.imageIds
    .map((id, i) => ({ id, path: stock.parts[i]?.path ?? '' }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ id }) => id);
  return serve(home, stock.productId, order, (made) => {
    const application = withSyntheticMaps(made, stock);
    return {
      ...application,
      media: {
        find: async (pathname) => {
          if (!pathname.startsWith('/media/results/')) return application.media.find(pathname);
          const headers = { [MAP_WIDTH_HEADER]: String(MAP), [MAP_HEIGHT_HEADER]: String(MAP) };
          const content = new Uint8Array(map.buffer.slice(0));
          return bytes('application/octet-stream', `"${pathname}"`, content, headers);
        },
      },
    };
  });
}

async function serve(
  home: string,
  productId: number,
  imageIds: number[],
  wrap: (application: Application) => Application,
): Promise<Subject> {
  const application = createApplication({
    home,
    version: 'bench',
    sources: datasetSources,
    backbone: 'none',
  });
  const server = await startServer(wrap(application));
  return {
    url: server.url,
    productId,
    imageIds,
    close: async () => {
      await server.close();
      await application.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

function bytes(
  contentType: string,
  etag: string,
  content: Uint8Array | undefined,
  headers: Record<string, string> = {},
) {
  if (content === undefined) throw new Error('there is no such picture');
  return { contentType, etag, load: async () => ({ bytes: content, headers }) };
}

/** A thumbnail with something to decode in it. */
async function picture(seed: number): Promise<Uint8Array> {
  const random = createRandom(seed);
  const side = 256;
  const pixels = Uint8Array.from({ length: side * side * 3 }, (_, i) =>
    Math.round(110 + 60 * Math.sin((i % (side * 3)) / 90 + seed) + 30 * random.uniform()),
  );
  const raw = { width: side, height: side, channels: 3 as const };
  return new Uint8Array(await sharp(pixels, { raw }).webp({ quality: 80 }).toBuffer());
}
