/** Why this file exists: an image of which a part does not count is scored by the rest of it. */
import { perScale, type PerScale } from '../../shared/scales.ts';
import { imageScoreIgnoring } from '../engine/maps.ts';
import type { MethodDetection } from '../methods/method.ts';
import { LoupeError } from '../../shared/errors.ts';
import { nothingLeft } from './labelled-data.ts';

/**
 * Eq. 9 on the pixels that count.
 * @param ignore size * size values, non-zero does not count
 * @throws ImageError when no pixel counts; LoupeError `not-built` for a method without Eq. 9
 */
export function scoreWithout(
  { map, scaleMaps }: MethodDetection,
  size: number,
  ignore: Uint8Array,
  file: string,
): { score: number; scaleScores: PerScale<number> } {
  if (scaleMaps === null) {
    throw new LoupeError(
      'not-built',
      'Models of other methods than multi-scale-patch cannot leave ignored pixels out.',
      'Use a model of the multi-scale-patch method, or take the ignored pixels out of the masks.',
    );
  }
  const scoreOf = (values: Float32Array): number => {
    const score = imageScoreIgnoring(values, size, ignore);
    if (score === null) throw nothingLeft(file);
    return score;
  };
  return { score: scoreOf(map), scaleScores: perScale((theta) => scoreOf(scaleMaps[theta])) };
}
