/** Why this file exists: how the maps of the scales become one map, in the ways a study compares. */
import { quantile } from '../../shared/metrics/quantile.ts';
import { perScale, THETAS, type PerScale } from '../../shared/scales.ts';
import type { GoodComparison } from '../engine/calibrate.ts';
import { balancedWeights, chooseScaleWeights, evenWeights } from '../engine/choose.ts';
import type { Control } from '../engine/control.ts';
import type { Detector } from '../engine/detector.ts';
import type { JudgeOptions } from '../engine/encoder-judge.ts';
import { sumMaps } from '../engine/maps.ts';
import type { Fusion } from './tables.ts';

/** From the maps of the scales (Eq. 7) to one. */
export type Combine = (maps: PerScale<Float32Array>) => Float32Array;

export interface ChosenFusion {
  combine: Combine;
  /** The weights, where good images settled them; null where they were given. */
  settled: PerScale<number> | null;
}

/** Every 16th pixel of a good map: neighbouring pixels are nearly equal. */
const PIXEL_STEP = 16;

/** What the choices that look at good images need; no test image takes part. */
export interface FusionEvidence {
  detector: Detector;
  good: readonly GoodComparison[];
  judging: JudgeOptions | null;
}

/** Settles a fusion: fixed ones as they are, the others by good images alone. */
export async function settleFusion(
  fusion: Fusion,
  { detector, good, judging }: FusionEvidence,
  control: Control,
): Promise<ChosenFusion> {
  const goodMaps = () => good.map(({ comparison }) => detector.assemble(comparison).scaleMaps);
  switch (fusion.kind) {
    case 'weights':
      return { combine: (maps) => sumMaps(maps, fusion.weights), settled: null };
    case 'product':
      return { combine: productOfMaps, settled: null };
    case 'even':
      return weighted(evenWeights(goodMaps(), detector.size));
    case 'calibrated':
      return weighted(calibratedWeights(goodMaps()));
    case 'chosen':
      // Too few good images to choose by: the paper's plain sum, as in training.
      return weighted(
        judging
          ? await chooseScaleWeights(detector, judging.trial, good, control)
          : perScale(() => 1),
      );
  }
}

function weighted(weights: PerScale<number>): ChosenFusion {
  return { combine: (maps) => sumMaps(maps, weights), settled: weights };
}

/** The product of the scales, pixel by pixel. */
export function productOfMaps(maps: PerScale<Float32Array>): Float32Array {
  const [first, ...rest] = THETAS.map((theta) => maps[theta]);
  const product = Float32Array.from(first ?? []);
  for (const map of rest) {
    for (let pixel = 0; pixel < product.length; pixel++) product[pixel]! *= map[pixel] ?? 0;
  }
  return product;
}

/** Weights that give the span from median to 99.5 % of good pixels the same length everywhere. */
export function calibratedWeights(goodMaps: readonly PerScale<Float32Array>[]): PerScale<number> {
  return balancedWeights((theta) => {
    const values = goodMaps.flatMap((maps) =>
      Array.from(maps[theta].filter((_, pixel) => pixel % PIXEL_STEP === 0)),
    );
    return (quantile(values, 0.995) ?? 0) - (quantile(values, 0.5) ?? 0);
  });
}
