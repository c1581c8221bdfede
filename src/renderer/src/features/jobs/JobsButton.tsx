/** Why this file exists: jobs at work, seen from every screen: how many, and how far the first is. */
import { ariaKeys, type Action } from '../../actions/action.ts';
import { useKeysOf } from '../../actions/use-actions.ts';
import { Icon } from '../../components/Icon.tsx';
import { formatNumber } from '../../components/format.ts';
import { jobName } from './job-name.ts';
import { shareOf } from './progress.ts';
import { useSpeeds } from './speed.ts';
import { text } from './strings.ts';
import { useJobNews } from './use-job-news.ts';
import { isActive, isWaiting, useRecentJobs } from './use-jobs.ts';

export function JobsButton({ action }: { action: Action }) {
  useSpeeds();
  useJobNews();
  const keys = useKeysOf(action);
  const { data: runs = [] } = useRecentJobs();
  const active = runs.filter(isActive);
  const waiting = runs.filter(isWaiting).length;
  // The newest comes first in the list; the one at work is the oldest not ended.
  const first = active.find(({ state }) => state === 'running') ?? active.at(-1);
  const share = first === undefined ? null : shareOf(first);
  const words =
    first === undefined
      ? ''
      : `${jobName(first)}, ${first.progress?.step ?? text.states[first.state]}`;
  const label = [
    first === undefined ? text.buttonIdle : text.buttonBusy(active.length, words),
    waiting > 0 ? text.asked(waiting) : '',
  ]
    .filter((part) => part !== '')
    .join('. ');
  return (
    <button
      type="button"
      className={`header-part jobs-button ${first === undefined ? 'jobs-idle' : ''}`}
      aria-label={label}
      title={label}
      aria-keyshortcuts={ariaKeys({ keys })}
      onClick={() => action.perform()}
    >
      <Icon name="jobs" />
      {first !== undefined && (
        <>
          <span className="jobs-name">{first.progress?.step ?? jobName(first)}</span>
          {share !== null && <span>{formatNumber(Math.floor(share * 100), 0)} %</span>}
          <span className="jobs-track" aria-hidden="true">
            <span style={{ width: `${(share ?? 0) * 100}%` }} />
          </span>
        </>
      )}
      {active.length > 1 && <span className="jobs-count">{active.length}</span>}
      {waiting > 0 && <span className="jobs-count jobs-waiting">{waiting}</span>}
    </button>
  );
}
