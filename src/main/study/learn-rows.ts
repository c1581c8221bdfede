/**
 * Why this file exists: from what a row says of its encoders to encoders that are there. Rows that
 * say the same share the result, also where one of them lets self-validation decide.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Normalisation } from '../../shared/manifest.ts';
import type { PerScale } from '../../shared/scales.ts';
import type { Control } from '../engine/control.ts';
import type { EmbeddingSetup } from '../engine/dense.ts';
import type { ConvWeights } from '../engine/encoder.ts';
import type { JudgeOptions } from '../engine/encoder-judge.ts';
import { recipeOf, type Recipe } from '../engine/recipes.ts';
import { statOrNull } from '../files.ts';
import { decideNormalisation } from '../services/decide-normalisation.ts';
import {
  chooseBackbone,
  learnEncoders,
  prepareJudging,
  splitGood,
  stepJudge,
  type Material,
  type Split,
  type StepJudge,
} from '../services/learning.ts';
import { workFolderOf } from '../services/training-checkpoints.ts';
import type { StudyRequest } from './request.ts';
import type { Subject } from './subject.ts';
import type { Learning, LossName } from './tables.ts';

/** Good images kept for self-validation where the recipe trains nothing. */
const HELD_OUT = 0.15;

/** A row's encoders, fully determined: equal ones have equal keys. */
export interface SettledLearning {
  key: string;
  seed: number;
  recipe: Recipe;
  normalisation: Normalisation;
  chooseStep: boolean;
  material: Material;
  /** Part of the good images for self-validation, and the rest. */
  split: Split;
  /** Null where there are too few good images to choose by. */
  judging: JudgeOptions | null;
}

/** The recipe as a row wants it: with one loss less, fewer steps, or without training. */
export function recipeFor(
  learn: Pick<Learning, 'recipe' | 'train' | 'without'>,
  goodImages: number,
  stepsPercent: number,
): Recipe {
  const recipe = recipeOf(learn.recipe, goodImages);
  const { training } = recipe;
  if (!training || !learn.train) return { ...recipe, training: null };
  const { scales } = training;
  const shortened = (theta: keyof typeof scales) => ({
    ...scales[theta],
    steps: Math.max(1, Math.round((scales[theta].steps * stepsPercent) / 100)),
  });
  return {
    ...recipe,
    training: {
      ...training,
      scales: { 64: shortened(64), 32: shortened(32), 16: shortened(16) },
      weights: { ...training.weights, ...(learn.without ? LEFT_OUT[learn.without] : {}) },
    },
  };
}

const LEFT_OUT: Record<LossName, Partial<NonNullable<Recipe['training']>['weights']>> = {
  SVDD: { svdd: 0 },
  Cos: { cos: 0 },
  SSL: { ssl: 0 },
  Kmeans: { kmeans: 0 },
};

/** Settles what a row leaves open, by good images alone. */
export async function settleLearning(
  learn: Learning,
  { good, size }: Subject,
  { stepsPercent }: Pick<StudyRequest, 'stepsPercent'>,
  seed: number,
  control: Control,
  notice: (sentence: string) => void,
): Promise<SettledLearning> {
  const recipe = recipeFor(learn, good.count, stepsPercent);
  const backbone = await chooseBackbone(learn.backbone, seed, notice);
  const material: Material = { images: good, backbone, size, seed };
  const split = splitGood(recipe.training?.heldOut ?? HELD_OUT, good.count, seed);
  const judging = await prepareJudging(material, split);
  const normalisation = await decideNormalisation(
    { normalise: learn.normalise === 'judged' ? 'auto' : learn.normalise, size },
    learn.normalise === 'judged' ? { ...recipe, selfValidate: true } : recipe,
    backbone,
    { judging, images: good, trainOn: split.trainOn, control },
  );
  const parts = { recipe, backbone: backbone.sha256, normalisation, seed };
  const chooseStep = learn.chooseStep && recipe.selfValidate && recipe.training !== null;
  const key = createHash('sha256')
    .update(JSON.stringify({ ...parts, chooseStep }))
    .digest('hex');
  return { key, seed, recipe, normalisation, chooseStep, material, split, judging };
}

export interface LearntEncoders {
  weights: PerScale<readonly ConvWeights[]>;
  setup: EmbeddingSetup;
  steps: PerScale<number>;
  seconds: number;
  /** Where the training's checkpoint lies until its rows are finished. */
  place: string;
}

/** Where a training leaves what it may go on from. */
export function placeOf({ key, seed }: SettledLearning, out: string): string {
  return join(out, 'work', `${key.slice(0, 16)}-${seed}`);
}

/**
 * Trains the encoders, going on from where a killed study stopped.
 * @param watch judges steps instead of the usual judge, which it must agree with
 */
export async function learnRows(
  settled: SettledLearning,
  out: string,
  fingerprint: string,
  control: Control,
  notice: (sentence: string) => void,
  watch: StepJudge | null = null,
): Promise<LearntEncoders> {
  const { key, recipe, normalisation, chooseStep, material, split, judging } = settled;
  const started = performance.now();
  const place = placeOf(settled, out);
  const left = await statOrNull(workFolderOf(place));
  const { weights, steps } = await learnEncoders(
    material,
    recipe,
    normalisation,
    split.trainOn,
    chooseStep && judging ? (watch ?? stepJudge(judging)) : null,
    { place, identity: `${key} ${fingerprint}`, resume: left !== null },
    control,
    notice,
  );
  return {
    weights,
    setup: { input: material.backbone.input, normalisation, strides: recipe.strides },
    steps,
    seconds: (performance.now() - started) / 1000,
    place,
  };
}
