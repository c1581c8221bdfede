/**
 * Why this file exists: self-validation. Good images kept from training, and the same images with
 * synthetic defects, tell which of several choices finds defects better, without one real defect.
 */
import { auroc } from '../../shared/metrics/auroc.ts';
import { createRandom } from '../../shared/random.ts';
import type { ImageSource } from './images.ts';
import { imageScore } from './maps.ts';
import { DEFECT_KINDS, makeDefect, type DefectKind } from './synthetic-defects.ts';

export interface TrialGood {
  /** Index among the training images. */
  image: number;
  pixels: Float32Array;
}

export interface TrialDefect {
  /** The good image it was made of. */
  image: number;
  pixels: Float32Array;
  mask: Uint8Array;
  kind: DefectKind;
}

export interface Trial {
  size: number;
  good: TrialGood[];
  defective: TrialDefect[];
}

/** Defects per good image: the kinds take turns. */
const DEFECTS_EACH = 2;

/** @param heldOut indices of the good images to use; they must not train or fill what is judged */
export async function makeTrial(
  images: ImageSource,
  heldOut: readonly number[],
  size: number,
  seed: number,
): Promise<Trial> {
  const random = createRandom(seed).fork('trial');
  const good: TrialGood[] = [];
  for (const image of heldOut) good.push({ image, pixels: await images.load(image) });
  const defective: TrialDefect[] = [];
  for (const { image, pixels } of good) {
    for (let n = 0; n < DEFECTS_EACH; n++) {
      const wanted = DEFECT_KINDS[defective.length % DEFECT_KINDS.length]!;
      const donor = random.pick(good).pixels;
      const defect = makeDefect(random, pixels, donor, size, wanted);
      defective.push({ image, pixels: defect.image, mask: defect.mask, kind: defect.kind });
    }
  }
  return { size, good, defective };
}

export interface Verdict {
  /** Of the image scores, synthetic defects against the held-out good images. */
  imageAuroc: number;
  /** Of the pixels, every eighth, of the same images. */
  pixelAuroc: number;
  /** The mean of the two: what choices are compared by. */
  value: number;
}

/** One pixel in eight is enough for the pixel AUROC: neighbours are nearly equal. */
const PIXEL_STEP = 8;

/** Judges maps of a trial's images, in the trial's order. */
export function judge(
  trial: Trial,
  goodMaps: readonly Float32Array[],
  defectMaps: readonly Float32Array[],
): Verdict {
  const { size } = trial;
  const maps = [...goodMaps, ...defectMaps];
  const scores = maps.map((map) => imageScore(map, size));
  const labels = maps.map((_, index) => (index < goodMaps.length ? 0 : 1));
  const values: number[] = [];
  const truth: number[] = [];
  maps.forEach((map, index) => {
    const mask = trial.defective[index - goodMaps.length]?.mask;
    for (let pixel = index % PIXEL_STEP; pixel < map.length; pixel += PIXEL_STEP) {
      values.push(map[pixel]!);
      truth.push(mask?.[pixel] ?? 0);
    }
  });
  const imageAuroc = auroc(scores, labels) ?? 0.5;
  const pixelAuroc = auroc(values, truth) ?? 0.5;
  return { imageAuroc, pixelAuroc, value: (imageAuroc + pixelAuroc) / 2 };
}
