/** Why this file exists: the counting behind the score histogram. Pure. */
import type { Extent } from '../../../../shared/charts/scale.ts';

export interface Bin {
  from: number;
  to: number;
  good: number;
  defective: number;
}

/** The extent of `values`, a little wider where they are all the same. */
export function extentOf(values: readonly number[]): Extent {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (!(low <= high)) return { low: 0, high: 1 };
  return low === high ? { low: low - 0.5, high: high + 0.5 } : { low, high };
}

/**
 * About `count` equal bins that cover `extent`. A bin begins exactly at `anchor` (the threshold), so
 * that no bin holds verdicts of both kinds; without one the first begins at the lowest score.
 */
export function countBins(
  scores: readonly { score: number; good: boolean }[],
  { low, high }: Extent,
  count: number,
  anchor: number | null,
): Bin[] {
  const width = (high - low) / count;
  const start = anchor ?? low;
  const before = Math.max(0, Math.ceil((start - low) / width));
  const after = Math.max(0, Math.floor((high - start) / width));
  const bins = Array.from({ length: before + after + 1 }, (_, i): Bin => {
    const from = start + (i - before) * width;
    return { from, to: from + width, good: 0, defective: 0 };
  });
  for (const { score, good } of scores) {
    // Counted from the anchor: a score equal to it lies on its upper side whatever the rounding.
    const at = before + Math.floor((score - start) / width);
    const bin = bins[Math.min(bins.length - 1, Math.max(0, at))];
    if (bin === undefined) continue;
    if (good) bin.good += 1;
    else bin.defective += 1;
  }
  return bins;
}
