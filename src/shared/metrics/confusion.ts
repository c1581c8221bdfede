/** Why this file exists: what a threshold does to a labelled set, in the words of a factory. */
import type { Confusion } from '../report.ts';
import type { Labels, Scores } from './threshold-counts.ts';

/** Counts of each outcome when score >= threshold is NG. Throws RangeError on unequal lengths. */
export function confusionAt(scores: Scores, labels: Labels, threshold: number): Confusion {
  if (scores.length !== labels.length) {
    throw new RangeError(`${scores.length} scores but ${labels.length} labels.`);
  }
  const confusion: Confusion = { caught: 0, missedDefects: 0, falseAlarms: 0, passed: 0 };
  for (let i = 0; i < scores.length; i += 1) {
    const ng = scores[i]! >= threshold;
    if (labels[i] !== 0) confusion[ng ? 'caught' : 'missedDefects'] += 1;
    else confusion[ng ? 'falseAlarms' : 'passed'] += 1;
  }
  return confusion;
}

/** Shares of a confusion, each 0..1, or null where it would divide by nothing. */
export interface ConfusionRates {
  /** False alarms among the good (false positive rate). */
  overkill: number | null;
  /** Missed among the defective (false negative rate). */
  escape: number | null;
  /** Defective among those called NG. */
  precision: number | null;
  /** Caught among the defective; 1 - escape. */
  recall: number | null;
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** The rates of `confusion`; a rate over an empty set is null, never 0 or 1. */
export function confusionRates(confusion: Confusion): ConfusionRates {
  const { caught, missedDefects, falseAlarms, passed } = confusion;
  return {
    overkill: share(falseAlarms, falseAlarms + passed),
    escape: share(missedDefects, caught + missedDefects),
    precision: share(caught, caught + falseAlarms),
    recall: share(caught, caught + missedDefects),
  };
}
