/**
 * Why this file exists: runs a model over a labelled set and leaves a report: detections first
 * (detection-run.ts), then the metrics of images and pixels; `report.json` comes last, whole.
 */
import { rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { GOOD } from '../../shared/dataset.ts';
import { LoupeError } from '../../shared/errors.ts';
import { ReportSchema } from '../../shared/report.ts';
import type { Report, ReportImage } from '../../shared/report.ts';
import { perScale, type PerScale } from '../../shared/scales.ts';
import { outputNames } from '../dataset/output-names.ts';
import { ensureFolder, writeFileAtomically, writingTo } from '../files.ts';
import { runDetections, stopIfAborted } from './detection-run.ts';
import type { EvaluatedImage, EvaluationOptions, Selected } from './detection-run.ts';
import { REPORT_NAME, SCORES_NAME, workFolderOf } from './evaluation-folder.ts';
import { imageMetrics } from './image-metrics.ts';
import type { JournalResult } from './journal.ts';
import { MapStore } from './map-store.ts';
import { evaluatePixels, readGroundTruth, type PixelSource } from './pixel-metrics.ts';
import { scoresCsv } from './scores-csv.ts';

export type { EvaluationDetection, EvaluationOptions } from './detection-run.ts';

interface Selection {
  /** All that are scored, in the order of the data set. */
  selected: Selected[];
  /** Indices of those that the figures are of. */
  figures: ReadonlySet<number>;
  warnings: string[];
}

/** As asked; else the test images, or all images where there is no test split. */
function selectImages({ dataset: { images }, selection }: EvaluationOptions): Selection {
  const all = images.map((image, index) => ({ index, image }));
  if (selection) {
    const figures = new Set(selection.figures);
    const wanted = new Set([...figures, ...selection.also]);
    if (figures.size === 0) throw nothingToMeasure();
    const selected = all.filter(({ index }) => wanted.has(index));
    return { selected, figures, warnings: [...selection.warnings] };
  }
  const { selected, warnings } = testImages(all);
  return { selected, figures: new Set(selected.map(({ index }) => index)), warnings };
}

function nothingToMeasure(): LoupeError {
  return new LoupeError(
    'bad-data',
    'None of the images to evaluate on is labelled OK or NG, or their files are gone.',
    'Label images of the test split and freeze a new version, or bring the files back.',
  );
}

function testImages(all: readonly Selected[]): { selected: Selected[]; warnings: string[] } {
  const test = all.filter(({ image }) => image.split === 'test');
  if (test.length > 0) return { selected: test, warnings: [] };
  return {
    selected: [...all],
    warnings: [
      'The data set has no test images, so its training images were evaluated; the model may have ' +
        'learnt from these very images.',
    ],
  };
}

/** Says why the metrics that compare good with defective images do not exist, where they do not. */
function missingClassWarnings(images: readonly ReportImage[]): string[] {
  const good = images.filter(({ label }) => label === GOOD).length;
  if (good > 0 && good < images.length) return [];
  const [all, missing] = good === 0 ? ['defective', 'good'] : ['good', 'defective'];
  return [
    `All evaluated images are ${all}. Without a ${missing} one, image AUROC and F1 are undefined, ` +
      'and the threshold comes from scores of good parts alone.',
  ];
}

/** Mean time of the detections that did not also warm up, if there are any. */
function meanMs(results: readonly JournalResult[]): number {
  const warm = results.filter(({ warmUp }) => !warmUp);
  const counted = warm.length > 0 ? warm : results;
  return counted.reduce((sum, { ms }) => sum + ms, 0) / counted.length;
}

function evaluatedImage(
  { image: { path } }: Selected,
  { score, scaleScores, ms, warmUp }: JournalResult,
  store: MapStore,
): EvaluatedImage {
  return { path, score, scaleScores, latencyMs: warmUp ? null : ms, map: store.keptPath(path) };
}

/** Writes the masks that have no file of their own; their places in the report by image. */
async function keepMasks(
  { dataset, outFolder, maskPicture }: EvaluationOptions,
  sources: readonly PixelSource[],
): Promise<Map<number, string>> {
  const kept = new Map<number, string>();
  if (!maskPicture) return kept;
  const names = outputNames(dataset.images);
  const defective = sources.filter(({ image, regions }) => image.label !== GOOD && regions);
  for (const { index, image } of defective) {
    const picture = await maskPicture(index);
    const name = names.get(image.path);
    if (picture === null || name === undefined) continue;
    const file = join(outFolder, 'masks', `${name}.png`);
    await ensureFolder(dirname(file));
    await writeFileAtomically(file, picture, { sync: false });
    kept.set(index, `masks/${name}.png`);
  }
  return kept;
}

type ScaleAuroc = PerScale<number | null> | null;

function perScaleOf(ofImages: ScaleAuroc, ofPixels: ScaleAuroc): Report['perScale'] {
  if (!ofImages || !ofPixels) return null;
  return perScale((theta) => ({ imageAuroc: ofImages[theta], pixelAuroc: ofPixels[theta] }));
}

/**
 * Evaluates a model on the test images of a data set (on all images, as good ones, where there is
 * no test split) and writes into `outFolder`: `scores.csv`, with `keepMaps` also `maps/`, and last
 * `report.json`, which is returned. A run that was killed or stopped is resumed by a second call
 * with the same model and data. Throws LoupeError: `usage` when the folder belongs to another
 * evaluation, `no-space`, `read-only`, `cancelled`, `bad-data` when no image can be read, and
 * whatever `detect` throws.
 */
export async function evaluateDataset(options: EvaluationOptions): Promise<Report> {
  const { dataset, size, outFolder, onProgress, signal } = options;
  const { selected, figures, warnings } = selectImages(options);
  const store = new MapStore({
    outFolder,
    workFolder: workFolderOf(outFolder),
    size,
    keptNames: options.keepMaps ? outputNames(dataset.images) : null,
  });
  const run = await runDetections(options, selected, store);
  options.onImages?.(run.evaluated.map((item, i) => evaluatedImage(item, run.results[i]!, store)));
  const { rejected, memory } = run;
  const counted = run.evaluated.flatMap((item, i) =>
    figures.has(item.index) ? [{ item, result: run.results[i]! }] : [],
  );
  if (counted.length === 0) throw nothingToMeasure();
  const evaluated = counted.map(({ item }) => item);
  const results = counted.map(({ result }) => result);
  const checkpoint = (): void => stopIfAborted(signal, selected.length, selected.length);
  const { loadMask, loadIgnore } = options;
  const reading = { size, loadMask, loadIgnore, onProgress, checkpoint };
  const truth = await readGroundTruth(evaluated, reading);
  const pixels = await evaluatePixels(truth.sources, {
    scales: results.every(({ scaleScores }) => scaleScores !== null),
    read: (index, path, which) => store.read(index, path, which),
    memoryBytes: options.memoryBytes,
    onProgress,
    checkpoint,
  });

  const masks = await keepMasks(options, truth.sources);
  const images = truth.sources.map(({ index, image: { path, label }, regions }, i): ReportImage => {
    const { score, scaleScores, width, height } = results[i]!;
    const hasMask = label !== GOOD && regions !== null;
    const map = store.keptPath(path);
    const file = options.fileOf?.(index);
    const mask = hasMask ? masks.get(index) : undefined;
    const image = { path, label, score, scaleScores, hasMask, map, width, height };
    return {
      ...image,
      ...(file !== undefined && { file }),
      ...(mask !== undefined && { mask }),
    };
  });
  const { scaleAuroc, perDefect, ...ofImages } = imageMetrics(images, options.goodScores);
  warnings.push(...missingClassWarnings(images));
  if (ofImages.thresholdSource === 'good-only' && !options.goodScoresHeldOut) {
    warnings.push(
      'The threshold comes from the images the model was made of, as none were held out; expect ' +
        'more false alarms on new parts.',
    );
  }
  const report: Report = {
    schemaVersion: 1,
    id: basename(resolve(outFolder)),
    createdAt: new Date().toISOString(),
    model: options.model,
    dataset: { name: dataset.name, root: dataset.root, fingerprint: options.fingerprint },
    inputSize: size,
    device: options.device,
    ...ofImages,
    pixelAuroc: pixels.pixelAuroc,
    auPro: pixels.auPro,
    proCurve: pixels.proCurve,
    pixelThreshold: pixels.pixelMaxF1?.threshold ?? null,
    pixelMaxF1: pixels.pixelMaxF1?.f1 ?? null,
    perScale: perScaleOf(scaleAuroc, pixels.scaleAuroc),
    perDefect: perDefect.map((defect) => ({
      ...defect,
      pixelAuroc: pixels.defectAuroc.get(defect.label) ?? null,
    })),
    mapRange: options.mapRange,
    images,
    rejected: [...dataset.rejected, ...rejected],
    warnings: [...dataset.warnings, ...warnings, ...truth.warnings],
    timing: {
      msPerImage: meanMs(results),
      // Kilobytes on every system, as libuv reports it.
      peakMemoryMb: process.resourceUsage().maxRSS / 1024,
      rssMbEarly: memory.early,
      rssMbLate: memory.late,
    },
  };
  await writeFileAtomically(join(outFolder, SCORES_NAME), scoresCsv(images));
  await writeFileAtomically(
    join(outFolder, REPORT_NAME),
    `${JSON.stringify(ReportSchema.parse(report), null, 2)}\n`,
  );
  await writingTo(outFolder, () => rm(workFolderOf(outFolder), { recursive: true, force: true }));
  return report;
}
