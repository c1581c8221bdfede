/**
 * Why this file exists: a product that has been in use for a while, on top of `stockCatalog`: splits
 * and a frozen version, two models with figures and a report, golden parts, and a shift's inspections.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalog } from '../../../src/main/catalog/catalog.ts';
import { freezeDatasetVersion } from '../../../src/main/catalog/dataset-versions.ts';
import { assignSplits } from '../../../src/main/catalog/images.ts';
import { addInspection } from '../../../src/main/catalog/inspections.ts';
import { addModelEvaluation } from '../../../src/main/catalog/model-evaluations.ts';
import {
  changeModelState,
  moveModelFolder,
  registerModel,
} from '../../../src/main/catalog/models.ts';
import { openCatalog } from '../../../src/main/catalog/open-catalog.ts';
import { putResults } from '../../../src/main/catalog/results.ts';
import { addRun, moveRun } from '../../../src/main/catalog/runs.ts';
import { setSetting } from '../../../src/main/catalog/settings.ts';
import { currentThresholds } from '../../../src/main/catalog/thresholds.ts';
import { setVerificationSet } from '../../../src/main/catalog/verification-sets.ts';
import { foldersOf } from '../../../src/main/handlers/folders.ts';
import { GOOD } from '../../../src/shared/dataset.ts';
import type { Json } from '../../../src/shared/entities/common.ts';
import { verdictOf } from '../../../src/shared/entities/threshold.ts';
import { createRandom } from '../../../src/shared/random.ts';
import { stockCatalog, type StockedCatalog, type StockOptions } from './synthetic-catalog.ts';
import { MAP, writeSyntheticReport } from './synthetic-report.ts';

export interface StockedLine extends StockedCatalog {
  /** A candidate beside the model in production. */
  rivalId: number;
  versionId: number;
  /** The inspection run of the shift; 0 without inspections. */
  runId: number;
  reportId: string;
}

export interface LineOptions extends StockOptions {
  /** Parts inspected in the shift. */
  inspected?: number;
}

/** Stocks the catalog of `home`; "Ada" is the person at the screen. */
export async function stockLine(home: string, options: LineOptions = {}): Promise<StockedLine> {
  const { good = 120, defective = 24, inspected = 60, ...others } = options;
  const stock = await stockCatalog(home, { good, defective, ...others });
  const report = await writeSyntheticReport(home, { id: 'plates-v1', good: 30, defective: 10 });
  const catalog = openCatalog(foldersOf(home).catalog);
  try {
    setSetting(catalog, { name: 'user.name', value: 'Ada', actor: 'Ada' });
    const { productId, modelId, imageIds, parts } = stock;
    const random = createRandom(23);
    const third = imageIds.filter((_, i) => i % 3 === 1 && parts[i]?.label !== GOOD);
    const goods = imageIds.filter((_, i) => i % 4 === 1 && parts[i]?.label === GOOD);
    assignSplits(
      catalog,
      [...third, ...goods].map((imageId) => ({ imageId, split: 'calibrate' as const })),
    );
    const version = freezeDatasetVersion(catalog, { productId, note: 'first', actor: 'Ada' });
    const rivalId = addRival(catalog, stock, version.fingerprint);
    putResults(
      catalog,
      parts.map(({ score }, i) => {
        const other = score * 1.8 * (1 + 0.08 * random.normal());
        return {
          modelId: rivalId,
          imageId: imageIds[i] ?? 0,
          score: other,
          scaleScores: { 64: other * 0.4, 32: other * 0.35, 16: other * 0.25 },
          map: null,
          latencyMs: 290,
          runId: null,
        };
      }),
    );
    for (const id of [modelId, rivalId]) await addFolder(catalog, home, id);
    const figures = { datasetFingerprint: version.fingerprint, versionId: version.id, runId: null };
    addModelEvaluation(catalog, {
      ...figures,
      modelId,
      report: `${home}/reports/${report.id}`,
      metrics: {
        imageAuroc: report.imageAuroc,
        pixelAuroc: report.pixelAuroc,
        auPro: report.auPro,
        maxF1: report.maxF1,
      },
    });
    addModelEvaluation(catalog, {
      ...figures,
      modelId: rivalId,
      report: null,
      metrics: { imageAuroc: 0.9312, pixelAuroc: 0.9714, auPro: null, maxF1: 0.871 },
    });
    const golden = imageIds.filter((_, i) => i % 24 === 7).slice(0, 8);
    setVerificationSet(catalog, {
      productId,
      items: golden.map((imageId) => {
        const part = parts[imageIds.indexOf(imageId)];
        return {
          imageId,
          expected: part?.label === GOOD ? ('ok' as const) : ('ng' as const),
          note: '',
        };
      }),
      reason: 'limit samples of the line',
      actor: 'Ada',
    });
    const runId = inspected === 0 ? 0 : addShift(catalog, stock, inspected);
    return { ...stock, rivalId, versionId: version.id, runId, reportId: report.id };
  } finally {
    catalog.close();
  }
}

/** What the registry looks for: a folder that holds a manifest. */
async function addFolder(catalog: Catalog, home: string, modelId: number): Promise<void> {
  const folder = join(home, 'models', String(modelId));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'manifest.json'), '{}');
  moveModelFolder(catalog, modelId, folder);
}

function addRival(
  catalog: Catalog,
  { productId, pixel }: StockedCatalog,
  fingerprint: string,
): number {
  const { id } = registerModel(catalog, {
    productId,
    contentId: 'e'.repeat(64),
    name: 'plates-paper',
    recipe: 'paper',
    path: '/models/plates-paper',
    datasetFingerprint: fingerprint,
    backboneSha256: 'b'.repeat(64),
    versionId: null,
    runId: null,
    manifest: {
      schemaVersion: 2,
      method: 'multi-scale-patch',
      recipe: 'paper',
      seed: 3,
      preprocessing: { size: MAP, fit: 'stretch', kernel: 'cubic' },
      dataset: { name: 'plates', root: '/data', fingerprint, trainImages: 60 },
      goodMap: { median: 1.1, p995: 1.7, max: 1.9, heldOut: true },
      thresholds: { image: 2.6, pixel: pixel * 1.8, source: 'good-only', overkill: 0.01 },
    },
    createdBy: 'Ada',
  });
  changeModelState(catalog, id, 'candidate', { actor: 'Ada', reason: 'better on scratches' });
  return id;
}

/** A finished inspection of a folder, part by part. */
function addShift(catalog: Catalog, stock: StockedCatalog, count: number): number {
  const { productId, modelId, imageIds, parts, band } = stock;
  const run = addRun(catalog, {
    kind: 'inspect',
    productId,
    parameters: {
      kind: 'inspect',
      what: 'files',
      productId,
      modelId,
      paths: ['/line/today'],
      outputs: { sortInto: null, csv: null, http: null },
      by: 'Ada',
    },
    requestedBy: 'Ada',
  });
  moveRun(catalog, run.id, 'running');
  const thresholdSetId = currentThresholds(catalog, productId, modelId)?.id ?? null;
  const verdicts = { ok: 0, review: 0, ng: 0 };
  const order = Array.from({ length: count }, (_, i) => (i * 7) % parts.length);
  // The strip shows the last ones: one of each verdict is among them.
  for (const [i, verdict] of (['review', 'ok', 'ng'] as const).entries()) {
    order[count - 1 - i] = parts.findIndex(({ score }) => verdictOf(score, band) === verdict);
  }
  for (const [i, at] of order.entries()) {
    const part = parts[at]!;
    const verdict = verdictOf(part.score, band);
    verdicts[verdict] += 1;
    addInspection(catalog, {
      runId: run.id,
      imageId: imageIds[at]!,
      modelId,
      thresholdSetId,
      name: part.path.split('/').at(-1) ?? '',
      score: part.score,
      verdict,
      regions:
        verdict === 'ok'
          ? []
          : [
              {
                area: 900,
                box: { x: 90, y: 70, width: 40, height: 36 },
                peak: { x: 110, y: 90, score: part.score },
              },
            ],
      latencyMs: 300 + (i % 9) * 12,
    });
  }
  const outcome: Json = { inspected: count, verdicts, rejected: [], verified: null };
  moveRun(catalog, run.id, 'finished', { outcome });
  return run.id;
}
