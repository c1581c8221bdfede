/** Why this file exists: an application over a drawn sample, for tests of jobs with real computing. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createApplication, type WorkingApplication } from '../../../src/main/application.ts';
import type { ApplicationParts } from '../../../src/main/application.ts';
import type { Catalog } from '../../../src/main/catalog/catalog.ts';
import { sha256 } from '../../../src/main/catalog/checked.ts';
import { freezeDatasetVersion } from '../../../src/main/catalog/dataset-versions.ts';
import { addImages, ensureSource } from '../../../src/main/catalog/images.ts';
import { labelEach } from '../../../src/main/catalog/labels.ts';
import { setMask } from '../../../src/main/catalog/masks.ts';
import { openCatalog } from '../../../src/main/catalog/open-catalog.ts';
import { addProduct, ensureDefectClass } from '../../../src/main/catalog/products.ts';
import { decodeImage } from '../../../src/main/dataset/decode.ts';
import { loadMask } from '../../../src/main/dataset/mask.ts';
import { scanDataset } from '../../../src/main/dataset/scan.ts';
import { foldersOf } from '../../../src/main/handlers/folders.ts';
import { datasetSources } from '../../../src/main/reports/sources.ts';
import type { RequestInput, RequestName, RequestOutput } from '../../../src/shared/contract.ts';
import type { JobSpec } from '../../../src/shared/entities/job.ts';
import type { Run } from '../../../src/shared/entities/run.ts';
import { GOOD } from '../../../src/shared/dataset.ts';
import { encodeMask } from '../../../src/shared/mask-rle.ts';

export interface Stocked {
  productId: number;
  versionId: number;
  /** By path. */
  imageIds: Map<string, number>;
}

/** Puts a folder's images with labels and masks into the catalog of `home` and freezes them. */
export async function stock(home: string, data: string): Promise<Stocked> {
  const catalog = openCatalog(foldersOf(home).catalog);
  try {
    return await stockCatalog(catalog, data);
  } finally {
    catalog.close();
  }
}

async function stockCatalog(catalog: Catalog, data: string): Promise<Stocked> {
  const dataset = await scanDataset(data);
  const { id: productId } = addProduct(catalog, { name: 'Plate', actor: 'Ada' });
  const source = ensureSource(catalog, { productId, root: dataset.root, layout: 'mvtec' });
  const imageIds = new Map<string, number>();
  let good = 0;
  for (const { path, split, label, mask } of dataset.images) {
    const file = join(dataset.root, path);
    const { width, height } = await decodeImage(file);
    // Some of the good test images serve for thresholds.
    const calibrates = split === 'test' && label === GOOD && (good += 1) % 2 === 0;
    const {
      ids: [id = 0],
    } = addImages(catalog, source.id, [
      {
        path,
        sha256: sha256(readFileSync(file)),
        bytes: statSync(file).size,
        width,
        height,
        perceptualHash: null,
        managed: false,
        part: null,
        split: calibrates ? 'calibrate' : split,
      },
    ]);
    imageIds.set(path, id);
    const defectClassId = label === GOOD ? null : ensureDefectClass(catalog, productId, label).id;
    const value = label === GOOD ? 'ok' : 'ng';
    const labels = [{ imageId: id, label: { value, defectClassId, comment: '' } as const }];
    labelEach(catalog, labels, { reviewer: 'Ada', origin: 'import' });
    if (mask !== undefined) {
      const { data: pixels } = await loadMask(join(dataset.root, mask));
      setMask(catalog, id, encodeMask({ width, height, data: pixels }), { reviewer: 'Ada' });
    }
  }
  const { id: versionId } = freezeDatasetVersion(catalog, { productId, actor: 'Ada' });
  return { productId, versionId, imageIds };
}

const open: WorkingApplication[] = [];

/** The application as the entries build it, with random weights; close it with `closeAll`. */
export function application(
  home: string,
  parts: Partial<ApplicationParts> = {},
): WorkingApplication {
  const app = createApplication({
    home,
    version: '0',
    sources: datasetSources,
    backbone: 'none',
    ...parts,
  });
  open.push(app);
  return app;
}

export async function closeAll(): Promise<void> {
  for (const app of open.splice(0)) await app.close();
}

export function ask<N extends RequestName>(
  app: WorkingApplication,
  name: N,
  input: RequestInput<N>,
): Promise<RequestOutput<N>> {
  const handler = app.handlers[name];
  if (!handler) throw new Error(`there is no handler for ${name}`);
  return handler(input);
}

/** Runs a job to its end. */
export async function done(app: WorkingApplication, job: JobSpec): Promise<Run> {
  const { id } = await ask(app, 'jobs.start', { job });
  return app.jobs.whenSettled(id);
}

/** A training that takes seconds: small images, a bank of 1 MB. */
export function smallTrain(versionId: number, changes: Partial<TrainSpec> = {}): TrainSpec {
  return {
    kind: 'train',
    versionId,
    recipe: 'frozen',
    size: 128,
    bankMb: 1,
    seed: 0,
    name: 'First',
    by: 'Ada',
    ...changes,
  };
}
type TrainSpec = Extract<JobSpec, { kind: 'train' }>;
