/** Why this file exists: the precision-recall curve, and the threshold where F1 is highest. */
import { thresholdCounts } from './threshold-counts.ts';
import type { Labels, Scores } from './threshold-counts.ts';

export interface PrecisionRecallPoint {
  /** Everything with score >= threshold is called NG. */
  threshold: number;
  /** Share of those called NG that are defective, 0..1. */
  precision: number;
  /** Share of the defective that are called NG, 0..1. */
  recall: number;
}

/**
 * One point for every distinct score, thresholds descending. There is no (1, 0) point at the end:
 * it has no threshold. Null when nothing is defective (recall is undefined).
 * Throws RangeError as `thresholdCounts` does.
 */
export function precisionRecallCurve(
  scores: Scores,
  labels: Labels,
): PrecisionRecallPoint[] | null {
  const counts = thresholdCounts(scores, labels);
  if (counts.defective === 0) return null;
  return Array.from(counts.thresholds, (threshold, i) => ({
    threshold,
    precision: counts.caught[i]! / (counts.caught[i]! + counts.falseAlarms[i]!),
    recall: counts.caught[i]! / counts.defective,
  }));
}

/**
 * F1 = 2PR / (P + R) written with counts: 2 caught / (caught + falseAlarms + defective); 0/0 is 0.
 * One division of exact integers, so that equal F1 values are equal numbers.
 */
export function f1Score(caught: number, falseAlarms: number, defective: number): number {
  const denominator = caught + falseAlarms + defective;
  return denominator === 0 ? 0 : (2 * caught) / denominator;
}

export interface MaxF1 {
  f1: number;
  /** The score at which the maximum is reached; that score itself is NG. */
  threshold: number;
  precision: number;
  recall: number;
}

/**
 * The highest F1 over every distinct score as a threshold (score >= threshold is NG); on ties the
 * lowest such threshold (the one with the higher recall). Null when either class is missing: with
 * no good item every threshold below the lowest score is equally perfect, so there is nothing to
 * choose. Throws RangeError as `thresholdCounts` does.
 */
export function maxF1(scores: Scores, labels: Labels): MaxF1 | null {
  const counts = thresholdCounts(scores, labels);
  if (counts.defective === 0 || counts.good === 0) return null;
  let best = 0;
  let bestF1 = -1;
  for (let i = 0; i < counts.thresholds.length; i += 1) {
    const f1 = f1Score(counts.caught[i]!, counts.falseAlarms[i]!, counts.defective);
    if (f1 >= bestF1) {
      best = i;
      bestF1 = f1;
    }
  }
  const caught = counts.caught[best]!;
  return {
    f1: bestF1,
    threshold: counts.thresholds[best]!,
    precision: caught / (caught + counts.falseAlarms[best]!),
    recall: caught / counts.defective,
  };
}
