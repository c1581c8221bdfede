/** Why this file exists: ROC, precision-recall and PRO with the place where T2 stands, live. */
import { useMemo, useState } from 'react';
import {
  countsOf,
  prPoints,
  rocPoints,
  type CurvePoint,
} from '../../../../shared/charts/curves.ts';
import type { LabelledScores } from '../../../../shared/thresholds/labelled-scores.ts';
import { IconButton } from '../../components/Button.tsx';
import { formatPercent, formatRaw } from '../../components/format.ts';
import { CurveChart, CurveTable } from './CurveChart.tsx';
import type { Live, Readable } from './live.ts';
import { ProCurve } from './ProCurve.tsx';
import { strings } from './strings.ts';

interface CurvePanelProps {
  scores: LabelledScores;
  live: Readable<Live>;
  /** The newest report of the model; null where there is none. */
  reportId: string | null;
}

export function CurvePanel({ scores, live, reportId }: CurvePanelProps) {
  const [asTable, setAsTable] = useState(false);
  const { roc, pr } = useMemo(() => {
    const counts = countsOf(scores);
    const both = counts.good > 0 && counts.defective > 0;
    return { roc: rocPoints(counts), pr: both ? prPoints(counts) : null };
  }, [scores]);
  return (
    <section className="panel curves">
      <header className="panel-head">
        <h2>{strings.curves}</h2>
        <IconButton
          icon={asTable ? 'chart' : 'table'}
          small
          label={asTable ? strings.chart : strings.table}
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        />
      </header>
      <div className="curve-row">
        <Curve
          asTable={asTable}
          title={strings.roc}
          points={roc}
          live={live}
          x={strings.axis.overkill}
          y={strings.axis.recall}
          at={({ point }) => pair(point.overkill, point.recall)}
          says={strings.rocAt}
        />
        <Curve
          asTable={asTable}
          title={strings.pr}
          points={pr}
          live={live}
          x={strings.axis.recall}
          y={strings.axis.precision}
          at={({ point }) => pair(point.recall, point.precision)}
          says={strings.prAt}
        />
        <ProCurve reportId={reportId} live={live} asTable={asTable} />
      </div>
    </section>
  );
}

interface CurveProps {
  asTable: boolean;
  title: string;
  points: readonly CurvePoint[] | null;
  live: Readable<Live>;
  x: string;
  y: string;
  at: (live: Live) => { x: number; y: number } | null;
  says: (x: string, y: string) => string;
}

function Curve({ asTable, title, points, live, x, y, at, says }: CurveProps) {
  if (points === null) {
    return (
      <figure className="curve">
        <figcaption>{title}</figcaption>
        <p className="note">{strings.noCurve}</p>
      </figure>
    );
  }
  if (asTable) {
    return (
      <CurveTable
        title={title}
        points={points}
        x={x}
        y={y}
        format={formatPercent}
        threshold={(value) => (value === Infinity ? '∞' : formatRaw(value))}
      />
    );
  }
  return <CurveChart title={title} points={points} live={live} x={x} y={y} at={at} says={says} />;
}

function pair(x: number | null, y: number | null): { x: number; y: number } | null {
  return x === null || y === null ? null : { x, y };
}
