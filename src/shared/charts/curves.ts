/**
 * Why this file exists: the points of the ROC, precision-recall and cost curves, and where on them a
 * threshold stands. Exact: one point for every distinct score; `thinned` is for drawing only.
 */
import { confusionRates } from '../metrics/confusion.ts';
import { thresholdCounts, type ThresholdCounts } from '../metrics/threshold-counts.ts';
import type { LabelledScores } from '../thresholds/labelled-scores.ts';
import { confusionOf } from '../thresholds/rules.ts';

/** A point of a curve in the unit square, or of a cost curve in its own units. */
export interface CurvePoint {
  x: number;
  y: number;
  /** Everything with score >= threshold is NG here. */
  threshold: number;
}

/** Counts at every distinct score of both lists. */
export function countsOf({ good, defective }: LabelledScores): ThresholdCounts {
  const scores = new Float64Array(good.length + defective.length);
  scores.set(good);
  scores.set(defective, good.length);
  return thresholdCounts(scores, new Uint8Array(scores.length).fill(1, good.length));
}

/** Overkill (x) against the share of defects caught (y), from (0, 0); null when a class is missing. */
export function rocPoints(counts: ThresholdCounts): CurvePoint[] | null {
  if (counts.defective === 0 || counts.good === 0) return null;
  const points: CurvePoint[] = [{ x: 0, y: 0, threshold: Infinity }];
  counts.thresholds.forEach((threshold, i) => {
    points.push({
      x: counts.falseAlarms[i]! / counts.good,
      y: counts.caught[i]! / counts.defective,
      threshold,
    });
  });
  return points;
}

/** Share of defects caught (x) against the share of NG that is defective (y); null without defects. */
export function prPoints(counts: ThresholdCounts): CurvePoint[] | null {
  if (counts.defective === 0) return null;
  return Array.from(counts.thresholds, (threshold, i) => ({
    x: counts.caught[i]! / counts.defective,
    y: counts.caught[i]! / (counts.caught[i]! + counts.falseAlarms[i]!),
    threshold,
  }));
}

/** Where a threshold stands on both curves; a value is null where it is not defined. */
export interface OperatingPoint {
  overkill: number | null;
  recall: number | null;
  precision: number | null;
}

export function operatingPoint(scores: LabelledScores, threshold: number): OperatingPoint {
  const { overkill, recall, precision } = confusionRates(confusionOf(scores, threshold));
  return { overkill, recall, precision };
}

/** Where a pixel threshold stands on a report's PRO curve (thresholds fall); null before its first. */
export function proPointAt(
  curve: readonly (readonly [number, number, number | null])[],
  threshold: number,
): { x: number; y: number } | null {
  let found: { x: number; y: number } | null = null;
  for (const [x, y, at] of curve) {
    if (at !== null && at < threshold) break;
    if (at !== null) found = { x, y };
  }
  return found;
}

/** What one error of each kind costs, and how many parts of production are defective. */
export interface Costs {
  missedDefect: number;
  falseAlarm: number;
  /** Defective parts per 1,000 of production; null: as many as among the images. */
  defectsPerThousand: number | null;
}

/**
 * Costs of one missed and of one falsely alarmed *image*, weighted so that the images stand for
 * 1,000 parts of production. Null when a kind of part is missing.
 */
export function imageCosts(
  { good, defective }: LabelledScores,
  { missedDefect, falseAlarm, defectsPerThousand }: Costs,
): { missedDefect: number; falseAlarm: number } | null {
  const images = good.length + defective.length;
  if (good.length === 0 || defective.length === 0) return null;
  const defects = defectsPerThousand ?? (1000 * defective.length) / images;
  return {
    missedDefect: (missedDefect * defects) / defective.length,
    falseAlarm: (falseAlarm * (1000 - defects)) / good.length,
  };
}

/** Costs per 1,000 parts when everything with score >= threshold is NG; null as `imageCosts`. */
export function costAt(scores: LabelledScores, costs: Costs, threshold: number): number | null {
  const each = imageCosts(scores, costs);
  if (each === null) return null;
  const { missedDefects, falseAlarms } = confusionOf(scores, threshold);
  return each.missedDefect * missedDefects + each.falseAlarm * falseAlarms;
}

/** Costs (y) at every distinct score as threshold (x), ascending; null as `imageCosts`. */
export function costPoints(scores: LabelledScores, costs: Costs): CurvePoint[] | null {
  const each = imageCosts(scores, costs);
  if (each === null) return null;
  const counts = countsOf(scores);
  return Array.from(counts.thresholds, (threshold, i) => ({
    x: threshold,
    y:
      each.missedDefect * (counts.defective - counts.caught[i]!) +
      each.falseAlarm * counts.falseAlarms[i]!,
    threshold,
  })).reverse();
}

/**
 * The points that a drawing of about `steps` by `steps` pixels needs: one that lies within a pixel of
 * the last kept is left out. First and last stay.
 */
export function thinned(
  points: readonly CurvePoint[],
  [width, height]: readonly [number, number],
  steps = 600,
): CurvePoint[] {
  const kept: CurvePoint[] = [];
  points.forEach((point, i) => {
    const before = kept.at(-1);
    const far =
      before === undefined ||
      Math.abs(point.x - before.x) * steps >= width ||
      Math.abs(point.y - before.y) * steps >= height;
    if (far || i === points.length - 1) kept.push(point);
  });
  return kept;
}
