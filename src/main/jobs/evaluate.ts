/**
 * Why this file exists: the job "evaluate": a model over a frozen version. It leaves a report, the
 * figures in the catalog, and the raw result of every image, from which all figures follow again.
 * Each step is kept before the next begins, so that none is done twice after a crash.
 */
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import type { EvaluateOutcome } from '../../shared/entities/job.ts';
import type { CatalogModel, ModelEvaluation } from '../../shared/entities/model.ts';
import type { NewResult } from '../../shared/entities/result.ts';
import { LoupeError } from '../../shared/errors.ts';
import type { Report } from '../../shared/report.ts';
import { THETAS } from '../../shared/scales.ts';
import { getDatasetVersion } from '../catalog/dataset-versions.ts';
import { addModelEvaluation, listModelEvaluations } from '../catalog/model-evaluations.ts';
import { getModel } from '../catalog/models.ts';
import { getProduct } from '../catalog/products.ts';
import { putResults } from '../catalog/results.ts';
import type { Compute } from '../compute/compute.ts';
import { tasks, type TaskOutput } from '../compute/protocol.ts';
import { REPORT_NAME } from '../evaluation/evaluation-folder.ts';
import { ensureFolder, statOrNull, syncFolder, writeFileAtomically } from '../files.ts';
import { tellChanged } from '../handlers/changes.ts';
import type { Context } from '../handlers/context.ts';
import { createReportStore } from '../reports/store.ts';
import type { JobControl } from './runner.ts';
import type { EvaluateJob, JobRunners } from './runners.ts';
import { versionImages, type VersionImages } from './version-images.ts';

type Evaluated = TaskOutput<'evaluate'>['images'];

/** Results stored in one transaction; the catalog answers others in between. */
const CHUNK = 500;
const RESULTS_NAME = 'results.json';

export function evaluateRunner(context: Context, compute: Compute): JobRunners['evaluate'] {
  const { catalog, folders } = context;
  return async (spec, control): Promise<EvaluateOutcome> => {
    const model = getModel(catalog, spec.modelId);
    const version = getDatasetVersion(catalog, spec.versionId);
    const product = getProduct(catalog, version.productId);
    const reportId = reportName(product.name, version.number, model.name, control.runId);
    const place = join(folders.reports, reportId);
    const made = join(control.workFolder, reportId);
    const images = await versionImages(catalog, folders, version.id, spec.splits);

    const evaluated =
      (await finishedBefore(control, [made, place])) ??
      (await measure(compute, { spec, model, images, made }, control));
    await saveResults(context, model, reportId, { evaluated, images }, control);
    if (await statOrNull(made)) {
      await ensureFolder(folders.reports);
      await rename(made, place);
      await syncFolder(folders.reports);
    }
    const report = await createReportStore(folders.reports).get(reportId);
    // Loupe may have ended just after it was added.
    const { id: evaluationId } =
      listModelEvaluations(catalog, model.id).find(({ runId }) => runId === control.runId) ??
      addModelEvaluation(catalog, {
        modelId: model.id,
        versionId: version.id,
        runId: control.runId,
        datasetFingerprint: version.fingerprint,
        report: place,
        metrics: metricsOf(report),
      });
    for (const what of ['results', 'models'] as const) tellChanged(context, what, product.id);
    return { evaluationId, reportId, images: evaluated.length };
  };
}

/** What an earlier attempt has measured as a whole; null where it had not come so far. */
async function finishedBefore(
  { workFolder }: JobControl,
  places: readonly string[],
): Promise<Evaluated | null> {
  const file = join(workFolder, RESULTS_NAME);
  if (!(await statOrNull(file))) return null;
  const reports = await Promise.all(places.map((place) => statOrNull(join(place, REPORT_NAME))));
  if (reports.every((report) => report === null)) return null;
  const value: unknown = JSON.parse(await readFile(file, 'utf8'));
  return tasks.evaluate.output.parse(value).images;
}

/** Detections are kept in a journal beside the report, so a later attempt does only the rest. */
async function measure(
  compute: Compute,
  {
    spec,
    model,
    images,
    made,
  }: { spec: EvaluateJob; model: CatalogModel; images: VersionImages; made: string },
  control: JobControl,
): Promise<Evaluated> {
  const output = await compute.evaluate(
    {
      model: model.path,
      name: model.name,
      data: images.list,
      splits: spec.splits,
      out: made,
      maps: spec.maps,
    },
    {
      signal: control.signal,
      onProgress: control.onProgress,
      onNotice: (sentence) => control.log('info', sentence),
    },
  );
  await writeFileAtomically(join(control.workFolder, RESULTS_NAME), JSON.stringify(output));
  return output.images;
}

async function saveResults(
  { catalog }: Context,
  model: CatalogModel,
  reportId: string,
  { evaluated, images }: { evaluated: Evaluated; images: VersionImages },
  control: JobControl,
): Promise<void> {
  const results = evaluated.flatMap(({ path, score, scaleScores, latencyMs, map }): NewResult[] => {
    const imageId = images.imageIds.get(path);
    if (imageId === undefined) return [];
    if (scaleScores === null) throw withoutScales(model);
    const kept = map === null ? null : reportMap(reportId, map);
    const { runId } = control;
    return [{ modelId: model.id, imageId, score, scaleScores, map: kept, latencyMs, runId }];
  });
  for (let from = 0; from < results.length; from += CHUNK) {
    putResults(catalog, results.slice(from, from + CHUNK));
    const done = Math.min(from + CHUNK, results.length);
    control.onProgress({ step: 'Keeping the results', done, total: results.length });
    await breathe();
  }
}

/** The reference of a map that a report keeps, see `findResultMap`. */
export function reportMap(reportId: string, map: string): string {
  return `reports/${reportId}/${map}`;
}

/** Figures by name; those of a scale end in its patch size. */
export function metricsOf(report: Report): ModelEvaluation['metrics'] {
  const { imageAuroc, pixelAuroc, auPro, maxF1, threshold, precision, recall } = report;
  const { pixelThreshold, pixelMaxF1, perScale } = report;
  const ofScales = perScale
    ? THETAS.flatMap((theta) => [
        [`imageAuroc.${theta}`, perScale[theta].imageAuroc],
        [`pixelAuroc.${theta}`, perScale[theta].pixelAuroc],
      ])
    : [];
  return {
    ...{ imageAuroc, pixelAuroc, auPro, maxF1, threshold, precision, recall },
    ...{ pixelThreshold, pixelMaxF1 },
    ...(Object.fromEntries(ofScales) as ModelEvaluation['metrics']),
  };
}

/** A folder's name that says what it is and is free: the run's number belongs to it alone. */
function reportName(product: string, version: number, model: string, runId: number): string {
  const safe = (text: string) =>
    text
      .normalize('NFKD')
      .replace(/[^A-Za-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 40);
  return [safe(product), `v${version}`, safe(model), `run${runId}`]
    .filter((part) => part !== '')
    .join('-');
}

function withoutScales({ name }: CatalogModel): LoupeError {
  return new LoupeError(
    'not-built',
    `${name} is of a method without the three scales; the catalog cannot keep its results.`,
    'Evaluate it with: loupe evaluate --model MODEL --data FOLDER --out REPORT',
  );
}
