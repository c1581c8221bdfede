/**
 * Why this file exists: the stages of learning a part, from good images to a calibrated detector.
 * `train-model.ts` runs them once and writes a model; a study (src/main/study) runs them many times
 * and shares what its rows have in common.
 */
import type { Normalisation } from '../../shared/manifest.ts';
import { createRandom } from '../../shared/random.ts';
import { perScale, THETAS, type PerScale } from '../../shared/scales.ts';
import { randomBackbone, type Backbone } from '../backbone/backbone.ts';
import { loadBackbone } from '../backbone/store.ts';
import { planBankCounts } from '../engine/bank.ts';
import { buildBanks } from '../engine/build-banks.ts';
import { calibrate, type GoodComparison } from '../engine/calibrate.ts';
import type { Control } from '../engine/control.ts';
import { gridOf, type EmbeddingSetup } from '../engine/dense.ts';
import { Detector } from '../engine/detector.ts';
import type { ConvWeights, Encoder } from '../engine/encoder.ts';
import { judgeEncoders, type JudgeOptions } from '../engine/encoder-judge.ts';
import type { ImageSource } from '../engine/images.ts';
import type { Recipe } from '../engine/recipes.ts';
import { trainEncoders, type TrainedEncoders } from '../engine/train-encoders.ts';
import { makeTrial } from '../engine/trial.ts';
import { encodersFrom } from './open-model.ts';
import { trainWithCheckpoints } from './training-checkpoints.ts';

/** Good images compared with the bank for calibration, at most. */
const LOOKED_AT = 96;
/** Good images kept from the training of encoders, at most. */
const HELD_OUT = 32;
/** Good images that self-validation needs, and uses at most. */
const SMALLEST_TRIAL = 4;
const LARGEST_TRIAL = 10;

/** What learning starts from. */
export interface Material {
  images: ImageSource;
  backbone: Backbone;
  size: number;
  seed: number;
}

/** The good images by their part in learning, as indices. */
export interface Split {
  heldOut: ReadonlySet<number>;
  trainOn: readonly number[];
}

/** The installed backbone, or random weights by the seed. Throws LoupeError of the weight file. */
export async function chooseBackbone(
  which: 'installed' | 'none',
  seed: number,
  notice: (sentence: string) => void,
): Promise<Backbone> {
  if (which === 'installed') return loadBackbone();
  notice(
    'Training without a backbone: the encoders start from random weights. Expect lower quality ' +
      'than with the ImageNet backbone.',
  );
  return randomBackbone(seed);
}

/**
 * Good images kept from the encoders' training; no more than a quarter, so that few stay many.
 * @param share part of the good images to keep; null keeps none (nothing is trained)
 */
export function splitGood(share: number | null, count: number, seed: number): Split {
  const all = Array.from({ length: count }, (_, index) => index);
  if (share === null) return { heldOut: new Set(), trainOn: all };
  const wanted = Math.max(LARGEST_TRIAL, Math.round(share * count));
  const kept = Math.max(1, Math.min(HELD_OUT, wanted, Math.floor(count / 4)));
  const order = createRandom(seed).fork('held-out').shuffle(all);
  const heldOut = new Set(order.slice(0, kept).sort((a, b) => a - b));
  return { heldOut, trainOn: all.filter((index) => !heldOut.has(index)) };
}

/** What choices are judged by; null where too few good images are held out. */
export async function prepareJudging(
  { images, size, seed }: Material,
  { heldOut, trainOn }: Split,
): Promise<JudgeOptions | null> {
  if (heldOut.size < SMALLEST_TRIAL) return null;
  const trial = await makeTrial(images, [...heldOut].slice(0, LARGEST_TRIAL), size, seed);
  return { trial, images, trainOn, seed };
}

/** Where a training keeps its checkpoints; see `trainWithCheckpoints`. */
export interface Checkpointing {
  /** The checkpoint lies beside this path. */
  place: string;
  /** What the run is: everything that changes its result. */
  identity: string;
  resume: boolean;
}

/** How good an encoder is after a number of steps, see `trainEncoders`. */
export type StepJudge = (encoder: Encoder, setup: EmbeddingSetup, step: number) => Promise<number>;

/** Judges an encoder by its own scale on the trial. */
export function stepJudge(judging: JudgeOptions): StepJudge {
  return async (encoder, setup) => {
    const only = perScale(() => encoder);
    return (await judgeEncoders(only, [encoder.theta], setup, judging)).value;
  };
}

/**
 * The encoders as the recipe wants them: trained, or as the backbone is.
 * @param judge chooses the training step; null keeps the last before a collapse
 */
export async function learnEncoders(
  { images, backbone, size, seed }: Material,
  recipe: Recipe,
  normalisation: Normalisation,
  trainOn: readonly number[],
  judge: StepJudge | null,
  { place, identity, resume }: Checkpointing,
  control: Control,
  notice: (sentence: string) => void,
): Promise<TrainedEncoders> {
  const { layers, input } = backbone;
  if (!recipe.training) {
    return { weights: perScale(() => layers), steps: perScale(() => 0), curves: [] };
  }
  const setup = { input, normalisation, strides: recipe.strides };
  return trainWithCheckpoints(place, identity, resume, notice, (resumeFrom, save) =>
    trainEncoders(
      {
        recipe,
        backbone: layers,
        images,
        trainOn,
        size,
        input,
        normalisation,
        seed,
        resumeFrom,
        judge: judge && ((_theta, encoder, step) => judge(encoder, setup, step)),
        save,
      },
      control,
    ),
  );
}

/** How large a bank is and what it keeps. */
export interface BankPlan {
  bankMb: number;
  /** See `BankBuilder`; half coverage, half density by default. */
  coverShare?: number;
}

/** A detector over the good images' patches, as many as the budget holds. */
export async function makeDetector(
  weights: PerScale<readonly ConvWeights[]>,
  { images, size, seed }: Pick<Material, 'images' | 'size' | 'seed'>,
  setup: EmbeddingSetup,
  { bankMb, ...plan }: BankPlan,
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
    const banks = await buildBanks(
      { encoders, images, size, setup, counts, seed, ...plan },
      control,
    );
    return new Detector({ encoders, banks, setup, size, weights: perScale(() => 1) });
  } catch (error) {
    for (const theta of THETAS) encoders[theta].dispose();
    throw error;
  }
}

/** Good images compared with the detector's banks, which get their local scales where wanted. */
export async function calibrateOnGood(
  detector: Detector,
  images: ImageSource,
  heldOut: ReadonlySet<number>,
  localScale: boolean,
  control: Control,
): Promise<GoodComparison[]> {
  const look = [...new Set([...heldOut, ...spreadOut(images.count, LOOKED_AT)])];
  return calibrate({ detector, images, look, localScale }, control);
}

/** `count` indices spread evenly over 0..total-1; all of them where there are fewer. */
export function spreadOut(total: number, count: number): number[] {
  const n = Math.min(total, count);
  return Array.from({ length: n }, (_, index) => Math.floor((index * total) / n));
}
