/**
 * Why this file exists: everything a draft does to the scores, worked out once for each change and
 * handed to whatever shows it. `settled` follows a moment later, for parts too heavy for each frame.
 */
import {
  costAt,
  operatingPoint,
  type Costs,
  type OperatingPoint,
} from '../../../../shared/charts/curves.ts';
import type { Band, Thresholds } from '../../../../shared/entities/threshold.ts';
import type { LabelledScores } from '../../../../shared/thresholds/labelled-scores.ts';
import { whatIf, type WhatIf, type WhatIfTable } from '../../../../shared/thresholds/what-if.ts';
import type { ValueStore } from '../../state/value-store.ts';
import { valuesOf, type Draft, type Scope } from './draft.ts';

export interface Live {
  draft: Draft;
  /** The values of the scope under edit. */
  values: Thresholds;
  what: WhatIf;
  /** Where T2 stands on the curves of the scope. */
  point: OperatingPoint;
  /** Per 1,000 parts; null without costs or without both kinds of parts. */
  cost: number | null;
}

/** What the figures are worked out from. */
export interface Figures {
  table: WhatIfTable;
  /** Of the scope: all good parts, and all defects or those of one class. */
  scores: LabelledScores;
  costs: Costs | null;
  scope: Scope;
}

/** A store that cannot be set. */
export type Readable<T> = Pick<ValueStore<T>, 'get' | 'subscribe'>;

/** What the figures say of a draft. O(classes * log n). */
export function liveOf(draft: Draft, { table, scores, costs, scope }: Figures): Live {
  const perClass = new Map<number, Band>(
    draft.perClass.map(({ defectClassId, thresholds }) => [defectClassId, thresholds]),
  );
  const values = valuesOf(draft, scope);
  return {
    draft,
    values,
    what: whatIf(table, draft.base, perClass),
    point: operatingPoint(scores, values.t2),
    cost: costs === null ? null : costAt(scores, costs, values.t2),
  };
}

/** Follows the drafts; worked out at most once for each, when somebody looks. */
export function createLive(drafts: Readable<Draft>, figures: Figures): Readable<Live> {
  let last: Live | undefined;
  return {
    subscribe: drafts.subscribe,
    get: () => {
      const draft = drafts.get();
      if (last?.draft !== draft) last = liveOf(draft, figures);
      return last;
    },
  };
}

/** Follows `source` once it has been still for `ms`. */
export function createSettled<T>(source: Readable<T>, ms: number): Readable<T> {
  let value = source.get();
  return {
    get: () => value,
    subscribe: (listener) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const settle = (): void => {
        timer = undefined;
        value = source.get();
        listener();
      };
      // What changed while nobody listened.
      if (value !== source.get()) timer = setTimeout(settle, 0);
      const stop = source.subscribe(() => {
        clearTimeout(timer);
        timer = setTimeout(settle, ms);
      });
      return () => {
        clearTimeout(timer);
        stop();
      };
    },
  };
}
