/** Why this file exists: the histogram with its thresholds, their number fields, and its table twin. */
import { useMemo, useState } from 'react';
import {
  axisExtent,
  binScores,
  scoreExtent,
  type ScoreBin,
} from '../../../../shared/charts/score-bins.ts';
import type { Band } from '../../../../shared/entities/threshold.ts';
import type { WhatIfTable } from '../../../../shared/thresholds/what-if.ts';
import { IconButton } from '../../components/Button.tsx';
import { NumberField } from '../../components/fields.tsx';
import { formatRaw } from '../../components/format.ts';
import { useValue } from '../../state/value-store.ts';
import type { Scope } from './draft.ts';
import type { Live, Readable } from './live.ts';
import { ScoreChart } from './ScoreChart.tsx';
import { strings } from './strings.ts';

const BINS = 110;

interface ScorePanelProps {
  table: WhatIfTable;
  scope: Scope;
  inForce: Band;
  live: Readable<Live>;
  settled: Readable<Live>;
  onMove: (which: 't1' | 't2', value: number) => void;
  addressOf: (bin: ScoreBin) => string;
}

export function ScorePanel(props: ScorePanelProps) {
  const { table, scope, inForce, live, settled, onMove, addressOf } = props;
  const [log, setLog] = useState(false);
  const [asTable, setAsTable] = useState(false);
  const { bins, extent } = useMemo(() => {
    const wide = axisExtent(scoreExtent(table), [inForce.t1, inForce.t2]);
    const all = binScores(table, wide, BINS, scope ?? undefined);
    // The axis covers whole bins.
    return { bins: all, extent: { low: all[0]?.from ?? 0, high: all.at(-1)?.to ?? 1 } };
  }, [table, scope, inForce]);
  const total = (key: 'good' | 'defective'): number => bins.reduce((sum, bin) => sum + bin[key], 0);
  return (
    <section className="panel scores">
      <header className="panel-head">
        <h2>{strings.scores}</h2>
        <span className="chart-keys" aria-hidden="true">
          <span className="swatch swatch-good" /> {strings.good} ↑
          <span className="swatch swatch-defective" /> {strings.defective} ↓
        </span>
        <label className="check">
          <input type="checkbox" checked={log} onChange={() => setLog(!log)} />
          {strings.log}
        </label>
        <IconButton
          icon={asTable ? 'chart' : 'table'}
          small
          label={asTable ? strings.chart : strings.table}
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        />
      </header>
      <p className="visually-hidden">
        {strings.chartAria(total('good'), total('defective'))} {strings.scoresHint}
      </p>
      {asTable ? (
        <BinTable bins={bins} addressOf={addressOf} />
      ) : (
        <ScoreChart
          bins={bins}
          extent={extent}
          log={log}
          live={live}
          onMove={onMove}
          addressOf={addressOf}
        />
      )}
      <BandFields settled={settled} step={(extent.high - extent.low) / 400} onMove={onMove} />
    </section>
  );
}

interface BandFieldsProps {
  settled: Readable<Live>;
  step: number;
  onMove: (which: 't1' | 't2', value: number) => void;
}

function BandFields({ settled, step, onMove }: BandFieldsProps) {
  const { values } = useValue(settled);
  const format = { maximumFractionDigits: step < 1e-3 ? 6 : 4 };
  return (
    <div className="band-fields">
      {(['t1', 't2'] as const).map((which) => (
        <NumberField
          key={which}
          label={which === 't1' ? strings.t1 : strings.t2}
          value={values[which]}
          format={format}
          onChange={(value) => onMove(which, value)}
        />
      ))}
    </div>
  );
}

interface BinTableProps {
  bins: readonly ScoreBin[];
  addressOf: (bin: ScoreBin) => string;
}

function BinTable({ bins, addressOf }: BinTableProps) {
  const filled = bins.filter((bin) => bin.good + bin.defective + bin.unlabelled > 0);
  return (
    <div
      className="table-holder score-table"
      tabIndex={0}
      role="region"
      aria-label={strings.scores}
    >
      <table className="table">
        <thead>
          <tr>
            <th scope="col" className="number">
              {strings.scoreFrom}
            </th>
            <th scope="col" className="number">
              {strings.scoreTo}
            </th>
            <th scope="col" className="number">
              {strings.good}
            </th>
            <th scope="col" className="number">
              {strings.defective}
            </th>
            <th scope="col" className="number">
              {strings.unlabelledKey}
            </th>
            <th scope="col">{strings.images}</th>
          </tr>
        </thead>
        <tbody>
          {filled.map((bin) => (
            <tr key={bin.from}>
              <td className="number">{formatRaw(bin.from)}</td>
              <td className="number">{formatRaw(bin.to)}</td>
              <td className="number">{bin.good}</td>
              <td className="number">{bin.defective}</td>
              <td className="number">{bin.unlabelled}</td>
              <td>
                <a
                  href={addressOf(bin)}
                  aria-label={strings.barImages(formatRaw(bin.from), formatRaw(bin.to))}
                >
                  {strings.showImages}
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
