/** Why this file exists: the pixel figure of the newest report beside the curves of whole parts. */
import { formatPercent } from '../../components/format.ts';
import { reportAddress } from '../../state/route.ts';
import { useQueryOf } from '../../state/queries.ts';
import type { Live, Readable } from './live.ts';
import { strings } from './strings.ts';

interface ProCurveProps {
  reportId: string | null;
  live: Readable<Live>;
  asTable: boolean;
}

export function ProCurve({ reportId }: ProCurveProps) {
  const report = useQueryOf('reports.get', reportId === null ? null : { id: reportId });
  if (reportId === null || report.data === undefined) return null;
  return (
    <figure className="curve">
      <figcaption>{strings.pro}</figcaption>
      <p className="note">{strings.auPro(formatPercent(report.data.auPro))}</p>
      <a href={reportAddress(reportId)}>{strings.proOpen}</a>
    </figure>
  );
}
