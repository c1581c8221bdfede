/**
 * Why this file exists: the use case "train": from a folder of good images to a model file. Every
 * entry (command line, jobs) comes through here.
 */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { DatasetImage } from '../../shared/dataset.ts';
import {
  MODEL_SCHEMA_VERSION,
  type ModelManifest,
  type Normalisation,
  type Preprocessing,
} from '../../shared/manifest.ts';
import { percentileThreshold } from '../../shared/metrics/quantile.ts';
import { createRandom } from '../../shared/random.ts';
import { perScale, THETAS, type PerScale } from '../../shared/scales.ts';
import { randomBackbone, type Backbone } from '../backbone/backbone.ts';
import { loadBackbone } from '../backbone/store.ts';
import { fingerprintDataset } from '../dataset/fingerprint.ts';
import { createImageSource } from '../dataset/image-source.ts';
import { requireGoodImages, scanDataset, trainingImages } from '../dataset/scan.ts';
import { bankCount, planBankCounts } from '../engine/bank.ts';
import { buildBanks } from '../engine/build-banks.ts';
import { calibrate, goodStatistics } from '../engine/calibrate.ts';
import { chooseScaleWeights } from '../engine/choose.ts';
import type { Control } from '../engine/control.ts';
import { gridOf, type EmbeddingSetup } from '../engine/dense.ts';
import { Detector } from '../engine/detector.ts';
import type { ConvWeights } from '../engine/encoder.ts';
import { judgeEncoders } from '../engine/encoder-judge.ts';
import type { ImageSource } from '../engine/images.ts';
import { recipeOf, type Recipe, type RecipeName } from '../engine/recipes.ts';
import { trainEncoders, type CurvePoint } from '../engine/train-encoders.ts';
import { makeTrial } from '../engine/trial.ts';
import { requireFreePlace, requireWritablePlace } from '../models/model-files.ts';
import { writeModel } from '../models/model-store.ts';
import { loadTensorFlow } from '../runtime/load-backend.ts';
import { decideNormalisation } from './decide-normalisation.ts';
import { picturesOf } from './good-pictures.ts';
import { encodersFrom } from './open-model.ts';
import { trainWithCheckpoints, workFolderOf } from './training-checkpoints.ts';

export interface TrainRequest {
  data: string;
  /** A folder, or a file where it ends in `.loupe`. */
  out: string;
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
}

export interface TrainResult {
  manifest: ModelManifest;
  curves: CurvePoint[];
  rejected: { path: string; reason: string }[];
}

/** Memory for decoded training images, in bytes. */
const IMAGE_CACHE = 1_000_000_000;
/** Good images compared with the bank for calibration, at most. */
const LOOKED_AT = 96;
/** Good images kept from the training of encoders, at most. */
const HELD_OUT = 32;
/** Good images that self-validation needs, and uses at most. */
const SMALLEST_TRIAL = 4;
const LARGEST_TRIAL = 10;
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
  const out = resolve(request.out);
  await requireFreePlace(out);
  await requireWritablePlace(out);
  const { onProgress, signal } = control;
  const dataset = await scanDataset(request.data, { onProgress, signal });
  requireGoodImages(dataset);
  for (const { path, reason } of dataset.rejected) notice(`Skipped ${path}: ${reason}`);
  const good = trainingImages(dataset);
  const fingerprint = await fingerprintDataset({ root: dataset.root, images: good }, control);
  const backbone = await chooseBackbone(request, notice);
  const { device } = await loadTensorFlow();

  const { size, seed } = request;
  const preprocessing: Preprocessing = { size, fit: 'stretch', kernel: 'cubic' };
  const recipe = recipeOf(request.recipe, good.length);
  const paths = good.map(({ path }) => path);
  const images = createImageSource(dataset.root, paths, preprocessing, IMAGE_CACHE);
  const heldOut = chooseHeldOut(recipe, good, seed);
  const { input } = backbone;

  const trainOn = [...paths.keys()].filter((index) => !heldOut.has(index));
  const trial =
    recipe.selfValidate && heldOut.size >= SMALLEST_TRIAL
      ? await makeTrial(images, [...heldOut].slice(0, LARGEST_TRIAL), size, seed)
      : null;
  if (recipe.selfValidate && !trial) {
    notice(
      `With ${good.length} good images there are too few to choose by; the defaults are used. ` +
        'From 20 images on Loupe chooses by itself.',
    );
  }
  const judging = trial && { trial, images, trainOn, seed };
  const normalisation = await decideNormalisation(request, recipe, backbone, {
    judging,
    images,
    trainOn,
    control,
  });
  const setup = { input, normalisation, strides: recipe.strides };

  const trained = recipe.training
    ? await trainWithCheckpoints(
        out,
        identityOf(request, recipe, fingerprint, backbone),
        request.resume,
        notice,
        (resumeFrom, save) =>
          trainEncoders(
            {
              recipe,
              backbone: backbone.layers,
              images,
              trainOn,
              size,
              input,
              normalisation,
              seed,
              resumeFrom,
              judge:
                judging &&
                (async (theta, encoder) => {
                  const only = perScale(() => encoder);
                  return (await judgeEncoders(only, [theta], setup, judging)).value;
                }),
              save,
            },
            control,
          ),
      )
    : null;
  const weights = trained?.weights ?? perScale(() => backbone.layers);

  const detector = await makeDetector(weights, images, setup, request, control);
  const { banks } = detector;
  try {
    const look = [...new Set([...heldOut, ...spreadOut(good.length, LOOKED_AT)])];
    const { localScale } = recipe;
    const compared = await calibrate({ detector, images, look, localScale }, control);
    if (trial) {
      detector.weights = await chooseScaleWeights(detector, trial, compared, control);
    }
    const unseen = compared.filter(({ image }) => heldOut.size === 0 || heldOut.has(image));
    const statistics = goodStatistics(detector, unseen, true);
    const imageThreshold = percentileThreshold(statistics.goodScores, OVERKILL) ?? 0;
    const { goodImages, pictures } = await picturesOf(dataset.root, good, preprocessing, control);
    const curves = trained?.curves ?? [];
    pictures.set('curves.json', new TextEncoder().encode(`${JSON.stringify(curves)}\n`));
    const manifest = await writeModel(
      out,
      {
        encoders: weights,
        banks,
        manifest: {
          schemaVersion: MODEL_SCHEMA_VERSION,
          name: basename(out).replace(/\.loupe$/, ''),
          createdAt: new Date().toISOString(),
          createdBy: `loupe ${device.versions.loupe}`,
          method: 'multi-scale-patch',
          recipe: recipe.name,
          recipeParameters: { ...recipe, bankMb: request.bankMb },
          seed,
          preprocessing,
          input,
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
            steps: trained?.steps ?? perScale(() => 0),
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

/** A detector over the good images' patches, as many as the budget holds. */
async function makeDetector(
  weights: PerScale<readonly ConvWeights[]>,
  images: ImageSource,
  setup: EmbeddingSetup,
  { bankMb, size, seed }: TrainRequest,
  control: Control,
): Promise<Detector> {
  const encoders = encodersFrom(weights);
  try {
    const grids = perScale((theta) => gridOf(encoders[theta], size, setup.strides[theta]));
    const counts = planBankCounts(
      bankMb,
      perScale((theta) => encoders[theta].architecture.dim),
      perScale((theta) => images.count * grids[theta].rows * grids[theta].columns),
    );
    const banks = await buildBanks({ encoders, images, size, setup, counts, seed }, control);
    return new Detector({ encoders, banks, setup, size, weights: perScale(() => 1) });
  } catch (error) {
    for (const theta of THETAS) encoders[theta].dispose();
    throw error;
  }
}

async function chooseBackbone(
  { backbone, seed }: TrainRequest,
  notice: (sentence: string) => void,
): Promise<Backbone> {
  if (backbone === 'installed') return loadBackbone();
  notice(
    'Training without a backbone: the encoders start from random weights. Expect lower quality ' +
      'than with the ImageNet backbone.',
  );
  return randomBackbone(seed);
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

/** Good images kept from the encoders' training; no more than a quarter, so that few stay many. */
function chooseHeldOut(recipe: Recipe, good: readonly DatasetImage[], seed: number): Set<number> {
  if (!recipe.training) return new Set();
  const wanted = Math.max(LARGEST_TRIAL, Math.round(recipe.training.heldOut * good.length));
  const count = Math.min(HELD_OUT, wanted, Math.floor(good.length / 4));
  const order = createRandom(seed)
    .fork('held-out')
    .shuffle([...good.keys()]);
  return new Set(order.slice(0, Math.max(1, count)).sort((a, b) => a - b));
}

/** `count` indices spread evenly over 0..total-1. */
function spreadOut(total: number, count: number): number[] {
  const n = Math.min(total, count);
  return Array.from({ length: n }, (_, index) => Math.floor((index * total) / n));
}
