/**
 * Why this file exists: what a review band would do, without applying it. Scores are sorted once;
 * after that a change of the band costs a few searches however many results there are, so that
 * dragging a threshold stays within one frame.
 */
import type { ResultColumns } from '../contract/models.ts';
import type { Band } from '../entities/threshold.ts';
import { ascending, countBelow, type Choice } from './labelled-scores.ts';

/** The scores of one kind of part, ascending. `defectClassId` is null without a class. */
interface Group {
  kind: 'good' | 'defective' | 'unlabelled';
  defectClassId: number | null;
  scores: Float64Array;
}

/** Prepared by `prepareWhatIf`; asked by `whatIf`. */
export interface WhatIfTable {
  groups: readonly Group[];
}

/** How many parts get each verdict. */
export interface Verdicts {
  parts: number;
  ok: number;
  review: number;
  ng: number;
}

/** A rate per 1,000 parts; null with the reason where there are no parts to divide by. */
export type PerThousand =
  { perThousand: number; reason: null } | { perThousand: null; reason: string };

export interface ClassWhatIf extends Verdicts {
  /** Null: defective parts without a class. */
  defectClassId: number | null;
  /** Called OK, per 1,000 of this class. */
  escape: PerThousand;
}

export interface WhatIf {
  good: Verdicts;
  defective: Verdicts;
  /** Parts that are not labelled, or unsure. They are in no rate. */
  unlabelled: Verdicts;
  /** Defective parts called OK. */
  missedDefects: number;
  /** Good parts called NG. */
  falseAlarms: number;
  /** Good and defective parts between T1 and T2. */
  sentToReview: number;
  /** False alarms per 1,000 good parts. */
  overkill: PerThousand;
  /** Missed defects per 1,000 defective parts. */
  escape: PerThousand;
  /** Sent to review per 1,000 labelled parts. */
  review: PerThousand;
  /** By number of the class; those without a class last. */
  perClass: ClassWhatIf[];
}

/** Sorts the columns once. O(n log n). Throws RangeError for a score that is not finite. */
export function prepareWhatIf(
  columns: ResultColumns,
  { splits }: Pick<Choice, 'splits'> = {},
): WhatIfTable {
  const scores = new Map<string, Omit<Group, 'scores'> & { scores: number[] }>();
  columns.labels.forEach((label, i) => {
    if (splits && !splits.includes(columns.splits[i]!)) return;
    const kind = label === 'ok' ? 'good' : label === 'ng' ? 'defective' : 'unlabelled';
    const defectClassId = kind === 'defective' ? columns.defectClassIds[i]! : null;
    const key = `${kind} ${defectClassId}`;
    const group = scores.get(key) ?? { kind, defectClassId, scores: [] };
    group.scores.push(columns.scores[i]!);
    scores.set(key, group);
  });
  const last = Number.MAX_SAFE_INTEGER;
  return {
    groups: [...scores.values()]
      .map((group) => ({ ...group, scores: ascending(group.scores) }))
      .sort((a, b) => (a.defectClassId ?? last) - (b.defectClassId ?? last)),
  };
}

/**
 * What the band would do. O(classes * log n).
 * @param perClass other bands for defects of some classes
 */
export function whatIf(
  { groups }: WhatIfTable,
  base: Band,
  perClass: ReadonlyMap<number, Band> = new Map(),
): WhatIf {
  const sums = { good: none(), defective: none(), unlabelled: none() };
  const classes: ClassWhatIf[] = [];
  for (const { kind, defectClassId, scores } of groups) {
    const own = defectClassId === null ? undefined : perClass.get(defectClassId);
    const verdicts = verdictsOf(scores, own ?? base);
    sums[kind] = added(sums[kind], verdicts);
    if (kind !== 'defective') continue;
    classes.push({ defectClassId, ...verdicts, escape: rate(verdicts.ok, verdicts.parts, '') });
  }
  const { good, defective, unlabelled } = sums;
  const sentToReview = good.review + defective.review;
  return {
    good,
    defective,
    unlabelled,
    missedDefects: defective.ok,
    falseAlarms: good.ng,
    sentToReview,
    overkill: rate(good.ng, good.parts, 'No part with a score is labelled good.'),
    escape: rate(defective.ok, defective.parts, 'No part with a score is labelled defective.'),
    review: rate(
      sentToReview,
      good.parts + defective.parts,
      'No part with a score is labelled good or defective.',
    ),
    perClass: classes,
  };
}

const none = (): Verdicts => ({ parts: 0, ok: 0, review: 0, ng: 0 });

function verdictsOf(scores: Float64Array, { t1, t2 }: Band): Verdicts {
  const ok = countBelow(scores, t1);
  const below2 = countBelow(scores, t2);
  return { parts: scores.length, ok, review: below2 - ok, ng: scores.length - below2 };
}

function added(a: Verdicts, b: Verdicts): Verdicts {
  return {
    parts: a.parts + b.parts,
    ok: a.ok + b.ok,
    review: a.review + b.review,
    ng: a.ng + b.ng,
  };
}

function rate(part: number, whole: number, reason: string): PerThousand {
  return whole === 0
    ? { perThousand: null, reason }
    : { perThousand: (1000 * part) / whole, reason: null };
}
