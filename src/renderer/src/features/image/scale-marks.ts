/** Why this file exists: which values stand beside the colour scale. Pure. */

export interface Mark {
  /** Raw map value. */
  value: number;
  /** In units of the pixel threshold, for multiples of it; null for the ends. */
  times: number | null;
  /** The threshold itself. */
  strong: boolean;
}

const MULTIPLES = [2, 0.5, 1.5, 3, 4];

/**
 * The threshold, the two ends and further multiples of the threshold, none closer to another than
 * `labelHeight`, on a scale `length` pixels long. Ends that would touch the threshold are left out.
 */
export function scaleMarks(
  low: number,
  high: number,
  threshold: number | null,
  length: number,
  labelHeight: number,
): Mark[] {
  const marks: Mark[] = [];
  const apart = ((high - low) * labelHeight) / Math.max(1, length);
  const add = (value: number, times: number | null, strong = false): void => {
    const inside = value >= low && value <= high;
    const hasRoom = marks.every((mark) => Math.abs(mark.value - value) >= apart);
    if (inside && (strong || hasRoom)) marks.push({ value, times, strong });
  };
  if (threshold !== null && threshold > 0) add(threshold, 1, true);
  add(high, null);
  add(low, null);
  if (threshold !== null && threshold > 0) {
    for (const multiple of MULTIPLES) add(threshold * multiple, multiple);
  }
  return marks;
}
