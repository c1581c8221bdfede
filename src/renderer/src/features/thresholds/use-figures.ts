/** Why this file exists: scores made ready for one scope and some splits, and the stores that follow them. */
import { useMemo, useState } from 'react';
import type { ResultColumns } from '../../../../shared/contract/models.ts';
import type { Costs } from '../../../../shared/charts/curves.ts';
import type { ImageSplit } from '../../../../shared/entities/image.ts';
import {
  labelledScores,
  type LabelledScores,
} from '../../../../shared/thresholds/labelled-scores.ts';
import { prepareWhatIf, type WhatIfTable } from '../../../../shared/thresholds/what-if.ts';
import { parseCosts } from './costs.ts';
import type { Draft, Scope } from './draft.ts';
import { createLive, createSettled, type Live, type Readable } from './live.ts';
import type { FigureSplit } from './route.ts';
import type { SplitCounts } from './ThresholdBar.tsx';

/** How long a draft must be still before the heavier parts follow. */
const SETTLE_MS = 120;

export interface WorkingFigures {
  splits: readonly FigureSplit[];
  counts: SplitCounts;
  table: WhatIfTable;
  scores: LabelledScores;
  costs: Costs | null;
  setCosts: (costs: Costs) => void;
  live: Readable<Live>;
  settled: Readable<Live>;
}

export function useFigures(
  columns: ResultColumns,
  wanted: readonly FigureSplit[] | null,
  scope: Scope,
  productId: number,
  drafts: Readable<Draft>,
): WorkingFigures {
  const counts = useMemo(() => countSplits(columns), [columns]);
  const splits = useMemo(() => wanted ?? usual(counts), [wanted, counts]);
  const table = useMemo(() => prepareWhatIf(columns, { splits }), [columns, splits]);
  const scores = useMemo(
    () => labelledScores(columns, { splits, ...(scope === null ? {} : { defectClassId: scope }) }),
    [columns, splits, scope],
  );
  const place = `loupe.costs.${productId}`;
  const [costs, keepCosts] = useState(() => parseCosts(window.localStorage.getItem(place)));
  const live = useMemo(
    () => createLive(drafts, { table, scores, costs, scope }),
    [drafts, table, scores, costs, scope],
  );
  const settled = useMemo(() => createSettled(live, SETTLE_MS), [live]);
  return {
    splits,
    counts,
    table,
    scores,
    costs,
    setCosts: (next) => {
      keepCosts(next);
      window.localStorage.setItem(place, JSON.stringify(next));
    },
    live,
    settled,
  };
}

/** Calibration images where there are any; test images are kept for the end where one can. */
function usual(counts: SplitCounts): readonly FigureSplit[] {
  const { good, defective } = counts.calibrate;
  return good + defective > 0 ? ['calibrate'] : ['test'];
}

function countSplits({ labels, splits }: ResultColumns): SplitCounts {
  const counts: Record<ImageSplit, { good: number; defective: number }> = {
    none: { good: 0, defective: 0 },
    train: { good: 0, defective: 0 },
    calibrate: { good: 0, defective: 0 },
    test: { good: 0, defective: 0 },
  };
  labels.forEach((label, i) => {
    const split = splits[i];
    if (split === undefined) return;
    if (label === 'ok') counts[split].good += 1;
    else if (label === 'ng') counts[split].defective += 1;
  });
  return counts;
}
