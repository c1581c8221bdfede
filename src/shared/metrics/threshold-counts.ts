/**
 * Why this file exists: ROC, precision-recall, AUROC and max-F1 all follow from one table, the
 * number of caught defects and of false alarms at every distinct score. It is made here, once,
 * with ties in one group and with `score >= threshold` as the only comparison.
 */

/** Scores as they were computed, never normalised or clamped: that would make ties. */
export type Scores = ArrayLike<number>;
/** 1 (or any other number but 0) for defective, 0 for good. */
export type Labels = ArrayLike<number>;

/** Row i says what happens when everything with `score >= thresholds[i]` is called NG. */
export interface ThresholdCounts {
  /** Every distinct score, descending. */
  thresholds: Float64Array;
  /** Defective with score >= threshold (true positives), ascending. */
  caught: Float64Array;
  /** Good with score >= threshold (false positives), ascending. */
  falseAlarms: Float64Array;
  /** All defective. */
  defective: number;
  /** All good. */
  good: number;
}

/** The scores of each class, ascending. Throws RangeError on unequal lengths and on NaN. */
function sortedByClass(
  scores: Scores,
  labels: Labels,
): { defective: Float64Array; good: Float64Array } {
  if (scores.length !== labels.length) {
    throw new RangeError(`${scores.length} scores but ${labels.length} labels.`);
  }
  const defective = new Float64Array(scores.length);
  const good = new Float64Array(scores.length);
  let defects = 0;
  let goods = 0;
  for (let i = 0; i < scores.length; i += 1) {
    const score = scores[i]!;
    if (Number.isNaN(score)) throw new RangeError(`Score ${i} is not a number.`);
    if (labels[i] !== 0) defective[defects++] = score;
    else good[goods++] = score;
  }
  return { defective: defective.slice(0, defects).sort(), good: good.slice(0, goods).sort() };
}

/**
 * Counts at every distinct score. O(n log n). Throws RangeError when the lengths differ or a
 * score is NaN; infinite scores are in order and allowed.
 */
export function thresholdCounts(scores: Scores, labels: Labels): ThresholdCounts {
  const { defective, good } = sortedByClass(scores, labels);
  const thresholds = new Float64Array(scores.length);
  const caught = new Float64Array(scores.length);
  const falseAlarms = new Float64Array(scores.length);
  let rows = 0;
  let d = defective.length;
  let g = good.length;
  while (d > 0 || g > 0) {
    const score = Math.max(d > 0 ? defective[d - 1]! : -Infinity, g > 0 ? good[g - 1]! : -Infinity);
    while (d > 0 && defective[d - 1] === score) d -= 1;
    while (g > 0 && good[g - 1] === score) g -= 1;
    // -0 + 0 is 0: the two are one threshold, so it gets one spelling.
    thresholds[rows] = score + 0;
    caught[rows] = defective.length - d;
    falseAlarms[rows] = good.length - g;
    rows += 1;
  }
  return {
    thresholds: thresholds.slice(0, rows),
    caught: caught.slice(0, rows),
    falseAlarms: falseAlarms.slice(0, rows),
    defective: defective.length,
    good: good.length,
  };
}
