/** Why this file exists: what a training does, scale by scale: losses, spread, and the held-out check. */
import { useMemo, useState } from 'react';
import type { CurvePointView } from '../../../../shared/contract/jobs.ts';
import type { Run } from '../../../../shared/entities/run.ts';
import { THETAS, type Theta } from '../../../../shared/scales.ts';
import { ChartPanel } from '../../components/ChartPanel.tsx';
import type { Line } from '../../components/LineChart.tsx';
import { ErrorLine, LoadingNotice } from '../../components/Notice.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import { useQueryOf } from '../../state/queries.ts';
import { curveOf, type Curve } from './curve.ts';
import type { RecipeName } from './settings.ts';
import { text } from './strings.ts';

const LIVE_MS = 2000;

export function Curves({ run, recipe }: { run: Run; recipe: RecipeName }) {
  const live = run.state === 'running';
  const trains = recipe !== 'frozen';
  const { data, error } = useQueryOf(
    'training.curves',
    trains ? { runId: run.id } : null,
    live ? { every: LIVE_MS } : {},
  );
  return (
    <section className="panel curves">
      <h2>{text.curves}</h2>
      {!trains && <p className="note">{text.curvesFrozen}</p>}
      {error !== null && <ErrorLine error={error} />}
      {trains && data === undefined && error === null && <LoadingNotice />}
      {data !== undefined && data.points.length === 0 && <p className="note">{text.curvesNone}</p>}
      {data !== undefined && data.points.length > 0 && <Scales points={data.points} />}
    </section>
  );
}

/** Shows the scale in work until another is chosen. */
function Scales({ points }: { points: readonly CurvePointView[] }) {
  const [chosen, setChosen] = useState<Theta | null>(null);
  const newest = points.at(-1)?.theta ?? 64;
  const known = THETAS.filter((theta) => points.some((point) => point.theta === theta));
  const shown = chosen ?? newest;
  return (
    <Tabs
      label={text.curves}
      value={String(shown)}
      onChange={(value) => setChosen(known.find((theta) => String(theta) === value) ?? null)}
      parts={known.map((theta) => ({
        id: String(theta),
        label: text.curvesOf(theta),
        content: theta === shown ? <Charts points={points} theta={theta} /> : null,
      }))}
    />
  );
}

function Charts({ points, theta }: { points: readonly CurvePointView[]; theta: Theta }) {
  const curve = useMemo(() => curveOf(points, theta), [points, theta]);
  const lines = useMemo(() => linesOf(curve), [curve]);
  return (
    <div className="charts">
      {lines.losses.length > 0 && (
        <ChartPanel
          title={text.losses}
          note={text.lossesNote}
          xLabel={text.step}
          x={curve.steps}
          lines={lines.losses}
        />
      )}
      {lines.heldOut !== null && (
        <ChartPanel
          title={text.heldOut}
          note={text.heldOutNote}
          xLabel={text.step}
          x={curve.steps}
          lines={[lines.heldOut]}
        />
      )}
      {lines.spread !== null && (
        <ChartPanel
          title={text.spread}
          note={text.spreadNote}
          xLabel={text.step}
          x={curve.steps}
          lines={[lines.spread]}
        />
      )}
      {lines.rank !== null && (
        <ChartPanel
          title={text.rank}
          note={text.rankNote}
          xLabel={text.step}
          x={curve.steps}
          lines={[lines.rank]}
        />
      )}
    </div>
  );
}

const LOSSES = ['svdd', 'ssl', 'cos', 'kmeans'] as const;

function linesOf(curve: Curve) {
  const line = (label: string, name: string): Line | null => {
    const values = curve.columns[name];
    return values === undefined ? null : { label, values };
  };
  return {
    losses: LOSSES.map((name) => line(text.loss[name], name)).filter((one) => one !== null),
    heldOut: line(text.heldOutLine, 'heldOut'),
    spread: line(text.spreadLine, 'meanDistance'),
    rank: line(text.rank, 'effectiveRank'),
  };
}
