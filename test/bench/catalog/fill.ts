/**
 * Why this file exists: a made-up catalog of any size, the same for the same seed: scores of good
 * and defective parts overlap as they do in practice, defects are rare and come in classes.
 */
import { createHash } from 'node:crypto';
import type { NewImage } from '../../../src/shared/entities/image.ts';
import type { NewResult } from '../../../src/shared/entities/result.ts';
import { encodeMask } from '../../../src/shared/mask-rle.ts';
import { createRandom } from '../../../src/shared/random.ts';
import type { Random } from '../../../src/shared/random.ts';
import type { Catalog } from '../../../src/main/catalog/catalog.ts';
import { freezeDatasetVersion } from '../../../src/main/catalog/dataset-versions.ts';
import { addImages, ensureSource } from '../../../src/main/catalog/images.ts';
import { labelEach, labelImages } from '../../../src/main/catalog/labels.ts';
import { setMask } from '../../../src/main/catalog/masks.ts';
import { registerModel } from '../../../src/main/catalog/models.ts';
import { addProduct, ensureDefectClass } from '../../../src/main/catalog/products.ts';
import { putResults } from '../../../src/main/catalog/results.ts';

export interface Filled {
  productId: number;
  imageIds: number[];
  modelIds: number[];
  versionId: number;
  classIds: number[];
  /** Threshold of the made-up scores. */
  band: { t1: number; t2: number };
}

const CLASSES = ['scratch', 'dent', 'contamination', 'crack', 'fray'];
/** Rows in one transaction. */
const CHUNK = 5000;

/** 12 % defective; a third of those labelled by a person, the others as imported. */
export function fillCatalog(
  catalog: Catalog,
  { images, models, seed = 1 }: { images: number; models: number; seed?: number },
): Filled {
  const random = createRandom(seed);
  const product = addProduct(catalog, { name: `Plate ${seed}`, actor: 'bench' });
  const classIds = CLASSES.map((name) => ensureDefectClass(catalog, product.id, name).id);
  const source = ensureSource(catalog, { productId: product.id, root: '/images', layout: 'mvtec' });
  const imageIds: number[] = [];
  for (const chunk of chunks(images)) {
    const made = chunk.map((i) => imageNumber(i, random));
    imageIds.push(...addImages(catalog, source.id, made).ids);
  }
  const defective = imageIds.map(() => random.uniform() < 0.12);
  label(catalog, imageIds, defective, classIds, random);
  const modelIds = Array.from({ length: models }, (_, i) => {
    const modelId = modelNumber(catalog, product.id, i);
    for (const chunk of chunks(images)) {
      putResults(
        catalog,
        chunk.map((at) => resultOf(modelId, imageIds[at]!, defective[at]!, random)),
      );
    }
    return modelId;
  });
  const version = freezeDatasetVersion(catalog, { productId: product.id, actor: 'bench' });
  return {
    productId: product.id,
    imageIds,
    modelIds,
    versionId: version.id,
    classIds,
    band: { t1: 2.4, t2: 2.8 },
  };
}

function* chunks(total: number): Generator<number[]> {
  for (let from = 0; from < total; from += CHUNK) {
    yield Array.from({ length: Math.min(CHUNK, total - from) }, (_, i) => from + i);
  }
}

function imageNumber(i: number, random: Random): NewImage {
  const split = random.pick(['train', 'train', 'calibrate', 'test'] as const);
  return {
    path: `line-${i % 7}/${String(i).padStart(7, '0')}.png`,
    sha256: createHash('sha256').update(`image ${i}`).digest('hex'),
    bytes: 100_000 + random.integer(900_000),
    width: 64,
    height: 48,
    perceptualHash: random
      .integer(2 ** 32)
      .toString(16)
      .padStart(16, '0'),
    managed: false,
    part: `part ${Math.floor(i / 4)}`,
    split,
  };
}

function label(
  catalog: Catalog,
  imageIds: number[],
  defective: boolean[],
  classIds: number[],
  random: Random,
): void {
  for (const chunk of chunks(imageIds.length)) {
    const labels = chunk
      .filter(() => random.uniform() < 0.9)
      .map((i) => ({
        imageId: imageIds[i]!,
        label: {
          value: defective[i] ? ('ng' as const) : ('ok' as const),
          defectClassId: defective[i] ? random.pick(classIds) : null,
          comment: '',
        },
      }));
    labelEach(catalog, labels, { reviewer: 'import', origin: 'import' });
  }
  const reviewed = imageIds.filter((_, i) => defective[i] && i % 3 === 0);
  if (reviewed.length > 0) {
    const again = { value: 'unsure' as const, defectClassId: null, comment: 'look again' };
    labelImages(catalog, reviewed.slice(0, Math.ceil(reviewed.length / 4)), again, {
      reviewer: 'Ada',
    });
  }
  const data = new Uint8Array(64 * 48);
  data.fill(1, 700, 730);
  const code = encodeMask({ width: 64, height: 48, data });
  catalog.transaction('power-cut', () => {
    for (const id of reviewed) setMask(catalog, id, code, { reviewer: 'Ada' });
  });
}

function modelNumber(catalog: Catalog, productId: number, i: number): number {
  return registerModel(catalog, {
    productId,
    contentId: `model-${i}`,
    name: `Model ${i}`,
    recipe: 'bench',
    path: `/models/${i}`,
    datasetFingerprint: '',
    backboneSha256: '',
    versionId: null,
    runId: null,
    manifest: {},
    createdBy: 'bench',
  }).id;
}

function resultOf(modelId: number, imageId: number, defective: boolean, random: Random): NewResult {
  const score = Math.max(0, (defective ? 3.2 : 1.8) + 0.45 * random.normal());
  return {
    modelId,
    imageId,
    score,
    scaleScores: { 16: score / 3, 32: score / 3, 64: score / 3 },
    map: null,
    latencyMs: 300 + 20 * random.uniform(),
    runId: null,
  };
}
