/**
 * Why this file exists: training by a method beside the paper's: fit it, see how good parts score,
 * write a model that evaluates and inspects like any other.
 */
import type { Dataset } from '../../shared/dataset.ts';
import { LoupeError } from '../../shared/errors.ts';
import {
  MODEL_SCHEMA_VERSION,
  type ModelManifest,
  type Preprocessing,
  type RivalName,
} from '../../shared/manifest.ts';
import { percentileThreshold } from '../../shared/metrics/quantile.ts';
import { nextStep, type Control } from '../engine/control.ts';
import type { ImageSource } from '../engine/images.ts';
import { goodStatistics } from '../methods/good-statistics.ts';
import type { MapAndScore, OpenMethod } from '../methods/method.ts';
import { methodOf } from '../methods/methods.ts';
import { writeModel } from '../models/model-store.ts';
import { loadTensorFlow } from '../runtime/load-backend.ts';
import { picturesOf } from './good-pictures.ts';
import { chooseBackbone, spreadOut } from './learning.ts';
import { modelNameOf, type TrainRequest } from './train-model.ts';

/** Good images scored for the thresholds, at most. */
const LOOKED_AT = 96;

/** What `trainModel` has found out before the method matters. */
export interface RivalTraining {
  request: TrainRequest;
  method: RivalName;
  /** Where the model goes, absolute. */
  out: string;
  dataset: Dataset;
  good: readonly { path: string; file: string }[];
  fingerprint: string;
  images: ImageSource;
  preprocessing: Preprocessing;
  /** `performance.now()` at the start. */
  started: number;
  /** Share of good parts that the suggested thresholds may call NG. */
  overkill: number;
}

/**
 * Refuses options that only the paper's method understands, rather than pass over them.
 * @throws LoupeError `usage`
 */
export function requireRivalOptions({ resume, normalise }: TrainRequest, name: RivalName): void {
  const refused = resume ? '--resume' : normalise === 'auto' ? null : `--normalise ${normalise}`;
  if (!refused) return;
  throw new LoupeError(
    'usage',
    `${methodOf(name).title} has no ${refused}: that belongs to the multi-scale-patch method.`,
    `Leave ${refused} out, or train with --method multi-scale-patch.`,
  );
}

/** Fits the method and writes the model. Throws LoupeError as `trainModel` does. */
export async function trainRival(
  training: RivalTraining,
  control: Control,
  notice: (sentence: string) => void,
): Promise<ModelManifest> {
  try {
    return await fitAndWrite(training, control, notice);
  } catch (error) {
    if (!(error instanceof LoupeError) || error.code !== 'cancelled') throw error;
    throw new LoupeError(
      'cancelled',
      `Stopped as you asked; no model was written to ${training.out}.`,
      `Start it again: ${methodOf(training.method).title} keeps no checkpoint.`,
      { cause: error },
    );
  }
}

async function fitAndWrite(
  training: RivalTraining,
  control: Control,
  notice: (sentence: string) => void,
): Promise<ModelManifest> {
  const { request, out, dataset, good, fingerprint, images, preprocessing, overkill } = training;
  const { size, seed, bankMb } = request;
  const method = methodOf(training.method);
  const backbone = method.usesBackbone
    ? await chooseBackbone(request.backbone, seed, notice)
    : null;
  const { device } = await loadTensorFlow();
  const fitted = await method.fit(
    { images, size, seed, backbone, bankMb, schedule: request.recipe },
    control,
  );
  const { tensors, parameters, steps, curves } = fitted;

  const input = backbone?.input ?? null;
  const opened = method.open({ tensors, parameters, size, input });
  let results: MapAndScore[];
  try {
    results = await scoreGood(opened, images, control);
  } finally {
    opened.dispose();
  }
  const statistics = goodStatistics(results);
  const { goodImages, pictures } = await picturesOf(good, preprocessing, control);
  pictures.set('curves.json', new TextEncoder().encode(`${JSON.stringify(curves)}\n`));
  return writeModel(
    out,
    {
      tensors,
      manifest: {
        schemaVersion: MODEL_SCHEMA_VERSION,
        name: modelNameOf(request),
        createdAt: new Date().toISOString(),
        createdBy: `loupe ${device.versions.loupe}`,
        method: method.name,
        recipe: method.name,
        recipeParameters: parameters,
        seed,
        preprocessing,
        input,
        backbone: backbone && { name: backbone.name, sha256: backbone.sha256 },
        dataset: {
          name: dataset.name,
          root: dataset.root,
          fingerprint,
          trainImages: good.length,
        },
        goodImages,
        goodMap: statistics.goodMap,
        goodScores: statistics.goodScores,
        thresholds: {
          image: percentileThreshold(statistics.goodScores, overkill) ?? 0,
          pixel: percentileThreshold(statistics.mapMaxima, overkill) ?? 0,
          source: 'good-only',
          overkill,
        },
        training: {
          device: device.label,
          seconds: (performance.now() - training.started) / 1000,
          steps,
        },
      },
    },
    pictures,
  );
}

/** Good images as the method sees them when they are not among those it was fitted to. */
async function scoreGood(
  opened: OpenMethod,
  images: ImageSource,
  control: Control,
): Promise<MapAndScore[]> {
  const look = spreadOut(images.count, LOOKED_AT);
  const results: MapAndScore[] = [];
  for (const [done, index] of look.entries()) {
    await nextStep(control);
    results.push(opened.detectApart(await images.load(index), index));
    control.onProgress({
      step: 'Measuring how good parts score',
      done: done + 1,
      total: look.length,
      unit: 'images',
    });
  }
  return results;
}
