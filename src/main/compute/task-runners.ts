/** Why this file exists: what the process that computes does for each task, by the use cases. */
import { stat } from 'node:fs/promises';
import type { NearestGoodView } from '../../shared/contract/models.ts';
import { THETAS } from '../../shared/scales.ts';
import { fromSystemError, ImageError } from '../dataset/image-error.ts';
import { nextStep, type Control } from '../engine/control.ts';
import type { EvaluatedImage } from '../evaluation/detection-run.ts';
import type { MethodDetection } from '../methods/method.ts';
import { evaluateModel } from '../services/evaluate-model.ts';
import { scoreWithout } from '../services/ignored-pixels.ts';
import { ignoreAt, type DataSource } from '../services/labelled-data.ts';
import type { OpenModel } from '../services/open-model.ts';
import { sourceRegions } from '../services/source-regions.ts';
import { trainModel } from '../services/train-model.ts';
import { writeMapFile } from './map-file.ts';
import type { ModelShelf } from './model-shelf.ts';
import type { DetectItem, TaskInputs, TaskName, TaskOutput, TaskPart } from './protocol.ts';

export interface TaskContext<N extends TaskName> {
  control: Control;
  notice: (sentence: string) => void;
  part: (part: TaskPart<N>) => void;
  shelf: ModelShelf;
}

type TaskRunners = {
  [N in TaskName]: (input: TaskInputs[N], context: TaskContext<N>) => Promise<TaskOutput<N>>;
};

export const taskRunners: TaskRunners = { train, evaluate, detect, nearest };

/** Images that the time for one is measured on, beside a first one that warms up. */
const TIMED = 3;

async function train(
  input: TaskInputs['train'],
  { control, notice, part, shelf }: TaskContext<'train'>,
): Promise<TaskOutput<'train'>> {
  const watched: Control = { ...control, onCurvePoint: (point) => part({ ...point }) };
  const { manifest } = await trainModel(input, watched, notice);
  const msPerImage = await shelf.use(input.out, (model) => timeOf(model, input.data));
  return { seconds: manifest.training.seconds, msPerImage };
}

async function timeOf(model: OpenModel, data: DataSource): Promise<number | null> {
  if (typeof data === 'string') return null;
  const files = data.images.filter(({ split }) => split === 'train').slice(0, TIMED + 1);
  const times: number[] = [];
  for (const { file } of files) {
    const start = performance.now();
    await model.detectFile(file);
    times.push(performance.now() - start);
  }
  const warm = times.slice(1);
  return warm.length === 0 ? null : warm.reduce((sum, ms) => sum + ms, 0) / warm.length;
}

async function evaluate(
  input: TaskInputs['evaluate'],
  { control, notice }: TaskContext<'evaluate'>,
): Promise<TaskOutput<'evaluate'>> {
  let images: EvaluatedImage[] = [];
  const onImages = (found: readonly EvaluatedImage[]) => {
    images = [...found];
  };
  const { whilePaused } = control;
  const request = { ...input, onImages, ...(whilePaused && { whilePaused }) };
  await evaluateModel(request, control.onProgress, control.signal, notice);
  return { images };
}

async function detect(
  { model: path, items }: TaskInputs['detect'],
  { control, part, shelf }: TaskContext<'detect'>,
): Promise<TaskOutput<'detect'>> {
  await shelf.use(path, async (model) => {
    for (const [index, item] of items.entries()) {
      await nextStep(control);
      part({ index, result: await detectItem(model, item) });
    }
  });
  return {};
}

async function detectItem(
  model: OpenModel,
  { file, mask, mapFile, regions }: DetectItem,
): Promise<TaskPart<'detect'>['result']> {
  const { size } = model.manifest.preprocessing;
  const start = performance.now();
  try {
    const { raster, detection } = await model.detectFile(file);
    const ignore = mask && ignoreAt(mask, size);
    const { score, scaleScores } = ignore ? scoreWithout(detection, size, ignore, file) : detection;
    const latencyMs = performance.now() - start;
    const source = { width: raster.sourceWidth, height: raster.sourceHeight };
    if (mapFile !== null) await writeMapFile(mapFile, size, detection);
    const found = regions && sourceRegions(counting(detection.map, ignore), size, source, regions);
    return {
      score,
      scaleScores,
      ...source,
      latencyMs,
      regions: (found ?? []).slice(0, regions?.atMost ?? 0).map(({ region }) => region),
    };
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    return { problem: error.reason };
  }
}

/** The map in which ignored pixels belong to no region. */
function counting(map: Float32Array, ignore: Uint8Array | null): Float32Array {
  if (!ignore) return map;
  return map.map((value, pixel) => (ignore[pixel] === 0 ? value : -Infinity));
}

async function nearest(
  { model: path, file, x, y }: TaskInputs['nearest'],
  { shelf }: TaskContext<'nearest'>,
): Promise<TaskOutput<'nearest'>> {
  return shelf.use(path, async (model) => {
    const { detection, source } = await lookedAt(model, file);
    return nearestAt(model, detection, { x, y }, source);
  });
}

interface LookedAt {
  detection: MethodDetection;
  source: { width: number; height: number };
}

/** Whoever asks about one place asks about others: the last images are kept, the newest last. */
const looks = new Map<string, LookedAt>();
const LOOKS_KEPT = 3;

async function lookedAt(model: OpenModel, file: string): Promise<LookedAt> {
  const { size, mtimeMs } = await stat(file).catch((error: unknown) => {
    throw fromSystemError(file, error);
  });
  const key = JSON.stringify([model.manifest.id, file, size, mtimeMs]);
  let look = looks.get(key);
  if (!look) {
    const { raster, detection } = await model.detectFile(file);
    look = { detection, source: { width: raster.sourceWidth, height: raster.sourceHeight } };
  }
  looks.delete(key);
  looks.set(key, look);
  for (const [oldest] of looks) if (looks.size > LOOKS_KEPT) looks.delete(oldest);
  return look;
}

/** The comparison at a place of the source image. */
function nearestAt(
  { manifest }: OpenModel,
  detection: MethodDetection,
  place: { x: number; y: number },
  source: { width: number; height: number },
): NearestGoodView[] {
  const { size } = manifest.preprocessing;
  const inMap = (at: number, length: number) =>
    Math.min(size - 1, Math.max(0, Math.floor((at * size) / length)));
  const found = detection.nearestGood(inMap(place.x, source.width), inMap(place.y, source.height));
  const order = [...THETAS];
  return found
    .toSorted((a, b) => order.indexOf(a.theta) - order.indexOf(b.theta))
    .map(({ theta, distance, patch, good }) => ({
      theta,
      distance,
      patch: patchIn(patch, theta, size, source),
      good: {
        index: good.image,
        path: manifest.goodImages[good.image]?.path ?? '',
        patch: patchIn(good, theta, size, { width: 1, height: 1 }),
      },
    }));
}

/** A patch at input size as a box in an image of another size, cut at its borders. */
function patchIn(
  { x, y }: { x: number; y: number },
  theta: number,
  size: number,
  { width, height }: { width: number; height: number },
): { x: number; y: number; width: number; height: number } {
  const span = (from: number, length: number) => {
    const start = Math.max(0, from);
    const end = Math.min(size, from + theta);
    return { at: (start * length) / size, long: ((end - start) * length) / size };
  };
  const across = span(x, width);
  const down = span(y, height);
  return { x: across.at, y: down.at, width: across.long, height: down.long };
}
