/** Why this file exists: every job, from every screen: at work, waiting for a decision, ended. */
import type { Run } from '../../../../shared/entities/run.ts';
import { Button } from '../../components/Button.tsx';
import { Drawer } from '../../components/Drawer.tsx';
import { ErrorNotice, LoadingNotice, Notice } from '../../components/Notice.tsx';
import { JobRow } from './JobRow.tsx';
import { text } from './strings.ts';
import { hasEnded, isActive, isWaiting, useJobControls, useRecentJobs } from './use-jobs.ts';

export function JobsDrawer({ onClose }: { onClose: () => void }) {
  const { data: runs, error, refetch } = useRecentJobs();
  return (
    <Drawer title={text.title} onClose={onClose}>
      {runs === undefined ? (
        error === null ? (
          <LoadingNotice />
        ) : (
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        )
      ) : runs.length === 0 ? (
        <Notice icon="jobs" title={text.none}>
          <p>{text.noneText}</p>
        </Notice>
      ) : (
        <div className="jobs">
          <Interrupted runs={runs.filter(({ state }) => state === 'interrupted')} />
          <Group title={text.active} runs={runs.filter(isActive)} onLeave={onClose} />
          <Group title={text.waiting} runs={runs.filter(isWaiting)} onLeave={onClose} />
          <Group title={text.done} runs={runs.filter(hasEnded)} onLeave={onClose} />
        </div>
      )}
    </Drawer>
  );
}

function Interrupted({ runs }: { runs: readonly Run[] }) {
  const { resume } = useJobControls();
  if (runs.length === 0) return null;
  return (
    <div className="warn-line jobs-interrupted">
      <p>{text.interrupted(runs.length)}</p>
      {runs.length > 1 && (
        <Button
          onClick={() => {
            // Oldest first, as they were asked for.
            for (const run of [...runs].reverse()) resume(run.id);
          }}
        >
          {text.resumeAll}
        </Button>
      )}
    </div>
  );
}

interface GroupProps {
  title: string;
  runs: readonly Run[];
  onLeave: () => void;
}

function Group({ title, runs, onLeave }: GroupProps) {
  if (runs.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul className="job-list">
        {runs.map((run) => (
          <JobRow key={run.id} run={run} onLeave={onLeave} />
        ))}
      </ul>
    </section>
  );
}
