/** Why this file exists: the figures of two models and what each decides, with the difference. */
import type { ModelSummary, ResultColumns } from '../../../../shared/contract/models.ts';
import type { ThresholdValues } from '../../../../shared/charts/flips.ts';
import type { Band } from '../../../../shared/entities/threshold.ts';
import { prepareWhatIf, whatIf, type WhatIf } from '../../../../shared/thresholds/what-if.ts';
import { formatInteger, formatNumber, formatPercent } from '../../components/format.ts';
import { METRICS, metricOf } from './model-rows.ts';
import { strings } from './strings.ts';

interface FigureTableProps {
  a: ModelSummary;
  b: ModelSummary;
  columnsA: ResultColumns;
  columnsB: ResultColumns;
  valuesA: ThresholdValues;
  valuesB: ThresholdValues;
}

interface Row {
  name: string;
  a: string;
  b: string;
  difference: string;
  /** True where B is better, false where it is worse; null where neither can be said. */
  better: boolean | null;
}

export function FigureTable(props: FigureTableProps) {
  const { a, b, columnsA, columnsB, valuesA, valuesB } = props;
  const rows = [
    ...metricRows(a, b),
    ...decisionRows(decide(columnsA, valuesA), decide(columnsB, valuesB)),
  ];
  const otherImages =
    a.evaluation !== null &&
    b.evaluation !== null &&
    a.evaluation.datasetFingerprint !== b.evaluation.datasetFingerprint;
  return (
    <section className="panel table-panel">
      <h2>{strings.metrics}</h2>
      <table className="table figure-table">
        <thead>
          <tr>
            <th scope="col">{strings.metric}</th>
            <th scope="col" className="number">
              A · {a.model.name}
            </th>
            <th scope="col" className="number">
              B · {b.model.name}
            </th>
            <th scope="col" className="number">
              {strings.difference}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, a: first, b: second, difference, better }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="number">{first}</td>
              <td className="number">{second}</td>
              <td className="number difference" data-better={better ?? undefined}>
                {difference}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {otherImages && <p className="flag">{strings.otherVersion}</p>}
    </section>
  );
}

function metricRows(a: ModelSummary, b: ModelSummary): Row[] {
  return METRICS.map((metric) => {
    const [first, second] = [metricOf(a, metric), metricOf(b, metric)];
    const difference = first === null || second === null ? null : second - first;
    return {
      name: strings.columns[metric],
      a: formatPercent(first),
      b: formatPercent(second),
      difference: difference === null ? '–' : signed(difference * 100, 1),
      better: sign(difference),
    };
  });
}

function decide(columns: ResultColumns, { base, perClass }: ThresholdValues): WhatIf {
  const own = new Map<number, Band>(
    perClass.map(({ defectClassId, thresholds }) => [defectClassId, thresholds]),
  );
  return whatIf(prepareWhatIf(columns), base, own);
}

function decisionRows(a: WhatIf, b: WhatIf): Row[] {
  const row = (name: string, first: number, second: number): Row => ({
    name,
    a: formatInteger(first),
    b: formatInteger(second),
    difference: signed(second - first, 0),
    // Fewer is better.
    better: sign(first - second),
  });
  return [
    row(strings.missed, a.missedDefects, b.missedDefects),
    row(strings.falseAlarms, a.falseAlarms, b.falseAlarms),
    row(strings.review, a.sentToReview, b.sentToReview),
  ];
}

function signed(value: number, digits: number): string {
  const text = formatNumber(Math.abs(value), digits);
  if (Number(value.toFixed(digits)) === 0) return formatNumber(0, digits);
  return `${value > 0 ? '+' : '−'}${text}`;
}

function sign(value: number | null): boolean | null {
  return value === null || value === 0 ? null : value > 0;
}
