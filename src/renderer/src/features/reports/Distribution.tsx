/**
 * Why this file exists: where the scores of good and defective images lie, and the threshold between
 * them. Good bars grow upwards, defective ones downwards: position tells them apart, not colour.
 */
import { useMemo, useRef, useState } from 'react';
import { GOOD } from '../../../../shared/dataset.ts';
import type { Report } from '../../../../shared/report.ts';
import { useElementSize } from '../../canvas/use-element-size.ts';
import type { Size } from '../../canvas/viewport.ts';
import { formatTick, ticks, type Extent } from '../../../../shared/charts/scale.ts';
import { formatRaw } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { strings } from '../../strings/index.ts';
import { locale } from '../../strings/language.ts';
import { countBins, extentOf, type Bin } from './histogram.ts';

const text = strings.report;

/** About this many CSS pixels for one bar, within these numbers of bars. */
const BAR_WIDTH = 9;
const FEWEST_BINS = 20;
const MOST_BINS = 60;
/** Room for the threshold's label, for the axis' labels, and at the sides; CSS pixels. */
const TOP = 20;
const AXIS = 22;
const SIDE = 10;

export function Distribution({ report }: { report: Report }) {
  const [asTable, setAsTable] = useState(false);
  const holder = useRef<HTMLDivElement>(null);
  const size = useElementSize(holder);
  const fitting = Math.round((size.width - 2 * SIDE) / BAR_WIDTH);
  const count = Math.min(MOST_BINS, Math.max(FEWEST_BINS, fitting));
  const { extent, bins } = useMemo(() => binScores(report, count), [report, count]);
  return (
    <section className="panel">
      <header className="panel-head">
        <h2>{text.distribution}</h2>
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
      {asTable && <BinTable bins={bins} />}
      <div ref={holder} className="histogram-holder" hidden={asTable}>
        {size.width > 0 && (
          <Chart bins={bins} extent={extent} threshold={report.threshold} size={size} />
        )}
      </div>
      <p className="legend-keys" aria-hidden="true" hidden={asTable}>
        <span className="swatch swatch-good" /> {text.distributionGood} ↑
        <span className="swatch swatch-defective" /> {text.distributionDefective} ↓
      </p>
    </section>
  );
}

function binScores(report: Report, count: number): { extent: Extent; bins: Bin[] } {
  const scores = report.images.map(({ score, label }) => ({ score, good: label === GOOD }));
  const values = scores.map(({ score }) => score);
  if (report.threshold !== null) values.push(report.threshold);
  const bins = countBins(scores, extentOf(values), count, report.threshold);
  // The axis covers whole bins.
  return { extent: { low: bins[0]?.from ?? 0, high: bins.at(-1)?.to ?? 1 }, bins };
}

interface ChartProps {
  bins: readonly Bin[];
  extent: Extent;
  threshold: number | null;
  size: Size;
}

function Chart({ bins, extent, threshold, size }: ChartProps) {
  const most = (key: 'good' | 'defective'): number => Math.max(0, ...bins.map((bin) => bin[key]));
  // One scale for both directions; each gets the room its longest bar needs.
  const unit = (size.height - TOP - AXIS) / Math.max(1, most('good') + most('defective'));
  const middle = TOP + most('good') * unit;
  const bottom = size.height - AXIS;
  const x = (value: number): number =>
    SIDE + ((value - extent.low) / (extent.high - extent.low)) * (size.width - 2 * SIDE);
  const width = (size.width - 2 * SIDE) / bins.length;
  const length = (count: number): number => (count === 0 ? 0 : Math.max(1.5, count * unit));
  const total = (key: 'good' | 'defective'): number => bins.reduce((sum, bin) => sum + bin[key], 0);
  return (
    <svg
      className="histogram"
      width={size.width}
      height={size.height}
      role="img"
      aria-label={text.distributionAria(total('good'), total('defective'), formatRaw(threshold))}
    >
      {bins.map((bin) => (
        <g key={bin.from}>
          <title>{text.bin(formatRaw(bin.from), formatRaw(bin.to), bin.good, bin.defective)}</title>
          <rect className="bin-hit" x={x(bin.from)} y={TOP} width={width} height={bottom - TOP} />
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
      <line className="axis" x1={SIDE} x2={size.width - SIDE} y1={middle} y2={middle} />
      {ticks(extent, Math.max(3, Math.floor(size.width / 60))).map((value) => (
        <text key={value} className="tick" x={x(value)} y={size.height - 6}>
          {formatTick(value, extent, locale())}
        </text>
      ))}
      {threshold !== null && (
        <ThresholdLine at={x(threshold)} value={threshold} width={size.width} bottom={bottom} />
      )}
    </svg>
  );
}

interface ThresholdLineProps {
  at: number;
  value: number;
  width: number;
  bottom: number;
}

function ThresholdLine({ at, value, width, bottom }: ThresholdLineProps) {
  const left = at > width / 2;
  return (
    <g className="threshold-line">
      <line x1={at} x2={at} y1={3} y2={bottom} />
      <text x={left ? at - 6 : at + 6} y={13} textAnchor={left ? 'end' : 'start'}>
        {text.thresholdAt(formatRaw(value))}
      </text>
    </g>
  );
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
