/** Why this file exists: the points of a training as columns of one scale, ready to draw. Pure. */
import type { CurvePointView } from '../../../../shared/contract/jobs.ts';
import type { Theta } from '../../../../shared/scales.ts';

export interface Curve {
  /** Ascending. */
  steps: readonly number[];
  /** By name, one value for each step; only what has a value somewhere. */
  columns: Readonly<Record<string, readonly (number | null)[]>>;
}

const NO_COLUMNS = new Set(['theta', 'step']);

/** The points of one scale by step; of two with the same step the later one counts. */
export function curveOf(points: readonly CurvePointView[], theta: Theta): Curve {
  const bySteps = new Map<number, CurvePointView>();
  for (const point of points) if (point.theta === theta) bySteps.set(point.step, point);
  const sorted = [...bySteps.values()].sort((a, b) => a.step - b.step);
  const names = new Set(sorted.flatMap(Object.keys).filter((name) => !NO_COLUMNS.has(name)));
  const columns: Record<string, (number | null)[]> = {};
  for (const name of names) {
    const values = sorted.map((point) => numberOrNull(point[name]));
    if (values.some((value) => value !== null)) columns[name] = values;
  }
  return { steps: sorted.map(({ step }) => step), columns };
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
