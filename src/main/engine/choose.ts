/**
 * Why this file exists: what a recipe leaves to the data is chosen here, by self-validation: how
 * embeddings are normalised, and what each scale weighs in the sum.
 */
import type { InputConvention, Normalisation } from '../../shared/manifest.ts';
import { perScale, THETAS, type PerScale, type Theta } from '../../shared/scales.ts';
import type { GoodComparison } from './calibrate.ts';
import { nextStep, type Control } from './control.ts';
import { denseEmbeddings } from './dense.ts';
import type { Comparison, Detector } from './detector.ts';
import type { Encoder } from './encoder.ts';
import { judgeEncoders, type JudgeOptions } from './encoder-judge.ts';
import { imageScore, sumMaps } from './maps.ts';
import { tf } from './tf.ts';
import { judge, type Trial } from './trial.ts';

/** Another choice than the paper's must be better by this much on the synthetic defects. */
const MARGIN = 0.01;

/** Images whose embeddings give the typical norm. */
const NORM_IMAGES = 8;

/**
 * Unit or soft normalisation. Soft keeps the norm of weak embeddings small: on dark, flat surfaces
 * dividing by the norm turns noise into distance.
 */
export async function chooseNormalisation(
  encoders: PerScale<Encoder>,
  input: InputConvention,
  strides: PerScale<number>,
  options: JudgeOptions,
  control: Control,
): Promise<Normalisation> {
  const unit: Normalisation = { kind: 'unit' };
  const { size } = options.trial;
  const soft = await softNormalisation(encoders, input, strides, { ...options, size });
  let best: { normalisation: Normalisation; value: number } = { normalisation: unit, value: -1 };
  for (const [done, normalisation] of [unit, soft].entries()) {
    await nextStep(control);
    control.onProgress({ step: 'Choosing the normalisation', done, total: 2, unit: 'trials' });
    const setup = { input, normalisation, strides };
    const { value } = await judgeEncoders(encoders, THETAS, setup, options);
    if (value > best.value + MARGIN) best = { normalisation, value };
  }
  control.onProgress({
    step: 'Choosing the normalisation',
    done: 2,
    total: 2,
    unit: 'trials',
    detail: best.normalisation.kind,
  });
  return best.normalisation;
}

/** Soft normalisation with the median norm of each scale's embeddings as its floor. */
export async function softNormalisation(
  encoders: PerScale<Encoder>,
  input: InputConvention,
  strides: PerScale<number>,
  { images, trainOn, size }: Pick<JudgeOptions, 'images' | 'trainOn'> & { size: number },
): Promise<Normalisation> {
  const norms = perScale((): number[] => []);
  const setup = { input, normalisation: { kind: 'none' } as const, strides };
  for (const index of trainOn.slice(0, NORM_IMAGES)) {
    const embeddings = denseEmbeddings(encoders, await images.load(index), size, setup);
    for (const theta of THETAS) {
      const part = embeddings[theta]!;
      norms[theta].push(...tf.tidy(() => tf.norm(part, 2, 1).dataSync<'float32'>()));
    }
    tf.dispose(Object.values(embeddings));
  }
  const floor = perScale((theta) => {
    const sorted = norms[theta].sort((a, b) => a - b);
    return sorted[sorted.length >> 1] ?? 0;
  });
  return { kind: 'soft', floor };
}

const PLAIN: PerScale<number> = { 64: 1, 32: 1, 16: 1 };

/** Leaving a scale out is a large step on little evidence: it must gain this much. */
const SUBSET_MARGIN = 0.05;
const SUBSETS: readonly PerScale<number>[] = [
  { 64: 1, 32: 1, 16: 0 },
  { 64: 0, 32: 1, 16: 1 },
  { 64: 1, 32: 0, 16: 1 },
  { 64: 1, 32: 0, 16: 0 },
  { 64: 0, 32: 1, 16: 0 },
  { 64: 0, 32: 0, 16: 1 },
];

/** One way to weigh the scales and what self-validation says of it. */
export interface ScaleCandidate {
  name: 'plain' | 'even' | 'subset';
  weights: PerScale<number>;
  value: number;
}

/**
 * Judges the plain sum (first), the sum with each scale's good images brought to the same mean
 * score, and the sums without one or two scales.
 * @param good all good images compared with the bank without their own patches; more than the
 *   trial's, since few good images make a noisy judge
 */
export async function judgeScaleWeights(
  detector: Detector,
  trial: Trial,
  good: readonly GoodComparison[],
  control: Control,
): Promise<ScaleCandidate[]> {
  const goodMaps = good.map(({ comparison }) => mapsOf(detector, comparison));
  const defectMaps: PerScale<Float32Array>[] = [];
  for (const { pixels, image } of trial.defective) {
    await nextStep(control);
    defectMaps.push(mapsOf(detector, detector.compareGood(pixels, image).apart));
    control.onProgress({
      step: 'Weighing the scales',
      done: defectMaps.length,
      total: trial.defective.length,
      unit: 'images',
    });
  }
  const candidate = (name: ScaleCandidate['name'], weights: PerScale<number>) => {
    const sum = (maps: PerScale<Float32Array>) => sumMaps(maps, weights);
    return { name, weights, value: judge(trial, goodMaps.map(sum), defectMaps.map(sum)).value };
  };
  return [
    candidate('plain', PLAIN),
    candidate('even', evenWeights(goodMaps, detector.size)),
    ...SUBSETS.map((subset) => candidate('subset', subset)),
  ];
}

/** Weights of the scales in Eq. 8: the plain sum unless another is clearly better on the trial. */
export async function chooseScaleWeights(
  detector: Detector,
  trial: Trial,
  good: readonly GoodComparison[],
  control: Control,
): Promise<PerScale<number>> {
  return bestScaleWeights(await judgeScaleWeights(detector, trial, good, control));
}

/** The choice among what `judgeScaleWeights` gave. */
export function bestScaleWeights(candidates: readonly ScaleCandidate[]): PerScale<number> {
  const plain = candidates.find(({ name }) => name === 'plain');
  if (!plain) throw new RangeError('the plain sum is not among the candidates');
  let best = plain;
  for (const candidate of candidates) {
    const margin = candidate.name === 'subset' ? SUBSET_MARGIN : MARGIN;
    if (candidate.value > plain.value + margin && candidate.value > best.value) best = candidate;
  }
  return best.weights;
}

function mapsOf(detector: Detector, comparison: Comparison): PerScale<Float32Array> {
  return detector.assemble(comparison).scaleMaps;
}

/** One over the mean of each scale's good image scores; their own mean is 1. */
export function evenWeights(
  goodMaps: readonly PerScale<Float32Array>[],
  size: number,
): PerScale<number> {
  return balancedWeights((theta) => {
    const scores = goodMaps.map((maps) => imageScore(maps[theta], size));
    return scores.reduce((sum, score) => sum + score, 0) / scores.length;
  });
}

/** Weights that bring a positive figure of each scale to the same value; their own mean is 1. */
export function balancedWeights(figureOf: (theta: Theta) => number): PerScale<number> {
  const inverse = perScale((theta) => 1 / Math.max(figureOf(theta), 1e-6));
  const average = THETAS.reduce((sum, theta) => sum + inverse[theta], 0) / THETAS.length;
  return perScale((theta) => inverse[theta] / average);
}
