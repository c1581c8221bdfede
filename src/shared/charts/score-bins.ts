/**
 * Why this file exists: the bars of a score histogram. Bins are half-open, [from, to), so that a bar
 * holds exactly the parts that `from <= score < to` finds in the gallery, and they do not depend on
 * the thresholds: dragging one moves a line over bars that stand still.
 */
import { countBelow } from '../thresholds/labelled-scores.ts';
import type { WhatIfTable } from '../thresholds/what-if.ts';
import { roundStep, type Extent } from './scale.ts';

/** Span of an axis, as a share of its largest value, at the least. */
const SMALLEST_SPAN = 1e-4;

export interface ScoreBin {
  from: number;
  to: number;
  good: number;
  defective: number;
  unlabelled: number;
}

/** Lowest and highest score of a table; null when it holds none. */
export function scoreExtent({ groups }: WhatIfTable): Extent | null {
  let low = Infinity;
  let high = -Infinity;
  for (const { scores } of groups) {
    if (scores.length === 0) continue;
    low = Math.min(low, scores[0]!);
    high = Math.max(high, scores[scores.length - 1]!);
  }
  return low <= high ? { low, high } : null;
}

/**
 * What the axis shows: every score and every threshold that lies near them, with a little room at
 * the sides. A threshold far away (a thousand spans off) would press all bars into one; it is left out.
 */
export function axisExtent(scores: Extent | null, thresholds: readonly number[]): Extent {
  const finite = thresholds.filter((value) => Number.isFinite(value));
  let { low, high } = scores ?? { low: Math.min(...finite, 0), high: Math.max(...finite, 1) };
  // Scores that are all but equal get an axis on which doubles can still tell its places apart.
  const span = Math.max(high - low, SMALLEST_SPAN * Math.max(Math.abs(low), Math.abs(high), 1e-9));
  for (const value of finite) {
    if (value < low && low - value <= 2 * span) low = value;
    if (value > high && value - high <= 2 * span) high = value;
  }
  const room = Math.max(high - low, span) * 0.03;
  return { low: low - room, high: high + room };
}

/**
 * About `count` bins of a round width that cover `extent`; their borders are multiples of the width.
 * `defectClassId` keeps only the defects of one class (null: of none).
 */
export function binScores(
  { groups }: WhatIfTable,
  extent: Extent,
  count: number,
  defectClassId?: number | null,
): ScoreBin[] {
  const width = roundStep(extent.high - extent.low, count);
  const first = Math.floor(extent.low / width);
  const last = Math.max(first, Math.floor(extent.high / width));
  const bins = Array.from({ length: last - first + 1 }, (_, i): ScoreBin => {
    const from = (first + i) * width;
    return { from, to: (first + i + 1) * width, good: 0, defective: 0, unlabelled: 0 };
  });
  for (const group of groups) {
    if (group.kind === 'defective' && defectClassId !== undefined) {
      if (group.defectClassId !== defectClassId) continue;
    }
    let below = countBelow(group.scores, bins[0]!.from);
    for (const bin of bins) {
      const next = countBelow(group.scores, bin.to);
      bin[group.kind] += next - below;
      below = next;
    }
  }
  return bins;
}

/** The length of a bar as a share (0..1) of the longest: by count, or by log(1 + count). */
export function barShare(count: number, most: number, log: boolean): number {
  if (most <= 0 || count <= 0) return 0;
  return log ? Math.log1p(count) / Math.log1p(most) : count / most;
}
