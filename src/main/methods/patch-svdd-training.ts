/**
 * Why this file exists: the training of Patch SVDD's encoder (Eq. 5 at both patch sizes), a step at a
 * time. What a step draws depends on the seed and the step alone.
 */
import type { Random } from '../../shared/random.ts';
import { nextStep, type Control } from '../engine/control.ts';
import type { ImageSource } from '../engine/images.ts';
import { sslLoss, svddLoss } from '../engine/losses.ts';
import { tf } from '../engine/tf.ts';
import type { Fitted } from './method.ts';
import { drawBatch, PATCH_SIZES, type BatchPlan, type SvddBatch } from './patch-svdd-batch.ts';
import { PositionClassifier, rowsOf, type HierarchicalEncoder } from './patch-svdd-network.ts';

export interface TrainingPlan {
  steps: number;
  /** Of Adam. */
  rate: number;
  /** Of Eq. 5, on L_SVDD'. */
  lambda: number;
  /** Standard deviation of the noise, of 1; one value per channel of a crop and one per pixel. */
  noise: number;
  batch: BatchPlan;
}

/** What a training learns from. */
export interface TrainingImages {
  images: ImageSource;
  /** Their mean, pixel by pixel. */
  mean: Float32Array;
  size: number;
}

/** Steps between two rows of the curves. */
const LOOK_EVERY = 20;

/**
 * Trains the encoder where it is.
 * @returns every 20 steps both losses, and the share of directions told right, at both sizes
 */
export async function trainEncoder(
  encoder: HierarchicalEncoder,
  material: TrainingImages,
  { steps, rate, lambda, noise, batch: plan }: TrainingPlan,
  random: Random,
  control: Control,
): Promise<Fitted['curves']> {
  const { images, size } = material;
  const classifiers = {
    64: new PositionClassifier(random.fork('classifier/64')),
    32: new PositionClassifier(random.fork('classifier/32')),
  };
  const optimizer = tf.train.adam(rate);
  const variables = [
    ...encoder.variables(),
    ...classifiers[64].variables(),
    ...classifiers[32].variables(),
  ];
  const curves: Fitted['curves'] = [];
  try {
    for (let step = 0; step < steps; step++) {
      await nextStep(control);
      const ofStep = random.fork(`step/${step}`);
      const batch = drawBatch(ofStep, images.count, size, plan);
      const crops = await cropTensor(batch, material, noise, ofStep);
      const seen: Record<string, tf.Tensor> = {};
      const loss = () => {
        const small = encoder.small(crops);
        const flat = rowsOf(small);
        const terms = PATCH_SIZES.map((patch) => {
          const { anchor, near, from, to, direction } = batch.pairs[patch];
          const codes = (cells: Int32Array) =>
            patch === 64
              ? encoder.large(small, cells)
              : tf.gather(flat, tf.tensor1d(cells, 'int32'));
          const svdd = svddLoss(codes(anchor), codes(near));
          const logits = classifiers[patch].logits(codes(from), codes(to));
          const label = tf.tensor1d(direction, 'int32');
          const ssl = sslLoss(logits, label);
          const right = tf.mean(tf.cast(tf.equal(tf.argMax(logits, 1), label), 'float32'));
          for (const [name, value] of Object.entries({ svdd, ssl, accuracy: right })) {
            seen[`${name}${patch}`] = tf.keep(value);
          }
          return tf.add(tf.mul(svdd, lambda), ssl);
        });
        return tf.addN(terms).asScalar();
      };
      optimizer.minimize(loss, false, variables);
      crops.dispose();
      if (step % LOOK_EVERY === 0 || step === steps - 1) {
        const values = Object.entries(seen).map(([name, value]) => [
          name,
          value.dataSync()[0] ?? 0,
        ]);
        curves.push({ step: step + 1, ...(Object.fromEntries(values) as Record<string, number>) });
      }
      tf.dispose(seen);
      control.onProgress({
        step: 'Training encoders',
        done: step + 1,
        total: steps,
        unit: 'steps',
      });
    }
    return curves;
  } finally {
    optimizer.dispose();
    for (const patch of PATCH_SIZES) classifiers[patch].dispose();
  }
}

/** Crops less the mean image, over 255, with noise: [2 * places, cropSize, cropSize, 3]. */
async function cropTensor(
  { crops, cropSize }: SvddBatch,
  { images, mean, size }: TrainingImages,
  noise: number,
  random: Random,
): Promise<tf.Tensor4D> {
  const length = cropSize * cropSize * 3;
  const values = new Float32Array(crops.length * length);
  for (const [index, { image, x, y }] of crops.entries()) {
    const pixels = await images.load(image);
    const shift = [0, 1, 2].map(() => noise * random.normal());
    for (let row = 0; row < cropSize; row++) {
      const from = ((y + row) * size + x) * 3;
      const to = index * length + row * cropSize * 3;
      for (let i = 0; i < cropSize * 3; i++) {
        const clean = (pixels[from + i]! - mean[from + i]!) / 255;
        values[to + i] = clean + shift[i % 3]! + noise * random.normal();
      }
    }
  }
  return tf.tensor4d(values, [crops.length, cropSize, cropSize, 3]);
}
