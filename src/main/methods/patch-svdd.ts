/**
 * Why this file exists: Patch SVDD, after "Patch SVDD: Patch-level SVDD for Anomaly Detection and
 * Segmentation" (Yi and Yoon, ACCV 2020). Sections and equations are numbered as there.
 *
 * 1. Patch-wise SVDD (3.1): codes of patches a few pixels apart are drawn together, L_SVDD' (Eq. 3).
 * 2. Self-supervised learning (3.2): from two patches' codes, in which of eight directions the second
 *    lies, L_SSL (Eq. 4); `patch-svdd-batch.ts` draws the pairs. L = lambda L_SVDD' + L_SSL (Eq. 5).
 * 3. Hierarchical encoding (3.3): K = 32 inside K = 64, learnt from nothing; both sizes' losses are
 *    summed (`patch-svdd-network.ts`).
 * 4. Generating anomaly maps (3.4): each patch's distance to its nearest normal one; a pixel's score
 *    is the mean over the patches that cover it, strides 16 and 4; the maps of both sizes are
 *    multiplied, and an image's score is its highest pixel.
 *
 * Departures: patches come from crops (see `patch-svdd-batch.ts`); noise goes on both losses' patches,
 * not on those of L_SSL alone; the memory holds what the budget allows, chosen like the banks of the
 * paper's method, instead of every patch.
 */
import { z } from 'zod';
import { createRandom } from '../../shared/random.ts';
import { BankBuilder } from '../engine/bank-builder.ts';
import { nextStep, type Control } from '../engine/control.ts';
import type { Grid } from '../engine/dense.ts';
import type { ImageSource } from '../engine/images.ts';
import { scaleMap } from '../engine/maps.ts';
import { tf } from '../engine/tf.ts';
import { float32Of } from '../models/safetensors.ts';
import type {
  DetectionMethod,
  FitOptions,
  Fitted,
  MapAndScore,
  OpenMethod,
  OpenOptions,
} from './method.ts';
import { CELL, cellsOf, PATCH_SIZES, type PatchSize } from './patch-svdd-batch.ts';
import { CODE, HierarchicalEncoder, rowsOf } from './patch-svdd-network.ts';
import { trainEncoder, type TrainingPlan } from './patch-svdd-training.ts';
import { getMemory, MemoryIndex, putMemory } from './patch-memory.ts';

const STRIDES: Record<PatchSize, number> = { 64: 16, 32: 4 };
/** Choosing among patches takes time with the square of how many are kept. */
const MOST = 16_384;

const ParametersSchema = z.object({
  steps: z.number().int(),
  rate: z.number(),
  lambda: z.number(),
  noise: z.number(),
  batch: z.object({ places: z.number(), cropSize: z.number(), draws: z.number() }),
  vectors: z.object({ 64: z.number().int(), 32: z.number().int() }),
});
type SvddParameters = z.infer<typeof ParametersSchema>;

/** `paper`: as many pairs as its 300 epochs of 100 an image. `frozen`: the encoder stays random. */
function planOf({ schedule, images, size }: FitOptions): TrainingPlan {
  const draws = 256;
  const batch = { places: 4, cropSize: Math.min(144, size - 2), draws };
  const common = { lambda: 1e-3, noise: 0.02, batch };
  switch (schedule) {
    case 'frozen':
      return { ...common, steps: 0, rate: 0 };
    case 'quick':
      return { ...common, steps: 400, rate: 1e-3 };
    case 'paper':
      return { ...common, steps: Math.ceil((300 * 100 * images.count) / draws), rate: 1e-4 };
  }
}

async function fit(options: FitOptions, control: Control): Promise<Fitted> {
  const { images, size, seed, bankMb } = options;
  const random = createRandom(seed).fork('patch-svdd');
  const plan = planOf(options);
  const mean = await meanImage(images, size, control);
  const encoder = HierarchicalEncoder.create(random.fork('encoder'));
  try {
    const curves = await trainEncoder(encoder, { images, mean, size }, plan, random, control);
    const banks = await buildBanks(encoder, mean, options, bankMb, control);
    const tensors = encoder.tensors();
    tensors.set('mean', { dtype: 'F32', shape: [size, size, 3], data: mean });
    for (const patch of PATCH_SIZES) putMemory(tensors, String(patch), banks[patch]);
    const vectors = { 64: banks[64].imageIndex.length, 32: banks[32].imageIndex.length };
    const parameters: SvddParameters = { ...plan, vectors };
    return { tensors, parameters, steps: plan.steps, curves };
  } finally {
    encoder.dispose();
  }
}

/** The mean of the good images, pixel by pixel, which is taken from each of them. */
async function meanImage(images: ImageSource, size: number, control: Control) {
  const sum = new Float64Array(size * size * 3);
  for (let index = 0; index < images.count; index++) {
    await nextStep(control);
    const image = await images.load(index);
    for (let i = 0; i < sum.length; i++) sum[i]! += image[i]!;
  }
  return Float32Array.from(sum, (value) => value / images.count);
}

/** The regular grid of patches of one size on an image. */
function gridOf(patch: PatchSize, size: number): Grid {
  const stride = STRIDES[patch];
  const count = Math.floor((size - patch) / stride) + 1;
  return { theta: patch, rows: count, columns: count, stride, origin: 0 };
}

/** Codes of all patches of an image on both grids: [rows * columns, 64] each. */
function codesOf(
  encoder: HierarchicalEncoder,
  image: Float32Array,
  mean: Float32Array,
  size: number,
) {
  return tf.tidy(() => {
    const clean = image.map((value, i) => (value - mean[i]!) / 255);
    const small = encoder.small(tf.tensor4d(clean, [1, size, size, 3]));
    const width = cellsOf(size);
    const cells = (patch: PatchSize) => {
      const { rows, columns, stride } = gridOf(patch, size);
      const step = stride / CELL;
      return Int32Array.from(
        { length: rows * columns },
        (_, at) => Math.floor(at / columns) * step * width + (at % columns) * step,
      );
    };
    const codes: Record<PatchSize, tf.Tensor2D> = {
      64: encoder.large(small, cells(64)),
      32: tf.gather(rowsOf(small), tf.tensor1d(cells(32), 'int32')),
    };
    return codes;
  });
}

/** Normal patches of both sizes, as many of each as half of the budget holds, but no more than MOST. */
async function buildBanks(
  encoder: HierarchicalEncoder,
  mean: Float32Array,
  { images, size, seed }: FitOptions,
  bankMb: number,
  control: Control,
) {
  const half = Math.floor((bankMb * 1e6) / 2 / (CODE * 4));
  const count = Math.max(1, Math.min(half, MOST));
  const builderOf = (patch: PatchSize) =>
    new BankBuilder({
      grid: gridOf(patch, size),
      dim: CODE,
      images: images.count,
      count,
      seed,
    });
  const builders = { 64: builderOf(64), 32: builderOf(32) };
  for (let index = 0; index < images.count; index++) {
    await nextStep(control);
    const codes = codesOf(encoder, await images.load(index), mean, size);
    for (const patch of PATCH_SIZES) builders[patch].add(index, codes[patch]);
    tf.dispose(codes);
    const [done, total] = [index + 1, images.count];
    control.onProgress({ step: 'Remembering normal patches', done, total, unit: 'images' });
  }
  return { 64: builders[64].finish(), 32: builders[32].finish() };
}

function open({ tensors, parameters, size }: OpenOptions): OpenMethod {
  ParametersSchema.parse(parameters);
  const mean = float32Of({ tensors, metadata: {} }, 'mean', [size, size, 3]);
  const memories = { 64: getMemory(tensors, '64'), 32: getMemory(tensors, '32') };
  const encoder = HierarchicalEncoder.open(tensors);
  const indexes = { 64: new MemoryIndex(memories[64]), 32: new MemoryIndex(memories[32]) };

  const look = (image: Float32Array, apart?: number): MapAndScore => {
    const codes = codesOf(encoder, image, mean, size);
    const mapOf = (patch: PatchSize) => {
      const { distances } = indexes[patch].nearest(codes[patch], apart);
      return scaleMap(distances, gridOf(patch, size), size);
    };
    try {
      const [large, small] = [mapOf(64), mapOf(32)];
      // 3.4: the product, so that a place must be unusual at both sizes.
      const map = large.map((value, pixel) => value * small[pixel]!);
      return { map, score: map.reduce((a, b) => Math.max(a, b), 0) };
    } finally {
      tf.dispose(codes);
    }
  };
  return {
    detect: (image) => look(image),
    detectApart: (image, own) => look(image, own),
    dispose() {
      encoder.dispose();
      for (const patch of PATCH_SIZES) indexes[patch].dispose();
    },
  };
}

export const patchSvdd: DetectionMethod = {
  name: 'patch-svdd',
  title: 'Patch SVDD',
  usesBackbone: false,
  fit,
  open,
};
