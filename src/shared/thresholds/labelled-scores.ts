/**
 * Why this file exists: what the rules and the what-if look at: the scores of good and of
 * defective parts, each ascending, so that counting at a threshold is a search and not a walk.
 */
import type { ResultColumns } from '../contract/models.ts';
import type { ImageSplit } from '../entities/image.ts';

/** Scores of parts that a person (or the import) called good or defective; each list ascending. */
export interface LabelledScores {
  good: Float64Array;
  defective: Float64Array;
}

/** Which entries of the columns count; everything where it is left out. */
export interface Choice {
  splits?: readonly ImageSplit[];
  /** Only these defects (null: without a class); good parts count always. */
  defectClassId?: number | null;
}

/**
 * The scores of the parts labelled OK and NG; `none` and `unsure` say nothing and are left out.
 * O(n log n). Throws RangeError for a score that is not finite.
 */
export function labelledScores(columns: ResultColumns, choice: Choice = {}): LabelledScores {
  const { splits, defectClassId } = choice;
  const good: number[] = [];
  const defective: number[] = [];
  columns.labels.forEach((label, i) => {
    if (splits && !splits.includes(columns.splits[i]!)) return;
    if (label === 'ok') good.push(columns.scores[i]!);
    else if (label === 'ng') {
      if (defectClassId !== undefined && columns.defectClassIds[i] !== defectClassId) return;
      defective.push(columns.scores[i]!);
    }
  });
  return { good: ascending(good), defective: ascending(defective) };
}

/** The scores ascending. Throws RangeError for one that is not finite. */
export function ascending(scores: ArrayLike<number>): Float64Array {
  const sorted = Float64Array.from(scores).sort();
  // -Infinity sorts first; Infinity and NaN last.
  if (
    sorted.length > 0 &&
    !(Number.isFinite(sorted[0]) && Number.isFinite(sorted[sorted.length - 1]))
  ) {
    throw new RangeError('A score is not finite.');
  }
  return sorted;
}

/** How many of the ascending `sorted` lie below `threshold`; the others are `>= threshold`. */
export function countBelow(sorted: Float64Array, threshold: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < threshold) low = middle + 1;
    else high = middle;
  }
  return low;
}
