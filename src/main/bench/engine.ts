/**
 * Why this file exists: how fast the engine is against its own arithmetic run bare. Dense
 * embeddings of an image against only their convolutions and poolings, and training steps.
 */
import { randomBackbone, type Backbone } from '../backbone/backbone.ts';
import { ARCHITECTURES, convolutionsOf, type Architecture } from '../engine/architecture.ts';
import { denseEmbeddings, type EmbeddingSetup } from '../engine/dense.ts';
import { Encoder } from '../engine/encoder.ts';
import { recipeOf, type RecipeName, type ScalePlan } from '../engine/recipes.ts';
import { ScaleTrainer } from '../engine/scale-trainer.ts';
import { tf } from '../engine/tf.ts';
import type { OnProgress } from '../../shared/progress.ts';
import { createRandom } from '../../shared/random.ts';
import { perScale, THETAS, type PerScale, type Theta } from '../../shared/scales.ts';
import type { BackendName } from '../runtime/device.ts';
import type { BenchResult, Figure } from './report.ts';
import { timeInTurns, waitFor, type Work } from './timing.ts';

const SIZE = 256;
/** Good images of a typical product: the paper's steps depend on it. */
const IMAGES = 60;
/** Dense embeddings may take this much longer than their bare convolutions. */
const TARGET = 1.3;

/** How often each backend can be asked within a few minutes. */
const RUNS: Record<BackendName, { dense: number; training: number; draws: number | null }> = {
  gpu: { dense: 50, training: 20, draws: null },
  native: { dense: 15, training: 3, draws: null },
  // 64 draws of 64 px patches do not fit the memory of WASM; fewer are taken and scaled up.
  wasm: { dense: 3, training: 1, draws: 4 },
  js: { dense: 1, training: 1, draws: 1 },
};

export async function benchEngine(
  backend: BackendName,
  onProgress: OnProgress,
): Promise<BenchResult> {
  const backbone = randomBackbone(0);
  const figures: Figure[] = [];
  const jobs: (() => Promise<Figure>)[] = [
    () => benchDense(backbone, 'shared', backend),
    () => benchDense(backbone, 'separate', backend),
    ...(['quick', 'paper'] as const).flatMap((recipe) =>
      THETAS.map((theta) => () => benchTraining(backbone, recipe, theta, backend)),
    ),
  ];
  for (const [done, job] of jobs.entries()) {
    onProgress({ step: 'Bench of the engine', done, total: jobs.length, unit: 'figures' });
    figures.push(await job());
  }
  onProgress({ step: 'Bench of the engine', done: jobs.length, total: jobs.length });
  return { bench: 'engine', figures };
}

async function benchDense(
  backbone: Backbone,
  kind: 'shared' | 'separate',
  backend: BackendName,
): Promise<Figure> {
  const { layers, input } = backbone;
  const encoders =
    kind === 'shared'
      ? sharedEncoders(Encoder.create(64, layers))
      : perScale((theta) => Encoder.create(theta, layers));
  const setup: EmbeddingSetup = {
    input,
    normalisation: { kind: 'unit' },
    strides: { 64: 8, 32: 4, 16: 4 },
  };
  const image = madeUpImage(0);
  const engine: Work = () => {
    const embeddings = Object.values(denseEmbeddings(encoders, image, SIZE, setup));
    for (const tensor of embeddings) waitFor(tf, tensor);
    tf.dispose(embeddings);
  };
  // The cut of theta 64 goes through the other two.
  const cuts: readonly Theta[] = kind === 'shared' ? [64] : THETAS;
  const bare = bareConvolutions(backbone, cuts);
  const [ours, theirs] = await timeInTurns([engine, bare.run], RUNS[backend].dense);
  bare.dispose();
  for (const encoder of Object.values(encoders)) encoder.dispose();
  const [ms, bareMs] = [ours?.median ?? NaN, theirs?.median ?? NaN];
  return {
    name: `dense embeddings, ${SIZE} px, three scales, ${kind === 'shared' ? 'one trunk' : 'three networks'}`,
    ms,
    bareMs,
    ratio: ms / bareMs,
    target: TARGET,
    gflops: bare.flops / ms / 1e6,
    bareGflops: bare.flops / bareMs / 1e6,
  };
}

function sharedEncoders(enc64: Encoder): PerScale<Encoder> {
  return { 64: enc64, 32: enc64.prefix(32), 16: enc64.prefix(16) };
}

/** Only tf.conv2d and tf.maxPool, with the shapes of the engine's passes. */
function bareConvolutions(
  { layers }: Backbone,
  cuts: readonly Theta[],
): { run: Work; flops: number; dispose: () => void } {
  const passes = cuts.map((theta) => {
    const architecture = ARCHITECTURES[theta];
    const names = convolutionsOf(architecture).map(({ name }) => name as string);
    const kernels = layers
      .filter(({ name }) => names.includes(name))
      .map(({ kernel, shape }) => tf.tensor4d(kernel, shape));
    return { architecture, kernels };
  });
  const image = tf.tensor4d(madeUpImage(0), [1, SIZE, SIZE, 3]);
  return {
    run: () => {
      for (const { architecture, kernels } of passes) {
        const result = tf.tidy(() => {
          let current = image;
          let next = 0;
          for (const step of architecture.steps) {
            const kernel = step.kind === 'conv' ? kernels[next++] : undefined;
            current = kernel
              ? tf.conv2d(current, kernel, 1, 'valid')
              : tf.maxPool(current, 2, 2, 'valid');
          }
          return current;
        });
        waitFor(tf, result);
        result.dispose();
      }
    },
    flops: passes.reduce((sum, { architecture }) => sum + flopsOf(architecture), 0),
    dispose: () => tf.dispose([image, ...passes.flatMap(({ kernels }) => kernels)]),
  };
}

/** Floating-point operations of one dense pass; a multiply-add counts as two. */
function flopsOf(architecture: Architecture): number {
  let side = SIZE;
  let flops = 0;
  for (const step of architecture.steps) {
    if (step.kind === 'pool') side = Math.floor(side / 2);
    else {
      side -= 2;
      flops += 2 * 9 * step.inputs * step.outputs * side * side;
    }
  }
  return flops;
}

async function benchTraining(
  backbone: Backbone,
  name: RecipeName,
  theta: Theta,
  backend: BackendName,
): Promise<Figure> {
  const { training } = recipeOf(name, IMAGES);
  if (!training) throw new RangeError(`recipe ${name} trains nothing`);
  const { plan, scale } = fitted(training.scales[theta], RUNS[backend].draws);
  const images = [0, 1].map(madeUpImage);
  const trainer = new ScaleTrainer({
    theta,
    weights: backbone.layers,
    // The centres are refreshed once, in the warm-up, and from few patches: steps are measured.
    training: { ...training, refreshEvery: 1e9, clusters: 16, clusterSample: 64 },
    plan,
    images: { count: 2, load: async (index) => images[index] ?? madeUpImage(index) },
    trainOn: [0, 1],
    size: SIZE,
    input: backbone.input,
    normalisation: { kind: 'unit' },
    seed: 0,
  });
  const [timing] = await timeInTurns([() => trainer.trainStep()], RUNS[backend].training);
  trainer.dispose();
  const ms = (timing?.median ?? NaN) * scale;
  const figure: Figure = {
    name: `training step, ${name}, theta ${theta}: ${wordsFor(training.scales[theta])}`,
    ms,
    perSecond: 1000 / ms,
  };
  return scale === 1
    ? figure
    : { ...figure, note: `scaled from ${plan.batch.draws} draws: more do not fit WASM` };
}

/** A plan of the paper's kind with at most `draws` draws, and by how much its time is short. */
function fitted(plan: ScalePlan, draws: number | null): { plan: ScalePlan; scale: number } {
  const { batch } = plan;
  if (draws === null || batch.kind === 'dense' || batch.draws <= draws) return { plan, scale: 1 };
  return { plan: { ...plan, batch: { ...batch, draws } }, scale: batch.draws / draws };
}

function wordsFor({ batch }: ScalePlan): string {
  return batch.kind === 'patches'
    ? `${batch.draws} draws of ${batch.shareAnchors ? 4 : 6} patches`
    : `${batch.draws} draws from 2 x ${batch.places} crops of ${batch.cropSize} px`;
}

/** RGB 0..255 noise, SIZE * SIZE * 3: no value is cheaper to compute with than another. */
function madeUpImage(seed: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: SIZE * SIZE * 3 }, () => 255 * random.uniform());
}
