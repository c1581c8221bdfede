/** Why this file exists: fetches the report that an address names and shows it. */
import { ErrorNotice, LoadingNotice } from '../../components/Notice.tsx';
import { useQueryOf } from '../../state/queries.ts';
import { DEFAULT_VIEW, formatRoute, parseRoute } from '../../state/route.ts';
import { useHash } from '../../state/use-route.ts';
import { strings } from '../../strings/index.ts';
import { ReportScreen } from './ReportScreen.tsx';

export function ReportById({ id }: { id: string }) {
  const hash = useHash();
  const { data, error, refetch } = useQueryOf('reports.get', { id });
  if (data === undefined) {
    if (error === null) return <LoadingNotice />;
    return (
      <ErrorNotice error={error} onRetry={() => void refetch()}>
        <a href={formatRoute({ screen: 'reports' })}>{strings.actions.reports}</a>
      </ErrorNotice>
    );
  }
  const route = parseRoute(hash);
  // At the start the address names no report: the newest one is shown as it first is.
  const shown = route.screen === 'report' ? route : { image: null, view: DEFAULT_VIEW };
  return <ReportScreen key={id} report={data} image={shown.image} view={shown.view} />;
}
