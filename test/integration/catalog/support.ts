/** Why this file exists: a small catalog in a folder of its own, for the tests beside it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { Catalog } from '../../../src/main/catalog/catalog.ts';
import { addImages, ensureSource } from '../../../src/main/catalog/images.ts';
import { changeModelState, registerModel } from '../../../src/main/catalog/models.ts';
import { openCatalog } from '../../../src/main/catalog/open-catalog.ts';
import type { OpenCatalogOptions } from '../../../src/main/catalog/open-catalog.ts';
import { addProduct } from '../../../src/main/catalog/products.ts';
import type { NewResult } from '../../../src/shared/entities/result.ts';
import { newImage } from './made-up.ts';

const open: Catalog[] = [];
const folders: string[] = [];

afterEach(() => {
  for (const catalog of open.splice(0)) catalog.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A fresh folder with a blank and an umlaut in its name; removed after the test. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'loupe catalög '));
  folders.push(folder);
  return folder;
}

/** A clock that goes on by a second with each look. */
export function tickingClock(from = 1_700_000_000_000): () => number {
  let at = from;
  return () => (at += 1000);
}

/** Opens a catalog that is closed after the test. */
export function opened(folder = freshFolder(), options: OpenCatalogOptions = {}): Catalog {
  const catalog = openCatalog(folder, { now: tickingClock(), ...options });
  open.push(catalog);
  return catalog;
}

export interface Stock {
  catalog: Catalog;
  productId: number;
  sourceId: number;
  imageIds: number[];
}

/** A catalog with one product and `count` images. */
export function stocked(count: number, catalog = opened()): Stock {
  const { id: productId } = addProduct(catalog, { name: 'Bottle', actor: 'Ada' });
  const source = ensureSource(catalog, { productId, root: '/data/bottle', layout: 'mvtec' });
  const images = Array.from({ length: count }, (_, i) => newImage(i));
  const { ids } = addImages(catalog, source.id, images);
  return { catalog, productId, sourceId: source.id, imageIds: ids };
}

/** A registered model that is a candidate. */
export function candidate(catalog: Catalog, productId: number, contentId: string): number {
  const { id } = registerModel(catalog, {
    productId,
    contentId,
    name: `Model ${contentId}`,
    recipe: 'quick',
    path: `/models/${contentId}`,
    datasetFingerprint: '',
    backboneSha256: '',
    versionId: null,
    runId: null,
    manifest: { id: contentId },
    createdBy: 'Ada',
  });
  changeModelState(catalog, id, 'candidate', { actor: 'Ada', reason: 'looks good' });
  return id;
}

export function newResult(modelId: number, imageId: number, score: number): NewResult {
  return {
    modelId,
    imageId,
    score,
    scaleScores: { 16: score / 2, 32: score / 4, 64: score / 4 },
    map: null,
    latencyMs: null,
    runId: null,
  };
}
