/** Why this file exists: the copies of the catalog that there are, and one more. */
import { Button } from '../../components/Button.tsx';
import { formatBytes, formatTime } from '../../components/format.ts';
import { ErrorNotice, LoadingNotice, Notice } from '../../components/Notice.tsx';
import { ProgressBar } from '../../components/ProgressBar.tsx';
import { notify } from '../../state/notices.ts';
import { useQueryOf } from '../../state/queries.ts';
import { shareOf } from '../jobs/progress.ts';
import { isActive, useStartJob } from '../jobs/use-jobs.ts';
import { text } from './strings.ts';

export function BackupsPart() {
  const { data: backups, error, refetch } = useQueryOf('backups.list', {});
  const { data: runs = [] } = useQueryOf('jobs.list', { kinds: ['backup'], limit: 5 });
  const { start, isPending } = useStartJob();
  const words = text.backups;
  const active = runs.find(isActive);
  const backUp = async (): Promise<void> => {
    const run = await start({ kind: 'backup', what: 'catalog', file: null });
    if (run !== null) notify({ kind: 'done', text: words.started });
  };
  const button = (
    <Button
      kind="primary"
      icon="data"
      busy={isPending || active !== undefined}
      onClick={() => void backUp()}
    >
      {words.now}
    </Button>
  );
  if (backups === undefined) {
    if (error === null) return <LoadingNotice />;
    return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  }
  const working = active !== undefined && (
    <ProgressBar label={active.progress?.step ?? words.started} share={shareOf(active)} />
  );
  if (backups.length === 0) {
    return (
      <Notice icon="data" title={words.none}>
        <p>{words.noneText}</p>
        {working}
        {button}
      </Notice>
    );
  }
  return (
    <div className="data-parts">
      <section className="panel">
        <div className="panel-head">
          <h2>{words.title}</h2>
          {button}
        </div>
        <p className="lead">{words.lead}</p>
        {working}
        <div className="table-panel" tabIndex={0} role="region" aria-label={words.title}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{words.made}</th>
                <th scope="col">{words.file}</th>
                <th scope="col" className="number">
                  {words.size}
                </th>
              </tr>
            </thead>
            <tbody>
              {backups.map(({ path, bytes, at }) => (
                <tr key={path}>
                  <th scope="row" className="nowrap">
                    {formatTime(at)}
                  </th>
                  <td className="path-cell">{path}</td>
                  <td className="number">{formatBytes(bytes)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <p className="note">
        {words.restore} <code>npm run loupe -- restore FILE</code>
      </p>
    </div>
  );
}
