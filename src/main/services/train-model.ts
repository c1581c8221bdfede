/**
 * Why this file exists: the use case "train": from a folder of good images to a model file. Every
 * entry (command line, jobs) comes through here.
 */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import {
  MODEL_SCHEMA_VERSION,
  type MethodName,
  type ModelManifest,
  type Normalisation,
  type Preprocessing,
} from '../../shared/manifest.ts';
import { percentileThreshold } from '../../shared/metrics/quantile.ts';
import { perScale } from '../../shared/scales.ts';
import type { Backbone } from '../backbone/backbone.ts';
import { createImageSource } from '../dataset/image-source.ts';
import { requireGoodImages, trainingImages } from '../dataset/scan.ts';
import { bankCount } from '../engine/bank.ts';
import { goodStatistics } from '../engine/calibrate.ts';
import { chooseScaleWeights } from '../engine/choose.ts';
import type { Control } from '../engine/control.ts';
import { recipeOf, type Recipe, type RecipeName } from '../engine/recipes.ts';
import type { CurvePoint } from '../engine/train-encoders.ts';
import { requireFreePlace, requireWritablePlace } from '../models/model-files.ts';
import { writeModel } from '../models/model-store.ts';
import { loadTensorFlow } from '../runtime/load-backend.ts';
import { decideNormalisation } from './decide-normalisation.ts';
import { picturesOf } from './good-pictures.ts';
import { openData, requireWholeTraining, type DataSource } from './labelled-data.ts';
import {
  calibrateOnGood,
  chooseBackbone,
  learnEncoders,
  makeDetector,
  prepareJudging,
  splitGood,
  stepJudge,
} from './learning.ts';
import { requireRivalOptions, trainRival } from './train-rival.ts';
import { workFolderOf } from './training-checkpoints.ts';

export interface TrainRequest {
  data: DataSource;
  /** A folder, or a file where it ends in `.loupe`. */
  out: string;
  /** The model's name; after `out` where left out. */
  name?: string;
  /** The paper's where left out. */
  method?: MethodName;
  recipe: RecipeName;
  size: number;
  seed: number;
  bankMb: number;
  /** Go on from the checkpoint beside `out`, where there is one. */
  resume: boolean;
  /** `none`: random weights instead of the installed backbone. */
  backbone: 'installed' | 'none';
  /** `auto`: the recipe decides, by self-validation where it has one. */
  normalise: 'auto' | Normalisation['kind'];
  /** At most so many steps for each scale, to try something out; the recipe's where left out. */
  steps?: number;
}

export interface TrainResult {
  manifest: ModelManifest;
  curves: CurvePoint[];
  rejected: { path: string; reason: string }[];
}

/** Memory for decoded training images, in bytes. */
const IMAGE_CACHE = 1_000_000_000;
/** Share of good parts that the suggested thresholds may call NG. */
const OVERKILL = 0.01;

/**
 * Trains a model and writes it to `request.out`.
 * @param notice gets sentences worth knowing that stop nothing
 * @throws LoupeError `usage` (place taken), `bad-data`, `bad-backbone`, `runtime`, `no-space`,
 *   `read-only`, `cancelled` (a checkpoint is left where there was training)
 */
export async function trainModel(
  request: TrainRequest,
  control: Control,
  notice: (sentence: string) => void,
): Promise<TrainResult> {
  const started = performance.now();
  const { method = 'multi-scale-patch' } = request;
  if (method !== 'multi-scale-patch') requireRivalOptions(request, method);
  const out = resolve(request.out);
  await requireFreePlace(out);
  await requireWritablePlace(out);
  const data = await openData(request.data, control);
  const { dataset } = data;
  if (typeof request.data !== 'string') requireWholeTraining(request.data, data);
  requireGoodImages(dataset);
  for (const { path, reason } of dataset.rejected) notice(`Skipped ${path}: ${reason}`);
  const good = trainingImages(dataset).map((image) => ({ ...image, file: data.fileOf(image) }));
  const fingerprint = await data.fingerprint(good, control);
  const { size, seed } = request;
  const preprocessing: Preprocessing = { size, fit: 'stretch', kernel: 'cubic' };
  const files = good.map(({ file }) => file);
  const images = createImageSource('', files, preprocessing, IMAGE_CACHE);
  if (method !== 'multi-scale-patch') {
    const found = { dataset, good, fingerprint, images, preprocessing };
    const training = { request, method, out, ...found, started, overkill: OVERKILL };
    const manifest = await trainRival(training, control, notice);
    return { manifest, curves: [], rejected: dataset.rejected };
  }
  const backbone = await chooseBackbone(request.backbone, request.seed, notice);
  const { device } = await loadTensorFlow();
  const recipe = shortened(recipeOf(request.recipe, good.length), request.steps);
  const split = splitGood(recipe.training?.heldOut ?? null, good.length, seed);
  const { heldOut, trainOn } = split;
  const material = { images, backbone, size, seed };
  const judging = recipe.selfValidate ? await prepareJudging(material, split) : null;
  if (recipe.selfValidate && !judging) {
    notice(
      `With ${good.length} good images there are too few to choose by; the defaults are used. ` +
        'From 20 images on Loupe chooses by itself.',
    );
  }
  const normalisation = await decideNormalisation(request, recipe, backbone, {
    judging,
    images,
    trainOn,
    control,
  });
  const setup = { input: backbone.input, normalisation, strides: recipe.strides };

  const { weights, steps, curves } = await learnEncoders(
    material,
    recipe,
    normalisation,
    trainOn,
    judging && stepJudge(judging),
    {
      place: out,
      identity: identityOf(request, recipe, fingerprint, backbone),
      resume: request.resume,
    },
    control,
    notice,
  );

  const detector = await makeDetector(
    weights,
    material,
    setup,
    { bankMb: request.bankMb },
    control,
  );
  const { banks } = detector;
  try {
    const { localScale } = recipe;
    const compared = await calibrateOnGood(detector, images, heldOut, localScale, control);
    if (judging) {
      detector.weights = await chooseScaleWeights(detector, judging.trial, compared, control);
    }
    const unseen = compared.filter(({ image }) => heldOut.size === 0 || heldOut.has(image));
    const statistics = goodStatistics(detector, unseen, true);
    const imageThreshold = percentileThreshold(statistics.goodScores, OVERKILL) ?? 0;
    const { goodImages, pictures } = await picturesOf(good, preprocessing, control);
    pictures.set('curves.json', new TextEncoder().encode(`${JSON.stringify(curves)}\n`));
    const manifest = await writeModel(
      out,
      {
        encoders: weights,
        banks,
        manifest: {
          schemaVersion: MODEL_SCHEMA_VERSION,
          name: modelNameOf(request),
          createdAt: new Date().toISOString(),
          createdBy: `loupe ${device.versions.loupe}`,
          method: 'multi-scale-patch',
          recipe: recipe.name,
          recipeParameters: { ...recipe, bankMb: request.bankMb },
          seed,
          preprocessing,
          input: backbone.input,
          normalisation,
          strides: recipe.strides,
          scaleWeights: detector.weights,
          backbone: { name: backbone.name, sha256: backbone.sha256 },
          dataset: {
            name: dataset.name,
            root: dataset.root,
            fingerprint,
            trainImages: good.length,
          },
          banks: perScale((theta) => ({
            vectors: bankCount(banks[theta]),
            dim: banks[theta].dim,
            candidates: banks[theta].candidates,
            coveringRadius: banks[theta].coveringRadius,
          })),
          goodImages,
          goodMap: statistics.goodMap,
          goodScores: statistics.goodScores,
          thresholds: {
            image: imageThreshold,
            // Never above the image threshold, so that every NG image has a region to show.
            pixel: Math.min(statistics.goodMap.max, imageThreshold),
            source: 'good-only',
            overkill: OVERKILL,
          },
          training: {
            device: device.label,
            seconds: (performance.now() - started) / 1000,
            steps,
          },
        },
      },
      pictures,
    );
    await rm(workFolderOf(out), { recursive: true, force: true });
    return { manifest, curves, rejected: dataset.rejected };
  } finally {
    detector.dispose();
  }
}

/** The recipe with few steps, and k-means to match: it learns little and takes seconds. */
function shortened(recipe: Recipe, steps: number | undefined): Recipe {
  const { training } = recipe;
  if (steps === undefined || !training) return recipe;
  const scales = perScale((theta) => {
    const plan = training.scales[theta];
    return { ...plan, steps: Math.min(plan.steps, steps) };
  });
  const clusters = Math.min(training.clusters, 8);
  const clusterSample = Math.min(training.clusterSample, 16 * clusters);
  return { ...recipe, training: { ...training, scales, clusters, clusterSample } };
}

/** As asked, or after the model's folder. */
export function modelNameOf({ name, out }: TrainRequest): string {
  return name ?? basename(resolve(out)).replace(/\.loupe$/, '');
}

/** What makes a checkpoint fit a run: everything that changes the result. */
function identityOf(
  { seed, size, normalise }: TrainRequest,
  recipe: Recipe,
  fingerprint: string,
  backbone: Backbone,
): string {
  const parts = { seed, size, normalise, recipe, fingerprint, backbone: backbone.sha256 };
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
