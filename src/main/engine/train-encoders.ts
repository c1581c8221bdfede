/**
 * Why this file exists: the first half of training. The three encoders one after another, each
 * watched for collapse, with curves and checkpoints.
 */
import type { InputConvention, Normalisation } from '../../shared/manifest.ts';
import { THETAS, type PerScale, type Theta } from '../../shared/scales.ts';
import { nextStep, type Control } from './control.ts';
import type { ConvWeights, Encoder } from './encoder.ts';
import type { ImageSource } from './images.ts';
import type { Recipe } from './recipes.ts';
import { ScaleTrainer, type LossValues, type TrainerState } from './scale-trainer.ts';
import type { Spread } from './spread.ts';

/** Mean losses since the last point, and the spread, after `step` steps of one scale. */
export interface CurvePoint extends LossValues, Spread {
  theta: Theta;
  step: number;
  /** Self-validation (trial.ts) at this step; null where it was not judged. */
  heldOut: number | null;
}

/** Weights worth going back to. */
interface Best {
  weights: ConvWeights[];
  step: number;
  /** Their self-validation; null where nothing judges. */
  value: number | null;
}

/** Where a run stands; with it a later run goes on as if nothing had happened. */
export interface TrainingCheckpoint {
  /** Finished scales, with their weights. */
  finished: Partial<PerScale<{ weights: ConvWeights[]; steps: number }>>;
  /** The scale in work: after how many steps, its whole state, and the best weights so far. */
  current: {
    theta: Theta;
    step: number;
    state: TrainerState;
    best: Best;
  } | null;
  curves: CurvePoint[];
}

export interface TrainEncodersOptions {
  recipe: Recipe;
  backbone: readonly ConvWeights[];
  images: ImageSource;
  trainOn: readonly number[];
  size: number;
  input: InputConvention;
  normalisation: Normalisation;
  seed: number;
  resumeFrom: TrainingCheckpoint | null;
  /**
   * How good an encoder is, higher is better: the best step is kept. Null: the last step before a
   * collapse is kept.
   */
  judge: ((theta: Theta, encoder: Encoder, step: number) => Promise<number>) | null;
  /** Called when a checkpoint is due; awaited. */
  save: (checkpoint: TrainingCheckpoint) => Promise<void>;
}

export interface TrainedEncoders {
  weights: PerScale<ConvWeights[]>;
  /** The step each scale's weights were taken from. */
  steps: PerScale<number>;
  curves: CurvePoint[];
}

/** Points of a curve per scale, and with it looks at the spread. */
const LOOKS = 20;
/** Looks between two judgements. */
const JUDGE_EVERY = 5;
/** A later step must be better by this much: less may be chance. */
const MARGIN = 0.003;
const CHECKPOINT_MS = 30_000;

/** Trains Enc64, Enc32 and Enc16 as the recipe says. */
export async function trainEncoders(
  options: TrainEncodersOptions,
  control: Control,
): Promise<TrainedEncoders> {
  const { recipe, resumeFrom } = options;
  const { training } = recipe;
  if (!training) throw new RangeError(`recipe ${recipe.name} trains nothing`);
  const progress: TrainingCheckpoint = resumeFrom ?? { finished: {}, current: null, curves: [] };
  const allSteps = THETAS.reduce((sum, theta) => sum + training.scales[theta].steps, 0);
  let stepsBefore = 0;
  for (const theta of THETAS) {
    const before = stepsBefore;
    stepsBefore += training.scales[theta].steps;
    if (progress.finished[theta]) continue;
    const report = (step: number, detail: string) =>
      control.onProgress({
        step: 'Training the encoders',
        done: before + step,
        total: allSteps,
        unit: 'steps',
        detail: `theta ${theta}: ${detail}`,
      });
    progress.finished[theta] = await trainScale(theta, options, progress, report, control);
    progress.current = null;
    await options.save(progress);
  }
  const { finished, curves } = progress;
  const of = (theta: Theta) => finished[theta] ?? { weights: [], steps: 0 };
  return {
    weights: { 64: of(64).weights, 32: of(32).weights, 16: of(16).weights },
    steps: { 64: of(64).steps, 32: of(32).steps, 16: of(16).steps },
    curves,
  };
}

async function trainScale(
  theta: Theta,
  options: TrainEncodersOptions,
  progress: TrainingCheckpoint,
  report: (step: number, detail: string) => void,
  control: Control,
): Promise<{ weights: ConvWeights[]; steps: number }> {
  const training = options.recipe.training;
  if (!training) throw new RangeError(`recipe ${options.recipe.name} trains nothing`);
  const plan = training.scales[theta];
  const trainer = new ScaleTrainer({
    ...options,
    theta,
    training,
    plan,
    weights: options.backbone,
  });
  try {
    const startSpread = await trainer.spread();
    const { current } = progress;
    let best: Best;
    if (current?.theta === theta) {
      await trainer.restore(current.state, current.step);
      best = current.best;
    } else {
      const value = await judged(options, theta, trainer, control);
      best = { weights: await trainer.encoder.weights(), step: 0, value };
    }
    const lookEvery = Math.max(1, Math.floor(plan.steps / LOOKS));
    const since: LossValues[] = [];
    let looks = Math.floor(trainer.step / lookEvery);
    let savedAt = performance.now();
    const keep = async () => {
      progress.current = { theta, step: trainer.step, state: await trainer.state(), best };
      await options.save(progress);
      savedAt = performance.now();
    };
    while (trainer.step < plan.steps) {
      await nextStep(control).catch(async (stopped: unknown) => {
        await keep();
        throw stopped;
      });
      since.push(await trainer.trainStep());
      if (trainer.step % lookEvery === 0 || trainer.step === plan.steps) {
        const spread = await trainer.spread();
        const losses = meanLosses(since.splice(0));
        const collapsing = spread.meanDistance < training.minimumSpread * startSpread.meanDistance;
        const due = looks++ % JUDGE_EVERY === JUDGE_EVERY - 1 || trainer.step === plan.steps;
        const heldOut = due && !collapsing ? await judged(options, theta, trainer, control) : null;
        const point = { theta, step: trainer.step, ...losses, ...spread, heldOut };
        progress.curves.push(point);
        control.onCurvePoint?.(point);
        report(trainer.step, describe(losses, spread));
        if (collapsing) {
          report(trainer.step, `collapsing, back to step ${best.step}`);
          break;
        }
        const better = heldOut !== null && heldOut > (best.value ?? 0) + MARGIN;
        if (options.judge === null || better) {
          best = {
            weights: await trainer.encoder.weights(),
            step: trainer.step,
            value: heldOut,
          };
        }
      } else {
        report(trainer.step, '');
      }
      if (performance.now() - savedAt > CHECKPOINT_MS) await keep();
    }
    return { weights: best.weights, steps: best.step };
  } finally {
    trainer.dispose();
  }
}

/** Asks the judge, as a step of its own: it takes seconds. Null where there is none. */
async function judged(
  { judge }: TrainEncodersOptions,
  theta: Theta,
  { encoder, step: trained }: ScaleTrainer,
  { onProgress }: Control,
): Promise<number | null> {
  if (!judge) return null;
  const step = `Judging the encoder of ${theta} px patches`;
  onProgress({ step, done: 0, total: 1 });
  const value = await judge(theta, encoder, trained);
  onProgress({ step, done: 1, total: 1, detail: value.toFixed(3) });
  return value;
}

function meanLosses(values: readonly LossValues[]): LossValues {
  const mean = (of: (value: LossValues) => number) =>
    values.reduce((sum, value) => sum + of(value), 0) / Math.max(1, values.length);
  return {
    svdd: mean((v) => v.svdd),
    cos: mean((v) => v.cos),
    ssl: mean((v) => v.ssl),
    kmeans: mean((v) => v.kmeans),
    total: mean((v) => v.total),
    angleAccuracy: mean((v) => v.angleAccuracy),
  };
}

function describe(losses: LossValues, spread: Spread): string {
  return (
    `angle ${losses.ssl.toFixed(2)} (${(100 * losses.angleAccuracy).toFixed(0)} % right), ` +
    `k-means ${losses.kmeans.toFixed(3)}, spread ${spread.meanDistance.toFixed(2)}`
  );
}
