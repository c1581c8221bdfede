/** Why this file exists: which single values two sets of thresholds differ in. Pure. */
import type { ThresholdValues } from '../../../../shared/charts/flips.ts';
import type { Thresholds } from '../../../../shared/entities/threshold.ts';

export interface ChangedValue {
  /** Null: the values of all parts. */
  defectClassId: number | null;
  key: keyof Thresholds;
  /** Null where the class had, or has, no values of its own. */
  before: number | null;
  after: number | null;
}

const KEYS: readonly (keyof Thresholds)[] = ['t1', 't2', 'pixel', 'minArea'];

/** The values that differ, those of all parts first. */
export function changedValues(before: ThresholdValues, after: ThresholdValues): ChangedValue[] {
  const rows = difference(null, before.base, after.base);
  const ids = new Set([...before.perClass, ...after.perClass].map((entry) => entry.defectClassId));
  for (const id of [...ids].sort((a, b) => a - b)) {
    rows.push(...difference(id, own(before, id), own(after, id)));
  }
  return rows;
}

function own({ perClass }: ThresholdValues, id: number): Thresholds | null {
  return perClass.find(({ defectClassId }) => defectClassId === id)?.thresholds ?? null;
}

function difference(
  defectClassId: number | null,
  before: Thresholds | null,
  after: Thresholds | null,
): ChangedValue[] {
  return KEYS.flatMap((key) => {
    const [was, is] = [before?.[key] ?? null, after?.[key] ?? null];
    return was === is ? [] : [{ defectClassId, key, before: was, after: is }];
  });
}
