/**
 * Why this file exists: which parts get another verdict: from other thresholds on the same scores, or
 * from another model on the same images. What a person should look at first comes first.
 */
import type { ResultColumns } from '../contract/models.ts';
import type { ImageSplit } from '../entities/image.ts';
import type { LabelValue } from '../entities/label.ts';
import { thresholdsFor, verdictOf } from '../entities/threshold.ts';
import type { ThresholdSet, Verdict } from '../entities/threshold.ts';

/** Values for the product and for some defect classes, as in a threshold set. */
export type ThresholdValues = Pick<ThresholdSet, 'base' | 'perClass'>;

/** The scores of one model and the values that judge them. */
export interface Side {
  columns: ResultColumns;
  values: ThresholdValues;
}

/** Good and OK, or defective and NG, is right; the other way round is wrong; else neither. */
export type FlipEffect = 'worse' | 'better' | 'neutral';

export interface Flip {
  imageId: number;
  label: LabelValue;
  defectClassId: number | null;
  split: ImageSplit;
  before: { score: number; verdict: Verdict };
  after: { score: number; verdict: Verdict };
  effect: FlipEffect;
}

/**
 * Images that both sides have seen and judge differently. `splits` leaves out the others. Worse flips
 * come first, then better, then neutral ones; within each the largest score of the second side first.
 */
export function flipsBetween(before: Side, after: Side, splits: readonly ImageSplit[]): Flip[] {
  const places = before.columns === after.columns ? null : placesOf(after.columns);
  const flips: Flip[] = [];
  const { imageIds, labels, defectClassIds, splits: imageSplits, scores } = before.columns;
  for (let i = 0; i < imageIds.length; i += 1) {
    const split = imageSplits[i]!;
    if (!splits.includes(split)) continue;
    const other = places === null ? i : places.get(imageIds[i]!);
    if (other === undefined) continue;
    const defectClassId = defectClassIds[i]!;
    const first = scores[i]!;
    const second = after.columns.scores[other]!;
    const was = verdictOf(first, thresholdsFor(before.values, defectClassId));
    const is = verdictOf(second, thresholdsFor(after.values, defectClassId));
    if (was === is) continue;
    const label = labels[i]!;
    flips.push({
      imageId: imageIds[i]!,
      label,
      defectClassId,
      split,
      before: { score: first, verdict: was },
      after: { score: second, verdict: is },
      effect: effectOf(label, was, is),
    });
  }
  const order: readonly FlipEffect[] = ['worse', 'better', 'neutral'];
  return flips.sort(
    (a, b) =>
      order.indexOf(a.effect) - order.indexOf(b.effect) ||
      b.after.score - a.after.score ||
      a.imageId - b.imageId,
  );
}

/** How many flips there are of each effect. */
export function countEffects(flips: readonly Flip[]): Record<FlipEffect, number> {
  const counts = { worse: 0, better: 0, neutral: 0 };
  for (const { effect } of flips) counts[effect] += 1;
  return counts;
}

/** Images both sides have seen, with the score of each; for a scatter plot. */
export function pairedScores(
  a: ResultColumns,
  b: ResultColumns,
): { imageId: number; label: LabelValue; a: number; b: number }[] {
  const places = placesOf(b);
  return a.imageIds.flatMap((imageId, i) => {
    const other = places.get(imageId);
    if (other === undefined) return [];
    return [{ imageId, label: a.labels[i]!, a: a.scores[i]!, b: b.scores[other]! }];
  });
}

function placesOf({ imageIds }: ResultColumns): Map<number, number> {
  return new Map(imageIds.map((id, place) => [id, place]));
}

const STRICTNESS: Readonly<Record<Verdict, number>> = { ok: 0, review: 1, ng: 2 };

function effectOf(label: LabelValue, was: Verdict, is: Verdict): FlipEffect {
  if (label !== 'ok' && label !== 'ng') return 'neutral';
  const stricter = STRICTNESS[is] > STRICTNESS[was];
  return stricter === (label === 'ng') ? 'better' : 'worse';
}
