/**
 * Why this file exists: the long part of an evaluation, one detection after another. Every finished
 * image is on disk before the next begins, so a kill costs one image.
 */
import type { Dataset, DatasetImage } from '../../shared/dataset.ts';
import { LoupeError } from '../../shared/errors.ts';
import type { OnProgress } from '../../shared/progress.ts';
import type { Report } from '../../shared/report.ts';
import type { PerScale } from '../../shared/scales.ts';
import { ImageError } from '../dataset/image-error.ts';
import { openFolder, requireSpace } from './evaluation-folder.ts';
import { hashOfPaths } from './journal.ts';
import type { JournalEntry, JournalResult, JournalWriter } from './journal.ts';
import type { MapStore } from './map-store.ts';
import type { EvaluationMask } from './pixel-metrics.ts';

/** What the model says about one image. */
export interface EvaluationDetection {
  /** Eq. 8, `size * size` values row by row. */
  map: Float32Array;
  /** Eq. 7 per scale; null, like `scaleScores`, for methods without the paper's scales. */
  scaleMaps: PerScale<Float32Array> | null;
  /** Eq. 9, on the sum and on each scale. */
  score: number;
  scaleScores: PerScale<number> | null;
  /** Source size in pixels, after EXIF orientation. */
  width: number;
  height: number;
}

/** Which images are looked at, as indices of `dataset.images`. */
export interface EvaluationSelection {
  /** Those that the figures are of. */
  figures: number[];
  /** Those that are scored and count in no figure. */
  also: number[];
  /** Sentences for the report. */
  warnings: string[];
}

/** An image that was scored. */
export interface EvaluatedImage {
  path: string;
  score: number;
  scaleScores: PerScale<number> | null;
  /** Null for the first of a process, which also warms up. */
  latencyMs: number | null;
  /** Its map relative to the report's folder, where maps are kept. */
  map: string | null;
}

export interface EvaluationOptions {
  dataset: Dataset;
  /** Left out or null: the test images, or all where there are none. */
  selection?: EvaluationSelection | null | undefined;
  /** Of the data set, contents and labels; a run is only resumed on the same. */
  fingerprint: string;
  model: Report['model'];
  /** Input and map size in pixels. */
  size: number;
  /** For people: backend, processor, version. */
  device: string;
  /** The model's fixed colour scale. */
  mapRange: [number, number];
  /** Scores of the model's good parts, for a threshold where the set has no defects. */
  goodScores: readonly number[];
  /** Whether these parts were held out of the model's bank. */
  goodScoresHeldOut: boolean;
  outFolder: string;
  /** Keep each map as `maps/<name>.npy`. */
  keepMaps: boolean;
  /** Runs the model on the image at `index` of `dataset.images`; ImageError lists it as refused. */
  detect: (index: number) => Promise<EvaluationDetection>;
  /** The ground truth of the image at `index` at `size`; null where there is none. */
  loadMask: (index: number, size: number) => Promise<EvaluationMask | null>;
  /** Which pixels of the image do not count; none where left out. */
  loadIgnore?: (index: number, size: number) => Uint8Array | null;
  /** Where an image's file lies, where that does not follow from the data set's root. */
  fileOf?: ((index: number) => string) | undefined;
  /** An image's defective pixels as PNG at source size, where there is no file of them; else null. */
  maskPicture?: ((index: number) => Promise<Uint8Array | null>) | undefined;
  /** Asked before each image; resolves when it may begin. */
  whilePaused?: (() => Promise<void>) | undefined;
  /** Gets every scored image, before the metrics. */
  onImages?: ((images: readonly EvaluatedImage[]) => void) | undefined;
  onProgress: OnProgress;
  /** Gets sentences worth knowing: resumed, replaced, starting again. */
  onNotice: (sentence: string) => void;
  signal: AbortSignal;
  /** Budget for the tables of pixel metrics in bytes, 256 MB unless told otherwise. */
  memoryBytes?: number;
}

export interface Selected {
  /** In `dataset.images`. */
  index: number;
  image: DatasetImage;
}

const MEGABYTE = 2 ** 20;
/** After this image of a run, memory should not grow any more. */
const EARLY_IMAGE = 10;

/** Stops with `cancelled` when the user has said so. */
export function stopIfAborted(signal: AbortSignal, done: number, total: number): void {
  if (!signal.aborted) return;
  throw new LoupeError(
    'cancelled',
    `The evaluation was stopped; ${done} of ${total} images are finished and kept.`,
    'Run the same command again to go on from there.',
  );
}

/** Refuses values that are no numbers before anything is stored. */
function requireNumbers(path: string, { map, scaleMaps, score, scaleScores }: EvaluationDetection) {
  const ofScales = [Object.values(scaleScores ?? {}), ...Object.values(scaleMaps ?? {})];
  const values = [[score], map, ...ofScales];
  if (values.every((list) => list.every(Number.isFinite))) return;
  throw new LoupeError(
    'runtime',
    `The model gave values for ${path} that are not finite numbers.`,
    'Run `loupe doctor` to test the backend, and train the model again if that passes.',
  );
}

export interface Memory {
  early: number;
  late: number;
}

/** Goes over the images that `entries` does not have yet; adds to `entries` and to the journal. */
async function detectAll(
  options: EvaluationOptions,
  selected: readonly Selected[],
  store: MapStore,
  journal: JournalWriter,
  entries: Map<string, JournalEntry>,
): Promise<Memory> {
  const open = selected.filter(({ image }) => !entries.has(image.path));
  const memory = { early: 0, late: process.memoryUsage.rss() / MEGABYTE };
  for (const [n, { index, image }] of open.entries()) {
    const done = selected.length - open.length + n;
    await options.whilePaused?.();
    stopIfAborted(options.signal, done, selected.length);
    options.onProgress({ step: 'Evaluating', done, total: selected.length, unit: 'images' });
    const entry = await detectOne(options, store, index, image.path, n === 0);
    await journal.append(entry);
    entries.set(image.path, entry);
    memory.late = process.memoryUsage.rss() / MEGABYTE;
    if (n + 1 === Math.min(EARLY_IMAGE, open.length)) memory.early = memory.late;
  }
  options.onProgress({
    step: 'Evaluating',
    done: selected.length,
    total: selected.length,
    unit: 'images',
  });
  return { early: memory.early || memory.late, late: memory.late };
}

async function detectOne(
  options: EvaluationOptions,
  store: MapStore,
  index: number,
  path: string,
  warmUp: boolean,
): Promise<JournalEntry> {
  const start = performance.now();
  let detection: EvaluationDetection;
  try {
    detection = await options.detect(index);
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    return { path, rejected: error.reason };
  }
  const ms = performance.now() - start;
  requireNumbers(path, detection);
  const checksums = await store.write(index, path, detection);
  const { score, scaleScores, width, height } = detection;
  return { path, score, scaleScores, width, height, ms, warmUp, checksums };
}

/** Drops entries of an earlier run whose maps are gone or damaged; those images are done again. */
async function keepWholeEntries(
  options: EvaluationOptions,
  selected: readonly Selected[],
  store: MapStore,
  entries: Map<string, JournalEntry>,
): Promise<void> {
  if (entries.size === 0) return;
  let damaged = 0;
  for (const [done, { index, image }] of selected.entries()) {
    options.onProgress({
      step: 'Checking the maps of an earlier run',
      done: done + 1,
      total: selected.length,
      unit: 'images',
    });
    const entry = entries.get(image.path);
    if (entry === undefined || 'rejected' in entry) continue;
    if (await store.isWhole(index, image.path, entry.checksums)) continue;
    entries.delete(image.path);
    damaged += 1;
  }
  const again = damaged === 0 ? '' : `; the maps of ${damaged} others are damaged and made again`;
  options.onNotice(
    `Resuming: ${entries.size} of ${selected.length} images were finished by an earlier run${again}.`,
  );
}

/** What the detections have given, in the order of the selected images. */
export interface DetectionRun {
  /** The images that could be read. */
  evaluated: Selected[];
  /** One for each of `evaluated`. */
  results: JournalResult[];
  /** The images that could not. */
  rejected: Dataset['rejected'];
  memory: Memory;
}

/**
 * Runs the model on every selected image, or on those that an earlier run of the same evaluation
 * has not finished. Throws as `evaluateDataset` does.
 */
export async function runDetections(
  options: EvaluationOptions,
  selected: readonly Selected[],
  store: MapStore,
): Promise<DetectionRun> {
  const { journal, entries } = await openFolder(
    options.outFolder,
    {
      journal: 1,
      model: options.model.id,
      dataset: options.fingerprint,
      modelName: options.model.name,
      datasetName: options.dataset.name,
      device: options.device,
      size: options.size,
      keepMaps: options.keepMaps,
      images: hashOfPaths(selected.map(({ image }) => image.path)),
    },
    options.onNotice,
  );
  let memory: Memory;
  try {
    await keepWholeEntries(options, selected, store, entries);
    await requireSpace(options.outFolder, (selected.length - entries.size) * store.bytesPerImage);
    memory = await detectAll(options, selected, store, journal, entries);
  } finally {
    await journal.close();
  }
  const run: DetectionRun = { evaluated: [], results: [], rejected: [], memory };
  for (const item of selected) {
    const entry = entries.get(item.image.path);
    if (entry === undefined) throw new RangeError(`${item.image.path} was not evaluated.`);
    if ('rejected' in entry) {
      run.rejected.push({ path: item.image.path, reason: entry.rejected });
    } else {
      run.evaluated.push(item);
      run.results.push(entry);
    }
  }
  if (run.evaluated.length === 0) {
    throw new LoupeError(
      'bad-data',
      `None of the ${selected.length} images of ${options.dataset.root} could be read.`,
      'Check the files and scan the data set again.',
    );
  }
  return run;
}
