/** Why this file exists: a chart and its table, the same numbers, one button between them. */
import { useState, type ReactNode } from 'react';
import { strings } from '../strings/index.ts';
import { IconButton } from './Button.tsx';
import { formatNumber } from './format.ts';
import { LineChart, type Line } from './LineChart.tsx';

interface ChartPanelProps {
  title: string;
  /** What it means, in a sentence. */
  note?: ReactNode;
  /** What `x` counts: "Step". */
  xLabel: string;
  x: readonly number[];
  lines: readonly Line[];
}

export function ChartPanel({ title, note, xLabel, x, lines }: ChartPanelProps) {
  const [asTable, setAsTable] = useState(false);
  return (
    <section className="chart-panel">
      <div className="panel-head">
        <h3>{title}</h3>
        <IconButton
          icon={asTable ? 'chart' : 'table'}
          small
          label={`${title}: ${asTable ? strings.report.showChart : strings.report.showTable}`}
          onClick={() => setAsTable(!asTable)}
        />
      </div>
      {asTable ? (
        <div className="table-holder short" tabIndex={0} role="region" aria-label={title}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col" className="number">
                  {xLabel}
                </th>
                {lines.map(({ label }) => (
                  <th key={label} scope="col" className="number">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {x.map((place, at) => (
                <tr key={place}>
                  <th scope="row" className="number">
                    {formatNumber(place, 0)}
                  </th>
                  {lines.map(({ label, values }) => (
                    <td key={label} className="number">
                      {cell(values[at])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <LineChart label={title} xLabel={xLabel} x={x} lines={lines} />
      )}
      {note !== undefined && <p className="note">{note}</p>}
    </section>
  );
}

function cell(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : formatNumber(value, 4);
}
