/** Why this file exists: the area under the ROC curve, as a rank statistic with tie correction. */
import { thresholdCounts } from './threshold-counts.ts';
import type { Labels, Scores } from './threshold-counts.ts';

/**
 * The probability that a random defective item scores higher than a random good one, ties counting
 * one half (Mann-Whitney U / (defective * good)); equal to the trapezoid area under the ROC curve
 * over every distinct score. 0..1, or null when either class is missing.
 * Throws RangeError when the lengths differ or a score is NaN.
 */
export function auroc(scores: Scores, labels: Labels): number | null {
  const { caught, falseAlarms, defective, good } = thresholdCounts(scores, labels);
  if (defective === 0 || good === 0) return null;
  let wins = 0;
  let caughtBefore = 0;
  let alarmsBefore = 0;
  for (let i = 0; i < caught.length; i += 1) {
    const higher = caught[i]! + caughtBefore;
    wins += ((falseAlarms[i]! - alarmsBefore) * higher) / 2;
    caughtBefore = caught[i]!;
    alarmsBefore = falseAlarms[i]!;
  }
  return wins / (defective * good);
}
