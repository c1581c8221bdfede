/**
 * Why this file exists: automatic ways to choose a threshold from scores. Each is exact on the
 * scores as they are, ties included; the comparison is `score >= threshold` throughout, so parts
 * with one score share one fate.
 */
import type { ThresholdRule } from '../contract/models.ts';
import type { ThresholdSource } from '../entities/threshold.ts';
import type { ImageSplit } from '../entities/image.ts';
import { maxF1 } from '../metrics/precision-recall.ts';
import { nextUp, percentileThreshold } from '../metrics/quantile.ts';
import { thresholdCounts } from '../metrics/threshold-counts.ts';
import type { Confusion } from '../report.ts';
import { countBelow, type LabelledScores } from './labelled-scores.ts';

/** A threshold with what it does to the scores it was chosen on, or why there is none. */
export type Suggestion =
  | { threshold: number; confusion: Confusion; reason: null }
  | { threshold: null; confusion: null; reason: string };

/**
 * The threshold that `rule` asks for.
 *
 * - `max-f1`: the score with the highest F1 = 2 caught / (caught + false alarms + defective); of
 *   equal ones the lowest. Needs good and defective parts.
 * - `overkill`: the lowest threshold at which at most `share` of the good parts is NG: it spends
 *   what is allowed, so that as few defects as possible pass. Needs good parts. It lies just above
 *   a good score, which passes; with a share of 1 it is the lowest score of all.
 * - `escape`: the highest threshold at which at most `share` of the defective parts is OK: a
 *   defective part's own score. Needs defective parts. With a share of 1 it lies just above the
 *   highest score of all.
 * - `good-only`: as `overkill`, and looks at no defect even at a share of 1.
 * - `costs`: the smallest missedDefect * missed + falseAlarm * false alarms over the parts as they
 *   are (not per production volume); of equal ones the lowest. Needs good and defective parts.
 *
 * Throws RangeError for a share outside 0..1 and for scores that are not finite.
 */
export function suggest(scores: LabelledScores, rule: ThresholdRule): Suggestion {
  const lacking = lackOf(scores, rule.kind);
  if (lacking !== null) return { threshold: null, confusion: null, reason: lacking };
  const threshold = thresholdBy(scores, rule);
  return { threshold, confusion: confusionOf(scores, threshold), reason: null };
}

/** Where a threshold was chosen, by the images that `splits` allows and by the rule. */
export function sourceOf(rule: ThresholdRule, splits: readonly ImageSplit[]): ThresholdSource {
  if (rule.kind === 'good-only') return 'good-only';
  return splits.includes('test') ? 'test' : 'calibrate';
}

/** What happens to the parts when everything with score >= threshold is NG. */
export function confusionOf({ good, defective }: LabelledScores, threshold: number): Confusion {
  const passed = countBelow(good, threshold);
  const missedDefects = countBelow(defective, threshold);
  return {
    caught: defective.length - missedDefects,
    missedDefects,
    falseAlarms: good.length - passed,
    passed,
  };
}

function lackOf({ good, defective }: LabelledScores, kind: ThresholdRule['kind']): string | null {
  if (kind !== 'escape' && good.length === 0) {
    return 'No good part among these images has a score, so there is nothing to tell false alarms by.';
  }
  if ((kind === 'max-f1' || kind === 'escape' || kind === 'costs') && defective.length === 0) {
    return 'No defective part among these images has a score, so there is nothing to tell missed defects by.';
  }
  return null;
}

function thresholdBy(scores: LabelledScores, rule: ThresholdRule): number {
  const { good, defective } = scores;
  switch (rule.kind) {
    case 'max-f1':
      return maxF1(...inOneList(scores))!.threshold;
    case 'overkill':
      if (rule.share === 1) return Math.min(good[0]!, defective[0] ?? Infinity);
      return percentileThreshold(good, rule.share)!;
    case 'good-only':
      return rule.share === 1 ? good[0]! : percentileThreshold(good, rule.share)!;
    case 'escape': {
      const allowed = mostWithin(rule.share, defective.length);
      return defective[allowed] ?? aboveAll(scores);
    }
    case 'costs':
      return cheapest(scores, rule);
  }
}

function cheapest(
  scores: LabelledScores,
  costs: { missedDefect: number; falseAlarm: number },
): number {
  const { thresholds, caught, falseAlarms, defective } = thresholdCounts(...inOneList(scores));
  // Nothing NG: the one outcome that no score as a threshold gives.
  let best = aboveAll(scores);
  let bestCost = costs.missedDefect * defective;
  thresholds.forEach((threshold, i) => {
    const cost = costs.missedDefect * (defective - caught[i]!) + costs.falseAlarm * falseAlarms[i]!;
    if (cost <= bestCost) [best, bestCost] = [threshold, cost];
  });
  return best;
}

/** The largest whole number m with m / n <= share. */
function mostWithin(share: number, n: number): number {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`A share lies in 0..1, not ${share}.`);
  // By comparing shares, not by floor(share * n): 0.29 * 100 is 28.999999999999996.
  let most = Math.min(n, Math.floor(share * n) + 1);
  while (most / n > share) most -= 1;
  return most;
}

function aboveAll({ good, defective }: LabelledScores): number {
  return nextUp(Math.max(good.at(-1) ?? -Infinity, defective.at(-1) ?? -Infinity));
}

function inOneList({ good, defective }: LabelledScores): [Float64Array, Uint8Array] {
  const scores = new Float64Array(good.length + defective.length);
  scores.set(good);
  scores.set(defective, good.length);
  return [scores, new Uint8Array(scores.length).fill(1, good.length)];
}
