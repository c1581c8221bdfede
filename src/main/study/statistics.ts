/** Why this file exists: the few statistics a study needs: mean, spread over seeds, rank correlation. */

/** The mean, or null of nothing. */
export function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The sample standard deviation (n - 1 below the line), or null of fewer than two values. */
export function sampleDeviation(values: readonly number[]): number | null {
  const middle = mean(values);
  if (middle === null || values.length < 2) return null;
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/** Rank correlation says nothing of fewer points than this. */
export const FEWEST_POINTS = 4;

/**
 * Spearman's rank correlation of two lists of equal length, -1 to 1: Pearson's on ranks, equal
 * values sharing the mean of their ranks. Null where there are fewer than `FEWEST_POINTS`, or
 * where all values of a list are the same. Throws RangeError when the lengths differ.
 */
export function spearman(a: readonly number[], b: readonly number[]): number | null {
  if (a.length !== b.length) throw new RangeError(`${a.length} and ${b.length} values differ`);
  if (a.length < FEWEST_POINTS) return null;
  const [x, y] = [ranksOf(a), ranksOf(b)];
  const middle = (a.length + 1) / 2;
  const product = (u: readonly number[], v: readonly number[]) =>
    u.reduce((sum, value, index) => sum + (value - middle) * ((v[index] ?? middle) - middle), 0);
  const scale = Math.sqrt(product(x, x) * product(y, y));
  return scale > 0 ? product(x, y) / scale : null;
}

/** Ranks from 1, ties sharing their mean. */
export function ranksOf(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((i, j) => (values[i] ?? 0) - (values[j] ?? 0));
  const ranks = new Array<number>(values.length).fill(0);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to++;
    for (let at = from; at < to; at++) ranks[order[at] ?? 0] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}
