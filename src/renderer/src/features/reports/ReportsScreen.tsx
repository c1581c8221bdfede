/** Why this file exists: the list of all reports, or, with none, how to make the first one. */
import type { ReportList } from '../../../../shared/contract/reports.ts';
import { formatInteger, formatPercent, formatTime } from '../../components/format.ts';
import { ErrorNotice, LoadingNotice, Notice } from '../../components/Notice.tsx';
import { useQueryOf } from '../../state/queries.ts';
import { reportAddress } from '../../state/route.ts';
import { strings } from '../../strings/index.ts';
import { ExportButton } from './ExportButton.tsx';
import { exportStrings } from './export-strings.ts';

const text = strings.reports;

export function ReportsScreen() {
  const { data: value, error, refetch } = useQueryOf('reports.list', {});
  if (value === undefined) {
    if (error === null) return <LoadingNotice />;
    return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  }
  const nothing = value.reports.length === 0 && value.damaged.length === 0;
  if (nothing) return <NoReports folder={value.folder} />;
  return (
    <div className="page">
      <h1>{text.title}</h1>
      <p className="lead">{text.lead}</p>
      {value.reports.length > 0 && <ReportTable reports={value.reports} />}
      {value.damaged.length > 0 && (
        <section className="panel">
          <h2>{text.damaged}</h2>
          <ul className="plain-list">
            {value.damaged.map(({ id, reason }) => (
              <li key={id}>{reason}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function ReportTable({ reports }: { reports: ReportList['reports'] }) {
  const { columns } = text;
  return (
    <div className="table-holder" tabIndex={0} role="region" aria-label={text.title}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{columns.dataset}</th>
            <th scope="col">{columns.model}</th>
            <th scope="col">{columns.created}</th>
            <th scope="col" className="number">
              {columns.images}
            </th>
            <th scope="col" className="number">
              {columns.imageAuroc}
            </th>
            <th scope="col" className="number">
              {columns.pixelAuroc}
            </th>
            <th scope="col" className="number">
              {columns.auPro}
            </th>
            <th scope="col">
              <span className="visually-hidden">{exportStrings.export}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {reports.map((report) => (
            <tr key={report.id}>
              <th scope="row">
                <a href={reportAddress(report.id)} aria-label={text.open(report.dataset)}>
                  {report.dataset}
                </a>
                {!report.hasMaps && <span className="note">{text.noMaps}</span>}
              </th>
              <td>{report.model.name}</td>
              <td>{formatTime(report.createdAt)}</td>
              <td className="number">{formatInteger(report.images)}</td>
              <td className="number">{formatPercent(report.imageAuroc)}</td>
              <td className="number">{formatPercent(report.pixelAuroc)}</td>
              <td className="number">{formatPercent(report.auPro)}</td>
              <td className="number">
                <ExportButton id={report.id} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function NoReports({ folder }: { folder: string }) {
  return (
    <Notice icon="reports" title={text.emptyTitle}>
      <p>{text.emptyText}</p>
      <dl className="commands">
        {text.emptyCommands.map(({ text: what, command }) => (
          <div key={command}>
            <dt>{what}</dt>
            <dd>
              <code>{command}</code>
            </dd>
          </div>
        ))}
        <div>
          <dt>{text.emptyEvaluateText}</dt>
          <dd>
            <code>{text.emptyEvaluate(folder)}</code>
          </dd>
        </div>
      </dl>
      <p className="note">{text.emptyFolder(folder)}</p>
    </Notice>
  );
}
