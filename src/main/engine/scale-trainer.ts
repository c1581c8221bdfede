/**
 * Why this file exists: the training of one encoder (Eq. 5), a step at a time. Batches depend only
 * on (seed, theta, step), so a run resumed from a checkpoint draws what an unbroken one would.
 */
import type { InputConvention, Normalisation } from '../../shared/manifest.ts';
import { createRandom, type Random } from '../../shared/random.ts';
import type { Theta } from '../../shared/scales.ts';
import { denseCount } from './architecture.ts';
import { denseBatch, largestCrop, patchBatch, type Batch, type Crop } from './batches.ts';
import { AngleClassifier } from './classifier.ts';
import { normalise, preprocess } from './embedding.ts';
import { Encoder, type ConvWeights } from './encoder.ts';
import type { ImageSource } from './images.ts';
import { kmeansCentres } from './kmeans.ts';
import { cosLoss, kmeansLoss, sslLoss, svddLoss, totalLoss } from './losses.ts';
import type { Recipe, ScalePlan } from './recipes.ts';
import { spreadOf, type Spread } from './spread.ts';
import { tf } from './tf.ts';

/** The losses of one step, each as the mean over its batch, before weighting. */
export interface LossValues {
  svdd: number;
  cos: number;
  ssl: number;
  kmeans: number;
  total: number;
  /** Share of angle pairs told right; 1/12 is chance. */
  angleAccuracy: number;
}

export interface ScaleTrainerOptions {
  theta: Theta;
  weights: readonly ConvWeights[];
  training: NonNullable<Recipe['training']>;
  plan: ScalePlan;
  images: ImageSource;
  /** Indices of the images to train on. */
  trainOn: readonly number[];
  size: number;
  input: InputConvention;
  normalisation: Normalisation;
  seed: number;
}

/** All tensors of a training state by name, as plain values. */
export type TrainerState = Map<string, { shape: number[]; data: Float32Array }>;

/** Patches whose spread is watched. */
const PROBE = 256;
/** Outside training steps: patches taken from one crop, and crops encoded at a time. */
const PATCHES_PER_CROP = 16;
const CROPS_AT_ONCE = 8;

export class ScaleTrainer {
  readonly encoder: Encoder;
  readonly #options: ScaleTrainerOptions;
  readonly #classifier: AngleClassifier;
  readonly #encoderOptimizer: tf.AdamOptimizer;
  readonly #classifierOptimizer: tf.AdamOptimizer;
  #centres: tf.Tensor2D | null = null;
  #step = 0;

  constructor(options: ScaleTrainerOptions) {
    this.#options = options;
    this.encoder = Encoder.create(options.theta, options.weights, true);
    this.#classifier = new AngleClassifier(
      this.encoder.architecture.dim,
      this.#random('classifier', 0),
    );
    this.#encoderOptimizer = tf.train.adam(options.plan.encoderRate);
    this.#classifierOptimizer = tf.train.adam(options.plan.classifierRate);
  }

  /** Finished steps. */
  get step(): number {
    return this.#step;
  }

  /** One step of Adam on one batch; refreshes the centres first where they are due. */
  async trainStep(): Promise<LossValues> {
    const { training, plan, theta, size, trainOn } = this.#options;
    if (this.#centres === null || this.#step % training.refreshEvery === 0) {
      await this.refreshCentres();
    }
    const random = this.#random('batch', this.#step);
    const batch =
      plan.batch.kind === 'patches'
        ? patchBatch(random, theta, size, trainOn, plan.batch.draws, plan.batch.shareAnchors)
        : denseBatch(
            random,
            theta,
            size,
            trainOn,
            plan.batch.places,
            // Recipes are made for 256 px; a smaller image gives smaller crops.
            Math.min(plan.batch.cropSize, largestCrop(theta, size)),
            plan.batch.draws,
          );
    const crops = await this.#cropTensor(batch.crops, batch.cropSize);
    try {
      return this.#applyGradients(crops, batch);
    } finally {
      crops.dispose();
      this.#step += 1;
    }
  }

  /** c_k of Eq. 4 anew, from a random sample of patches under the present weights. */
  async refreshCentres(): Promise<void> {
    const { training } = this.#options;
    const random = this.#random('centres', this.#step);
    const embeddings = await this.#embedPatches(random, training.clusterSample);
    const centres = kmeansCentres(embeddings, training.clusters, random);
    embeddings.dispose();
    this.#centres?.dispose();
    this.#centres = centres;
  }

  /** The spread of a fixed probe of patches under the present weights. */
  async spread(): Promise<Spread> {
    const embeddings = await this.#embedPatches(this.#random('probe', 0), PROBE);
    try {
      return spreadOf(embeddings);
    } finally {
      embeddings.dispose();
    }
  }

  /** Everything needed to go on from here: weights, classifier, both Adams, centres. */
  async state(): Promise<TrainerState> {
    const state: TrainerState = new Map();
    const put = async (name: string, tensor: tf.Tensor) =>
      state.set(name, {
        shape: tensor.shape,
        data: Float32Array.from(await tensor.data<'float32'>()),
      });
    for (const [index, variable] of this.encoder.variables().entries()) {
      await put(`encoder/${index}`, variable);
    }
    for (const [index, variable] of this.#classifier.variables().entries()) {
      await put(`classifier/${index}`, variable);
    }
    for (const [name, optimizer] of this.#optimizers()) {
      const weights = await optimizer.getWeights();
      for (const [index, { tensor }] of weights.entries()) await put(`${name}/${index}`, tensor);
      // The step counter is made for the asking; the rest are the optimizer's own.
      weights[0]?.tensor.dispose();
    }
    if (this.#centres) await put('centres', this.#centres);
    return state;
  }

  /** Goes on from a state that `state()` gave after `step` steps. */
  async restore(state: TrainerState, step: number): Promise<void> {
    const tensorOf = (name: string) => {
      const entry = state.get(name);
      if (!entry) throw new RangeError(`the checkpoint has no ${name}`);
      return tf.tensor(entry.data, entry.shape);
    };
    for (const [group, variables] of [
      ['encoder', this.encoder.variables()],
      ['classifier', this.#classifier.variables()],
    ] as const) {
      variables.forEach((variable, index) =>
        tf.tidy(() => variable.assign(tensorOf(`${group}/${index}`))),
      );
    }
    for (const [name, optimizer] of this.#optimizers()) {
      const names = [...state.keys()].filter((key) => key.startsWith(`${name}/`));
      const weights = names.map((key, index) => ({
        name: key,
        // The first weight is Adam's step counter.
        tensor: tf.tidy(() => (index === 0 ? tf.cast(tensorOf(key), 'int32') : tensorOf(key))),
      }));
      if (weights.length > 0) await optimizer.setWeights(weights);
      tf.dispose(weights.map(({ tensor }) => tensor));
    }
    this.#centres?.dispose();
    this.#centres = state.has('centres') ? (tensorOf('centres') as tf.Tensor2D) : null;
    this.#step = step;
  }

  dispose(): void {
    this.encoder.dispose();
    this.#classifier.dispose();
    this.#encoderOptimizer.dispose();
    this.#classifierOptimizer.dispose();
    this.#centres?.dispose();
  }

  #optimizers(): (readonly [string, tf.AdamOptimizer])[] {
    return [
      ['adam-encoder', this.#encoderOptimizer],
      ['adam-classifier', this.#classifierOptimizer],
    ];
  }

  #applyGradients(crops: tf.Tensor4D, batch: Batch): LossValues {
    const { training } = this.#options;
    const centres = this.#centres;
    if (!centres) throw new RangeError('the centres have not been computed');
    const encoderVariables = this.encoder.variables();
    const classifierVariables = this.#classifier.variables();
    return tf.tidy(() => {
      const angle = tf.tensor1d(batch.angle, 'int32');
      const kept: tf.Tensor[] = [];
      const keep = <T extends tf.Tensor>(tensor: T): T => {
        kept.push(tf.keep(tensor));
        return tensor;
      };
      const { value, grads } = tf.variableGrads(() => {
        const h = this.#embed(crops);
        const rows = (indices: Int32Array) => tf.gather(h, tf.tensor1d(indices, 'int32'));
        const [i, j, k] = [rows(batch.anchor), rows(batch.near), rows(batch.far)] as const;
        const logits = this.#classifier.logits(rows(batch.from), rows(batch.to));
        const losses = {
          svdd: keep(svddLoss(i, j)),
          cos: keep(cosLoss(i, j, k)),
          ssl: keep(sslLoss(logits, angle)),
          kmeans: keep(kmeansLoss(rows(batch.single), centres)),
        };
        keep(tf.mean(tf.cast(tf.equal(tf.argMax(logits, 1), angle), 'float32')));
        return totalLoss(losses, training.weights);
      }, [...encoderVariables, ...classifierVariables]);
      const part = (variables: tf.Variable[]) =>
        variables.map((v) => ({ name: v.name, tensor: grads[v.name] ?? tf.zerosLike(v) }));
      this.#encoderOptimizer.applyGradients(part(encoderVariables));
      this.#classifierOptimizer.applyGradients(part(classifierVariables));
      const [svdd = 0, cos = 0, ssl = 0, kmeans = 0, angleAccuracy = 0] = kept.map(
        (tensor) => tensor.dataSync()[0] ?? 0,
      );
      tf.dispose(kept);
      return { svdd, cos, ssl, kmeans, angleAccuracy, total: value.dataSync()[0] ?? 0 };
    });
  }

  /** Crops [n, c, c, 3] to embeddings [n * grid * grid, dim]. */
  #embed(crops: tf.Tensor4D): tf.Tensor2D {
    const { input, normalisation, theta } = this.#options;
    const features = this.encoder.forward(preprocess(crops, input));
    const flat = tf.reshape(features, [-1, this.encoder.architecture.dim]) as tf.Tensor2D;
    return normalise(flat, normalisation, theta);
  }

  /**
   * Embeddings of `count` random patches. They come in groups from crops somewhat larger than a
   * patch: a dense pass of such a crop costs little more than one patch and gives 81.
   */
  async #embedPatches(random: Random, count: number): Promise<tf.Tensor2D> {
    const { size, trainOn } = this.#options;
    const { architecture } = this.encoder;
    const cropSize = Math.min(size, architecture.theta + 8 * architecture.stride);
    const cells = denseCount(architecture, cropSize) ** 2;
    const parts: tf.Tensor2D[] = [];
    for (let done = 0; done < count; done += CROPS_AT_ONCE * PATCHES_PER_CROP) {
      const wanted = Math.min(CROPS_AT_ONCE * PATCHES_PER_CROP, count - done);
      const places = size - cropSize + 1;
      const crops = Array.from({ length: Math.ceil(wanted / PATCHES_PER_CROP) }, () => ({
        image: random.pick(trainOn),
        x: random.integer(places),
        y: random.integer(places),
      }));
      const rows = Int32Array.from({ length: wanted }, (_, patch) => {
        const crop = Math.floor(patch / PATCHES_PER_CROP);
        return crop * cells + random.integer(cells);
      });
      const tensor = await this.#cropTensor(crops, cropSize);
      parts.push(tf.tidy(() => tf.gather(this.#embed(tensor), tf.tensor1d(rows, 'int32'))));
      tensor.dispose();
    }
    const all = tf.concat(parts);
    tf.dispose(parts);
    return all;
  }

  /** Cuts crops out of their images: RGB 0..255, [n, cropSize, cropSize, 3]. */
  async #cropTensor(crops: readonly Crop[], cropSize: number): Promise<tf.Tensor4D> {
    const { images, size } = this.#options;
    const values = new Float32Array(crops.length * cropSize * cropSize * 3);
    const order = [...crops.keys()].sort((a, b) => (crops[a]?.image ?? 0) - (crops[b]?.image ?? 0));
    let loaded = -1;
    let pixels = new Float32Array(0);
    for (const index of order) {
      const crop = crops[index];
      if (!crop) continue;
      if (crop.image !== loaded) {
        pixels = (await images.load(crop.image)) as Float32Array<ArrayBuffer>;
        loaded = crop.image;
      }
      for (let row = 0; row < cropSize; row++) {
        const from = ((crop.y + row) * size + crop.x) * 3;
        values.set(
          pixels.subarray(from, from + cropSize * 3),
          (index * cropSize + row) * cropSize * 3,
        );
      }
    }
    return tf.tensor4d(values, [crops.length, cropSize, cropSize, 3]);
  }

  #random(purpose: string, step: number): Random {
    const { seed, theta } = this.#options;
    return createRandom(seed).fork(`train/${theta}/${purpose}/${step}`);
  }
}
