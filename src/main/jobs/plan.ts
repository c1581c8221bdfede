/**
 * Why this file exists: what a training will take, before it is begun: how large the bank gets by
 * arithmetic, how long it takes by what earlier trainings took on this machine.
 */
import type { TrainingPlan } from '../../shared/contract/jobs.ts';
import type { TrainOptions } from '../../shared/entities/job.ts';
import { perScale, THETAS } from '../../shared/scales.ts';
import { ARCHITECTURES, denseCount } from '../engine/architecture.ts';
import { planBankCounts } from '../engine/bank.ts';
import { recipeOf } from '../engine/recipes.ts';
import type { Measurement } from './measurements.ts';

export interface PlanInput {
  options: TrainOptions;
  /** Good images of the version's training split. */
  goodImages: number;
  /** In source pixels. */
  largest: { width: number; height: number };
  /** The newest first. */
  measurements: readonly Measurement[];
  hasBackbone: boolean;
}

/** Fewer cannot be learnt from. */
const FEWEST = 5;
/** From here on Loupe chooses by itself (see learning.ts). */
const ENOUGH = 20;

/** The plan; `seconds` and `msPerImage` are null where nothing like it was measured. */
export function planTraining(input: PlanInput): TrainingPlan {
  const { options, goodImages, largest, measurements } = input;
  const { size, bankMb } = options;
  const recipe = recipeOf(options.recipe, goodImages);
  const patches = perScale((theta) => {
    const every = recipe.strides[theta] / ARCHITECTURES[theta].stride;
    const side = Math.ceil(denseCount(ARCHITECTURES[theta], size) / every);
    return goodImages * side * side;
  });
  const dims = perScale((theta) => ARCHITECTURES[theta].dim);
  const bankVectors = goodImages === 0 ? perScale(() => 0) : planBankCounts(bankMb, dims, patches);
  const bytes = THETAS.reduce((sum, theta) => sum + bankVectors[theta] * dims[theta] * 4, 0);
  return {
    goodImages,
    seconds: secondsOf(options, goodImages, measurements),
    bankVectors,
    bankMb: bytes / 1e6,
    msPerImage: msPerImageOf(options, measurements),
    smallestFeature: { width: (16 * largest.width) / size, height: (16 * largest.height) / size },
    warnings: warningsOf(input),
  };
}

/** How alike two trainings are: how often larger one is than the other, 1 for equal ones. */
const ratio = (a: number, b: number): number => Math.max(a, b) / Math.max(1e-9, Math.min(a, b));

function closest(
  measurements: readonly Measurement[],
  distance: (measurement: Measurement) => number,
): Measurement | null {
  let best: Measurement | null = null;
  // The newest of equal ones: the machine may have changed since.
  for (const each of measurements) if (!best || distance(each) < distance(best)) best = each;
  return best;
}

/**
 * From the training of the same recipe that is most alike. Time grows with the pixels of an image
 * and, but for the training steps of `quick`, whose number is fixed, with the number of images.
 */
function secondsOf(
  { recipe, size }: TrainOptions,
  goodImages: number,
  measurements: readonly Measurement[],
): number | null {
  const same = measurements.filter((each) => each.recipe === recipe);
  const base = closest(
    same,
    (each) => ratio(each.size, size) ** 2 * ratio(each.goodImages, goodImages),
  );
  if (!base) return null;
  const pixels = (size / base.size) ** 2;
  const images = goodImages / base.goodImages;
  // Of a short training about half goes into its fixed steps.
  const growth = recipe === 'quick' ? (1 + images) / 2 : images;
  return base.seconds * pixels * growth;
}

function msPerImageOf(
  { size, bankMb }: TrainOptions,
  measurements: readonly Measurement[],
): number | null {
  const timed = measurements.filter(({ msPerImage }) => msPerImage !== null);
  const base = closest(
    timed,
    (each) => ratio(each.size, size) ** 2 * ratio(each.bankMb, bankMb) ** 0.5,
  );
  if (!base || base.msPerImage === null) return null;
  return base.msPerImage * (size / base.size) ** 2;
}

function warningsOf({ options, goodImages, largest, hasBackbone }: PlanInput): string[] {
  const warnings: string[] = [];
  if (goodImages < FEWEST) {
    warnings.push(
      `The version has ${goodImages} good training images; at least ${FEWEST} are needed.`,
    );
  } else if (goodImages < ENOUGH) {
    warnings.push(
      `With ${goodImages} good training images there are few to learn from; from ${ENOUGH} on ` +
        'Loupe chooses its settings by itself.',
    );
  }
  if (!hasBackbone) {
    warnings.push('No backbone is installed: run "npm run setup" before training.');
  }
  const shrink = Math.max(largest.width, largest.height) / options.size;
  if (shrink > 4) {
    warnings.push(
      `Images of ${largest.width} x ${largest.height} pixels are shrunk ${shrink.toFixed(1)} times; ` +
        'defects of a few pixels will vanish. Take a larger input size for fine ones.',
    );
  }
  return warnings;
}
