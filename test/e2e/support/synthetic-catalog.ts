/**
 * Why this file exists: a product in the catalog as an import and an evaluation leave it, made in a
 * second without TensorFlow: drawn parts, labels, masks, a model with its scores, and maps that the
 * server answers as the real ones.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import type { Application } from '../../../src/main/application.ts';
import type { Catalog } from '../../../src/main/catalog/catalog.ts';
import { addImages, ensureSource } from '../../../src/main/catalog/images.ts';
import { labelEach } from '../../../src/main/catalog/labels.ts';
import { setMask } from '../../../src/main/catalog/masks.ts';
import { changeModelState, promoteModel, registerModel } from '../../../src/main/catalog/models.ts';
import { openCatalog } from '../../../src/main/catalog/open-catalog.ts';
import { addProduct, ensureDefectClass } from '../../../src/main/catalog/products.ts';
import { putResults } from '../../../src/main/catalog/results.ts';
import { setThresholds } from '../../../src/main/catalog/thresholds.ts';
import { foldersOf } from '../../../src/main/handlers/folders.ts';
import { GOOD } from '../../../src/shared/dataset.ts';
import { encodeMask } from '../../../src/shared/mask-rle.ts';
import {
  MAP_HEIGHT_HEADER,
  MAP_LAYERS,
  MAP_WIDTH_HEADER,
  type MapLayer,
} from '../../../src/shared/media.ts';
import { createRandom } from '../../../src/shared/random.ts';
import { DEFECTS, drawPart, HEIGHT, MAP, WIDTH, type Part } from './synthetic-report.ts';

export interface StockedCatalog {
  productId: number;
  modelId: number;
  imageIds: number[];
  classIds: number[];
  /** By image, as it was drawn. */
  parts: Part[];
  band: { t1: number; t2: number };
  /** Map value from which a pixel belongs to a region. */
  pixel: number;
}

export interface StockOptions {
  good?: number;
  /** Of each defect class. */
  defective?: number;
  /** Without a model nothing has a score. */
  model?: boolean;
  /** Images are this many times as large. */
  scale?: number;
  product?: string;
}

/** Share of a map that each scale's own map is. */
const LAYER_SHARE: Record<MapLayer, number> = { sum: 1, 64: 0.4, 32: 0.35, 16: 0.25 };

/** Writes images below `home/data` and stocks the catalog of `home` with them. */
export async function stockCatalog(
  home: string,
  options: StockOptions = {},
): Promise<StockedCatalog> {
  const { good = 12, defective = 6, model = true, scale = 1, product = 'Plates' } = options;
  const random = createRandom(11);
  const parts: Part[] = [];
  for (let i = 0; i < good; i += 1) parts.push(drawPart(random, GOOD, i));
  for (const label of DEFECTS) {
    for (let i = 0; i < defective; i += 1) parts.push(drawPart(random, label, i));
  }
  const root = join(home, 'data', product);
  for (const part of parts) await writeImage(join(root, part.path), part, scale);
  const catalog = openCatalog(foldersOf(home).catalog);
  try {
    return await fill(catalog, root, parts, { model, scale, product });
  } finally {
    catalog.close();
  }
}

async function writeImage(file: string, part: Part, scale: number): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await sharp(part.rgb, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .resize(WIDTH * scale, HEIGHT * scale, { kernel: 'nearest' })
    .png({ compressionLevel: 1 })
    .toFile(file);
}

async function fill(
  catalog: Catalog,
  root: string,
  parts: Part[],
  { model, scale, product: name }: Required<Pick<StockOptions, 'model' | 'scale' | 'product'>>,
): Promise<StockedCatalog> {
  const product = addProduct(catalog, { name, actor: 'Ada' });
  const classIds = DEFECTS.map((label) => ensureDefectClass(catalog, product.id, label).id);
  const source = ensureSource(catalog, { productId: product.id, root, layout: 'mvtec' });
  const files = await Promise.all(parts.map((part) => described(root, part)));
  const { ids: imageIds } = addImages(
    catalog,
    source.id,
    files.map((file, i) => ({
      ...file,
      width: WIDTH * scale,
      height: HEIGHT * scale,
      perceptualHash: null,
      managed: false,
      part: null,
      split: parts[i]?.label === GOOD && i % 2 === 0 ? ('train' as const) : ('test' as const),
    })),
  );
  const classOf = (label: string): number | null =>
    classIds[DEFECTS.findIndex((defect) => defect === label)] ?? null;
  labelEach(
    catalog,
    parts.map(({ label }, i) => ({
      imageId: imageIds[i] ?? 0,
      label: {
        value: label === GOOD ? ('ok' as const) : ('ng' as const),
        defectClassId: classOf(label),
        comment: '',
      },
    })),
    { reviewer: 'import', origin: 'import' },
  );
  parts.forEach((part, i) => {
    if (part.label === GOOD || i % 2 === 0) return;
    setMask(catalog, imageIds[i] ?? 0, encodeMask(maskOf(part, scale)), { reviewer: 'Ada' });
  });
  const scores = parts.map(({ score }) => score).sort((a, b) => a - b);
  const goodScores = parts.filter(({ label }) => label === GOOD).map(({ score }) => score);
  const t2 = Math.max(...goodScores) * 1.02;
  const band = { t1: t2 * 0.93, t2 };
  const pixel = 1.5;
  const modelId = model ? addModel(catalog, product.id, goodScores, pixel) : 0;
  if (model) {
    putResults(
      catalog,
      parts.map(({ score }, i) => ({
        modelId,
        imageId: imageIds[i] ?? 0,
        score,
        scaleScores: { 64: score * 0.4, 32: score * 0.35, 16: score * 0.25 },
        map: `synthetic-${i}`,
        latencyMs: 310,
        runId: null,
      })),
    );
    setThresholds(catalog, {
      productId: product.id,
      modelId,
      base: { ...band, pixel, minArea: 4 },
      perClass: [],
      source: 'calibrate',
      rule: null,
      reason: 'as the good parts say',
      actor: 'Ada',
    });
  }
  if (scores.length === 0) throw new Error('a catalog without images is no subject');
  return { productId: product.id, modelId, imageIds, classIds, parts, band, pixel };
}

async function described(root: string, part: Part) {
  const file = join(root, part.path);
  const [bytes, { size }] = await Promise.all([readFile(file), stat(file)]);
  return {
    path: part.path,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: size,
  };
}

/** The drawn defect at the image's size; a part of it ignored, so that both classes show. */
function maskOf(part: Part, scale: number) {
  const width = WIDTH * scale;
  const height = HEIGHT * scale;
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const inside = part.mask[Math.floor(y / scale) * WIDTH + Math.floor(x / scale)] === 1;
      if (inside) data[y * width + x] = 1;
      else if (x < 16 * scale && y < 16 * scale) data[y * width + x] = 255;
    }
  }
  return { width, height, data };
}

function addModel(
  catalog: Catalog,
  productId: number,
  goodScores: number[],
  pixel: number,
): number {
  const { id } = registerModel(catalog, {
    productId,
    contentId: 'd'.repeat(64),
    name: 'plates-quick',
    recipe: 'quick',
    path: '/models/plates',
    datasetFingerprint: 'sha256:0123456789abcdef',
    backboneSha256: 'b'.repeat(64),
    versionId: null,
    runId: null,
    manifest: {
      schemaVersion: 2,
      method: 'multi-scale-patch',
      preprocessing: { size: MAP, fit: 'stretch', kernel: 'cubic' },
      dataset: { name: 'plates', root: '/data', fingerprint: '', trainImages: goodScores.length },
      goodMap: { median: 0.6, p995: 0.9, max: 1.0, heldOut: true },
      thresholds: { image: Math.max(...goodScores), pixel, source: 'good-only', overkill: 0.01 },
    },
    createdBy: 'Ada',
  });
  changeModelState(catalog, id, 'candidate', { actor: 'Ada', reason: 'tried' });
  promoteModel(catalog, id, { actor: 'Ada', reason: 'the first one' });
  return id;
}

/**
 * The application with maps of the drawn parts, and with what only a running model can say: which
 * good patch is nearest. Everything else stays as it is.
 */
export function withSyntheticMaps(application: Application, stock: StockedCatalog): Application {
  const find: Application['media']['find'] = async (pathname) => {
    const map = /^\/media\/results\/\d+\/(\d+)\/(\w+)$/.exec(pathname);
    const good = /^\/media\/models\/\d+\/good\/(\d+)$/.exec(pathname);
    if (good !== null) return goodPicture(stock, Number(good[1]));
    const layer = MAP_LAYERS.find((name) => name === map?.[2]);
    const part = stock.parts[stock.imageIds.indexOf(Number(map?.[1]))];
    if (layer === undefined || part === undefined) return application.media.find(pathname);
    return {
      contentType: 'application/octet-stream',
      etag: `"${pathname}"`,
      load: async () => ({
        bytes: new Uint8Array(part.map.map((value) => value * LAYER_SHARE[layer]).buffer),
        headers: { [MAP_WIDTH_HEADER]: String(MAP), [MAP_HEIGHT_HEADER]: String(MAP) },
      }),
    };
  };
  return {
    ...application,
    media: { find },
    handlers: {
      ...application.handlers,
      'results.nearest': async ({ x, y }) =>
        ([64, 32, 16] as const).map((theta) => {
          const side = (theta / MAP) * WIDTH;
          return {
            theta,
            distance: theta / 100,
            patch: { x: x - side / 2, y: y - side / 2, width: side, height: side },
            good: {
              index: theta % 3,
              path: `train/good/00${theta % 3}.png`,
              patch: { x: 0.3, y: 0.2, width: theta / MAP, height: theta / MAP },
            },
          };
        }),
    },
  };
}

async function goodPicture({ parts }: StockedCatalog, index: number) {
  const good = parts.filter(({ label }) => label === GOOD)[index];
  if (good === undefined) throw new Error(`there is no good image ${index}`);
  const raw = { width: WIDTH, height: HEIGHT, channels: 3 as const };
  return {
    contentType: 'image/webp',
    etag: `"good-${index}"`,
    load: async () => ({
      bytes: new Uint8Array(
        await sharp(good.rgb, { raw }).resize(MAP, MAP, { fit: 'fill' }).webp().toBuffer(),
      ),
      headers: {},
    }),
  };
}

/** Writes a file of grey values as PNG, for tests that import a mask. */
export async function writeGreyPng(
  file: string,
  { width, height, data }: { width: number; height: number; data: Uint8Array },
): Promise<void> {
  const raw = { width, height, channels: 1 as const };
  await writeFile(file, await sharp(data, { raw }).toColourspace('b-w').png().toBuffer());
}
