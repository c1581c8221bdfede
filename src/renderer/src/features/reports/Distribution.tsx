/**
 * Why this file exists: where the scores of good and defective images lie, and the threshold between
 * them. Good bars grow upwards, defective ones downwards: position tells them apart, not colour.
 */
import { useMemo, useState } from 'react';
import { GOOD } from '../../../../shared/dataset.ts';
import type { Report } from '../../../../shared/report.ts';
import { formatRaw } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { strings } from '../../strings/index.ts';
import { countBins, extentOf, ticks, type Bin, type Extent } from './histogram.ts';

const text = strings.report;

const BINS = 36;
/** The drawing's own units; it scales to the panel. */
const WIDTH = 360;
const HALF = 62;
const TOP = 16;
const AXIS = 18;
const SIDE = 8;

export function Distribution({ report }: { report: Report }) {
  const [asTable, setAsTable] = useState(false);
  const { extent, bins } = useMemo(() => {
    const scores = report.images.map(({ score, label }) => ({ score, good: label === GOOD }));
    const values = scores.map(({ score }) => score);
    if (report.threshold !== null) values.push(report.threshold);
    const range = extentOf(values);
    return { extent: range, bins: countBins(scores, range, BINS) };
  }, [report]);
  return (
    <section className="panel">
      <header className="panel-head">
        <h2>{text.distribution}</h2>
        <span className="legend-keys" aria-hidden="true">
          <span className="swatch swatch-good" /> {text.distributionGood} ↑
          <span className="swatch swatch-defective" /> {text.distributionDefective} ↓
        </span>
        <button
          type="button"
          className="tool tool-small"
          aria-pressed={asTable}
          title={asTable ? text.showChart : text.showTable}
          aria-label={text.showTable}
          onClick={() => setAsTable(!asTable)}
        >
          <Icon name={asTable ? 'chart' : 'table'} />
        </button>
      </header>
      {asTable ? (
        <BinTable bins={bins} />
      ) : (
        <Chart bins={bins} extent={extent} threshold={report.threshold} />
      )}
    </section>
  );
}

interface ChartProps {
  bins: readonly Bin[];
  extent: Extent;
  threshold: number | null;
}

function Chart({ bins, extent, threshold }: ChartProps) {
  const most = Math.max(1, ...bins.map((bin) => Math.max(bin.good, bin.defective)));
  const x = (value: number): number =>
    SIDE + ((value - extent.low) / (extent.high - extent.low)) * (WIDTH - 2 * SIDE);
  const width = (WIDTH - 2 * SIDE) / bins.length;
  const middle = TOP + HALF;
  const length = (count: number): number => (count === 0 ? 0 : Math.max(1.5, (count / most) * HALF));
  const total = (key: 'good' | 'defective'): number =>
    bins.reduce((sum, bin) => sum + bin[key], 0);
  return (
    <svg
      className="histogram"
      viewBox={`0 0 ${WIDTH} ${middle + HALF + AXIS}`}
      role="img"
      aria-label={text.distributionAria(total('good'), total('defective'), formatRaw(threshold))}
    >
      {bins.map((bin) => (
        <g key={bin.from}>
          <title>{text.bin(formatRaw(bin.from), formatRaw(bin.to), bin.good, bin.defective)}</title>
          <rect
            className="bin-hit"
            x={x(bin.from)}
            y={TOP}
            width={width}
            height={2 * HALF}
          />
          <rect
            className="bin-good"
            x={x(bin.from) + 0.5}
            y={middle - length(bin.good)}
            width={width - 1}
            height={length(bin.good)}
          />
          <rect
            className="bin-defective"
            x={x(bin.from) + 0.5}
            y={middle}
            width={width - 1}
            height={length(bin.defective)}
          />
        </g>
      ))}
      <line className="axis" x1={SIDE} x2={WIDTH - SIDE} y1={middle} y2={middle} />
      {ticks(extent, 6).map((value) => (
        <text key={value} className="tick" x={x(value)} y={middle + HALF + 13}>
          {formatTick(value, extent)}
        </text>
      ))}
      {threshold !== null && <ThresholdLine at={x(threshold)} value={threshold} />}
    </svg>
  );
}

function ThresholdLine({ at, value }: { at: number; value: number }) {
  const left = at > WIDTH / 2;
  return (
    <g className="threshold-line">
      <line x1={at} x2={at} y1={4} y2={TOP + 2 * HALF} />
      <text x={left ? at - 5 : at + 5} y={11} textAnchor={left ? 'end' : 'start'}>
        {text.thresholdAt(formatRaw(value))}
      </text>
    </g>
  );
}

/** As many decimals as the axis needs to tell its ticks apart. */
function formatTick(value: number, { low, high }: Extent): string {
  const decimals = Math.max(0, Math.min(6, 1 - Math.floor(Math.log10((high - low) / 2))));
  return String(Number(value.toFixed(decimals)));
}

function BinTable({ bins }: { bins: readonly Bin[] }) {
  return (
    <div className="table-holder short" tabIndex={0} role="region" aria-label={text.distribution}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col" className="number">
              {text.scoreFrom}
            </th>
            <th scope="col" className="number">
              {text.scoreTo}
            </th>
            <th scope="col" className="number">
              {text.distributionGood}
            </th>
            <th scope="col" className="number">
              {text.distributionDefective}
            </th>
          </tr>
        </thead>
        <tbody>
          {bins
            .filter((bin) => bin.good + bin.defective > 0)
            .map((bin) => (
              <tr key={bin.from}>
                <td className="number">{formatRaw(bin.from)}</td>
                <td className="number">{formatRaw(bin.to)}</td>
                <td className="number">{bin.good}</td>
                <td className="number">{bin.defective}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
