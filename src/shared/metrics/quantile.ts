/** Why this file exists: quantiles, and the threshold that follows from good parts alone. */

/** The values ascending; throws RangeError on NaN. */
function ascending(values: ArrayLike<number>): Float64Array {
  const sorted = Float64Array.from(values).sort();
  // A typed array's sort puts NaN last.
  if (sorted.length > 0 && Number.isNaN(sorted[sorted.length - 1])) {
    throw new RangeError('A value is not a number.');
  }
  return sorted;
}

/**
 * The q-quantile (0 <= q <= 1) of n values by linear interpolation between order statistics at
 * position q (n - 1), the definition R calls type 7 and numpy "linear". Null for no values.
 * Throws RangeError for q outside 0..1 and for NaN.
 */
export function quantile(values: ArrayLike<number>, q: number): number | null {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`A quantile lies in 0..1, not ${q}.`);
  const sorted = ascending(values);
  if (sorted.length === 0) return null;
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low === high ? low : low + (position - below) * (high - low);
}

/** The smallest number above the finite number `value`. */
export function nextUp(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigInt64(0);
  view.setBigInt64(0, value > 0 ? bits + 1n : bits - 1n);
  return view.getFloat64(0);
}

/**
 * A threshold from good parts alone: the lowest number t such that at most the share `overkill`
 * (0 <= overkill < 1) of `goodScores` is >= t. With m the largest whole number where
 * m / n <= overkill, t is the next number above the (m + 1)-th largest score, so that score itself
 * still passes; with overkill 0 it lies just above the highest. Ties are passed together, so the
 * share can come out lower than allowed. Null when there are no scores.
 * Throws RangeError for overkill outside 0..1 (1 excluded) and for scores that are not finite.
 */
export function percentileThreshold(
  goodScores: ArrayLike<number>,
  overkill: number,
): number | null {
  if (!(overkill >= 0 && overkill < 1)) {
    throw new RangeError(`The share of false alarms lies in 0..1 (1 excluded), not ${overkill}.`);
  }
  const sorted = ascending(goodScores);
  const n = sorted.length;
  if (n === 0) return null;
  if (!Number.isFinite(sorted[0]) || !Number.isFinite(sorted[n - 1])) {
    throw new RangeError('A score is not finite.');
  }
  // By comparing shares, not by floor(overkill * n): 0.29 * 100 is 28.999999999999996.
  let allowed = Math.floor(overkill * n) + 1;
  while (allowed / n > overkill) allowed -= 1;
  return nextUp(sorted[n - 1 - allowed]!);
}
