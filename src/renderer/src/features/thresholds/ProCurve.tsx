/** Why this file exists: PRO of the newest report, with where the pixel threshold stands on it, live. */
import { useCallback, useMemo } from 'react';
import { proPointAt } from '../../../../shared/charts/curves.ts';
import type { Extent } from '../../../../shared/charts/scale.ts';
import { formatPercent, formatRaw } from '../../components/format.ts';
import { useQueryOf } from '../../state/queries.ts';
import { reportAddress } from '../../state/route.ts';
import { CurveChart, CurveTable } from './CurveChart.tsx';
import type { Live, Readable } from './live.ts';
import { strings } from './strings.ts';

interface ProCurveProps {
  /** Null: the model has no report. */
  reportId: string | null;
  live: Readable<Live>;
  asTable: boolean;
}

/** False positive rates up to AU-PRO's limit, and all overlaps. */
const EXTENTS: readonly [Extent, Extent] = [
  { low: 0, high: 0.3 },
  { low: 0, high: 1 },
];

export function ProCurve({ reportId, live, asTable }: ProCurveProps) {
  const report = useQueryOf('reports.get', reportId === null ? null : { id: reportId });
  const curve = useMemo(
    () => (report.data?.proCurve ?? []).filter(([x]) => x <= EXTENTS[0].high),
    [report.data],
  );
  const points = useMemo(
    () => curve.map(([x, y, threshold]) => ({ x, y, threshold: threshold ?? NaN })),
    [curve],
  );
  const at = useCallback(({ values }: Live) => proPointAt(curve, values.pixel), [curve]);
  if (reportId === null || report.data === undefined) return null;
  const link = <a href={reportAddress(reportId)}>{strings.proOpen}</a>;
  const area = strings.auPro(formatPercent(report.data.auPro));
  if (points.length < 2) {
    return (
      <figure className="curve">
        <figcaption>{strings.pro}</figcaption>
        <p className="note">{area}</p>
        <p className="note">{strings.noPro}</p>
        {link}
      </figure>
    );
  }
  return (
    <div className="pro">
      {asTable ? (
        <CurveTable
          title={strings.pro}
          points={points.filter(({ threshold }) => !Number.isNaN(threshold))}
          x={strings.axis.fpr}
          y={strings.axis.overlap}
          format={formatPercent}
          threshold={formatRaw}
        />
      ) : (
        <CurveChart
          title={strings.pro}
          points={points}
          live={live}
          x={strings.axis.fpr}
          y={strings.axis.overlap}
          at={at}
          says={strings.proAt}
          extents={EXTENTS}
        />
      )}
      <p className="note">
        {area}. {link}
      </p>
    </div>
  );
}
