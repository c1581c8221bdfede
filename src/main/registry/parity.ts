/** Why this file exists: whether a model says the same here as where it came from, as numbers. */
import type { Parity } from '../../shared/entities/job.ts';
import { verdictOf, type Band } from '../../shared/entities/threshold.ts';

/** One golden part: its score there and here; null here where the image could not be read. */
export interface Compared {
  there: number;
  here: number | null;
}

/**
 * The largest differences over all parts, and how many verdicts changed under `band`. A part that
 * cannot be read here counts as a changed verdict and is in neither difference. The relative
 * difference is that of the sender's score; with a score of 0 there it is taken of the larger one.
 */
export function parityOf(parts: readonly Compared[], band: Band): Parity {
  let largestScoreDifference = 0;
  let largestRelativeDifference = 0;
  let changedVerdicts = 0;
  for (const { there, here } of parts) {
    if (here === null || verdictOf(there, band) !== verdictOf(here, band)) changedVerdicts += 1;
    if (here === null || here === there) continue;
    const difference = Math.abs(here - there);
    largestScoreDifference = Math.max(largestScoreDifference, difference);
    const relative = difference / (Math.abs(there) || Math.abs(here));
    largestRelativeDifference = Math.max(largestRelativeDifference, relative);
  }
  return {
    images: parts.length,
    largestScoreDifference,
    largestRelativeDifference,
    changedVerdicts,
  };
}
