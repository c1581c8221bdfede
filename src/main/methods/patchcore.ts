/**
 * Why this file exists: PatchCore, after "Towards Total Recall in Industrial Anomaly Detection"
 * (Roth et al., CVPR 2022). Equations are numbered as there.
 *
 * 1. Locally aware patch features (3.1): outputs of two middle stages of a pretrained network, each
 *    averaged over its 3x3 neighbourhood (Eq. 1, 2), the deeper brought to the grid of the other.
 * 2. Memory (3.2): the patch features of all good images (Eq. 3, 4), thinned to a coreset (Eq. 5) by
 *    greedy k-centre on a random projection (Algorithm 1).
 * 3. Detection (3.3): a patch's distance to its nearest one in memory; an image's score is that of
 *    its worst patch (Eq. 6), weighted by how well its neighbour is known (Eq. 7).
 *
 * In VGG16's terms stages 2 and 3 of a WideResNet-50 are blocks 3 and 4 (strides 8 and 16, 256 + 512
 * channels instead of 512 + 1024 brought to 1024).
 */
import { z } from 'zod';
import { createRandom, type Random } from '../../shared/random.ts';
import { nextStep, type Control } from '../engine/control.ts';
import { tf } from '../engine/tf.ts';
import { greedyKCentre } from './coreset.ts';
import type {
  DetectionMethod,
  FitOptions,
  Fitted,
  MapAndScore,
  OpenMethod,
  OpenOptions,
} from './method.ts';
import { getMemory, MemoryIndex, putMemory, type Memory } from './patch-memory.ts';
import { projectionTensor, randomProjection } from './projection.ts';
import { smoothMap } from './smooth-map.ts';
import { aligned, CHANNELS, sideOf, Trunk, trunkTensors, type Block } from './trunk.ts';

const STAGES = [3, 4] as const satisfies readonly Block[];
const DIM = STAGES.reduce((sum, block) => sum + CHANNELS[block], 0);
/** Part of all patches that stays in memory; the least and the most in any case. */
const RATIO = 0.01;
const LEAST = 2000;
/** Length of the features that the coreset is chosen by. */
const PROJECTED = 128;
/** Patches that the coreset is chosen from at most (128 MB); evenly from all images. */
const CANDIDATES = 250_000;

const ParametersSchema = z.object({
  /** p of Eq. 1. */
  neighbourhood: z.number().int(),
  coreset: z.object({
    candidates: z.number().int(),
    vectors: z.number().int(),
    projected: z.number().int(),
  }),
  /** b of Eq. 7. */
  reweighting: z.number().int(),
  /** Of the Gaussian over the map, in pixels. */
  sigma: z.number(),
});
type PatchCoreParameters = z.infer<typeof ParametersSchema>;

/** Eq. 1 to 3 for one image: locally aware patch features, [side * side, 768]. */
function patchFeatures(
  trunk: Trunk,
  image: Float32Array,
  size: number,
  neighbourhood: number,
): tf.Tensor2D {
  return tf.tidy(() => {
    const features = trunk.features(image, size);
    const aware = STAGES.map((block) => tf.avgPool(features[block], neighbourhood, 1, 'same'));
    return aligned(aware, sideOf(STAGES[0], size));
  });
}

async function fit(options: FitOptions, control: Control): Promise<Fitted> {
  const { images, size, seed, bankMb, backbone } = options;
  if (!backbone) throw new TypeError('PatchCore needs a backbone');
  const tensors = trunkTensors(backbone.layers);
  const trunk = new Trunk(tensors, backbone.input);
  const random = createRandom(seed).fork('patchcore');
  const neighbourhood = 3;
  try {
    const featuresOf = async (index: number) => {
      await nextStep(control);
      return patchFeatures(trunk, await images.load(index), size, neighbourhood);
    };
    const patches = sideOf(STAGES[0], size) ** 2;
    const perImage = Math.min(patches, Math.floor(CANDIDATES / images.count) || 1);
    const cells = candidateCells(random, images.count, patches, perImage);
    const candidates = await projectCandidates(options, random, cells, featuresOf, control);

    const budget = Math.max(1, Math.floor((bankMb * 1e6) / (DIM * 4)));
    const total = images.count * patches;
    const count = Math.min(budget, Math.max(LEAST, Math.round(RATIO * total)));
    const first = random.integer(images.count * perImage);
    const picked = await greedyKCentre(candidates, PROJECTED, count, first, control);
    const chosen = picked.sort((a, b) => a - b);

    // The features themselves were not kept, so that memory does not grow with the images.
    const memory: Memory = {
      dim: DIM,
      vectors: new Float32Array(chosen.length * DIM),
      imageIndex: Uint32Array.from(chosen, (place) => Math.floor(place / perImage)),
    };
    let done = 0;
    for (let index = 0; index < images.count; index++) {
      const own = chosen.filter((place) => Math.floor(place / perImage) === index);
      if (own.length === 0) continue;
      const features = await featuresOf(index);
      const rows = own.map((place) => cells[index]![place % perImage]!);
      const values = tf.tidy(() =>
        tf.gather(features, tf.tensor1d(rows, 'int32')).dataSync<'float32'>(),
      );
      features.dispose();
      memory.vectors.set(values, done * DIM);
      done += own.length;
      const unit = 'patches';
      control.onProgress({ step: 'Filling the memory', done, total: chosen.length, unit });
    }
    putMemory(tensors, 'memory', memory);
    const parameters: PatchCoreParameters = {
      neighbourhood,
      coreset: {
        candidates: images.count * perImage,
        vectors: chosen.length,
        projected: PROJECTED,
      },
      reweighting: 9,
      sigma: 4,
    };
    return { tensors, parameters, steps: 0, curves: [] };
  } finally {
    trunk.dispose();
  }
}

/** For each image, the places of the patches that may enter memory. */
function candidateCells(random: Random, images: number, patches: number, perImage: number) {
  const all = Array.from({ length: patches }, (_, cell) => cell);
  return Array.from({ length: images }, (_, image) =>
    perImage === patches
      ? all
      : random
          .fork(`cells/${image}`)
          .shuffle(all)
          .slice(0, perImage)
          .sort((a, b) => a - b),
  );
}

/** The candidates of all images under one random projection, image after image. */
async function projectCandidates(
  { images }: FitOptions,
  random: Random,
  cells: readonly (readonly number[])[],
  featuresOf: (index: number) => Promise<tf.Tensor2D>,
  control: Control,
): Promise<Float32Array> {
  const perImage = cells[0]?.length ?? 0;
  const projection = projectionTensor(randomProjection(random, DIM, PROJECTED), DIM);
  const candidates = new Float32Array(images.count * perImage * PROJECTED);
  try {
    for (let index = 0; index < images.count; index++) {
      const features = await featuresOf(index);
      const projected = tf.tidy(() => {
        const chosen = tf.gather(features, tf.tensor1d([...cells[index]!], 'int32'));
        return tf.matMul(chosen, projection).dataSync<'float32'>();
      });
      features.dispose();
      candidates.set(projected, index * perImage * PROJECTED);
      const [done, total] = [index + 1, images.count];
      control.onProgress({ step: 'Computing patch features', done, total, unit: 'images' });
    }
    return candidates;
  } finally {
    projection.dispose();
  }
}

function open({ tensors, parameters, size, input }: OpenOptions): OpenMethod {
  const { neighbourhood, reweighting, sigma } = ParametersSchema.parse(parameters);
  if (!input) throw new TypeError('PatchCore needs a backbone');
  const memory = getMemory(tensors, 'memory');
  const trunk = new Trunk(tensors, input);
  const index = new MemoryIndex(memory);
  const side = sideOf(STAGES[0], size);

  const look = (image: Float32Array, apart?: number): MapAndScore => {
    const features = patchFeatures(trunk, image, size, neighbourhood);
    try {
      const { distances, indices } = index.nearest(features, apart);
      // Eq. 6: the patch farthest from its nearest neighbour m* in memory.
      const worst = distances.reduce((best, d, at) => (d > distances[best]! ? at : best), 0);
      const query = tf.tidy(() => tf.slice(features, [worst, 0], [1, DIM]).dataSync<'float32'>());
      const score = reweighted(query, distances[worst]!, indices[worst]!, memory, reweighting);
      return { map: smoothMap(distances, side, size, sigma), score };
    } finally {
      features.dispose();
    }
  };
  return {
    detect: (image) => look(image),
    detectApart: (image, own) => look(image, own),
    dispose() {
      trunk.dispose();
      index.dispose();
    },
  };
}

/**
 * Eq. 7: s = (1 - exp|q - m*| / sum over m in N_b(m*) of exp|q - m|) s*. N_b(m*) are the b vectors
 * of the memory nearest to m*, itself among them. A neighbour in a rare region is far from the
 * others, and so are they from q: the weight then is near 1.
 */
export function reweighted(
  query: Float32Array,
  distance: number,
  nearest: number,
  memory: Memory,
  neighbours: number,
): number {
  const count = memory.imageIndex.length;
  const fromNearest = Float64Array.from({ length: count }, (_, at) =>
    between(memory.vectors, at, memory.vectors, nearest, memory.dim),
  );
  const around = [...fromNearest.keys()]
    .sort((a, b) => fromNearest[a]! - fromNearest[b]! || a - b)
    .slice(0, neighbours);
  const distances = around.map((at) => between(query, 0, memory.vectors, at, memory.dim));
  // Each exponent less the largest: exp of a plain distance may overflow.
  const largest = Math.max(...distances, distance);
  const sum = distances.reduce((total, d) => total + Math.exp(d - largest), 0);
  return (1 - Math.exp(distance - largest) / sum) * distance;
}

/** |a - b|_2 of row `i` of `a` and row `j` of `b`. */
function between(a: Float32Array, i: number, b: Float32Array, j: number, dim: number): number {
  let sum = 0;
  for (let d = 0; d < dim; d++) sum += (a[i * dim + d]! - b[j * dim + d]!) ** 2;
  return Math.sqrt(sum);
}

export const patchCore: DetectionMethod = {
  name: 'patchcore',
  title: 'PatchCore',
  usesBackbone: true,
  fit,
  open,
};
