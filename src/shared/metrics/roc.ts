/** Why this file exists: the ROC curve with every distinct score as a threshold, none dropped. */
import { thresholdCounts } from './threshold-counts.ts';
import type { Labels, Scores } from './threshold-counts.ts';

export interface RocPoint {
  /** Everything with score >= threshold is called NG; Infinity calls nothing NG. */
  threshold: number;
  /** Share of good called NG (overkill), 0..1. */
  falsePositiveRate: number;
  /** Share of defective called NG (recall), 0..1. */
  truePositiveRate: number;
}

/**
 * From (0, 0) at threshold Infinity to (1, 1) at the lowest score, thresholds descending.
 * Null when either class is missing. Throws RangeError as `thresholdCounts` does.
 */
export function rocCurve(scores: Scores, labels: Labels): RocPoint[] | null {
  const counts = thresholdCounts(scores, labels);
  if (counts.defective === 0 || counts.good === 0) return null;
  const points: RocPoint[] = [{ threshold: Infinity, falsePositiveRate: 0, truePositiveRate: 0 }];
  counts.thresholds.forEach((threshold, i) => {
    points.push({
      threshold,
      falsePositiveRate: counts.falseAlarms[i]! / counts.good,
      truePositiveRate: counts.caught[i]! / counts.defective,
    });
  });
  return points;
}
