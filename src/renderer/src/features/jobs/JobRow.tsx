/** Why this file exists: one job in the list: what it is, how far, what can be done, what it noted. */
import { useState } from 'react';
import type { Run, RunState } from '../../../../shared/entities/run.ts';
import { Button } from '../../components/Button.tsx';
import { Chip, type ChipTone } from '../../components/Chip.tsx';
import { formatAgo, formatDuration } from '../../components/format.ts';
import { ErrorLine } from '../../components/Notice.tsx';
import { ProgressBar } from '../../components/ProgressBar.tsx';
import { useNow } from '../../state/use-now.ts';
import { useQueryOf } from '../../state/queries.ts';
import { CancelDialog } from './CancelDialog.tsx';
import { jobAddress, jobName } from './job-name.ts';
import { JobLog } from './JobLog.tsx';
import { progressNote, shareOf } from './progress.ts';
import { text } from './strings.ts';
import { useJobControls } from './use-jobs.ts';
import { useTimeLeft } from './speed.ts';

export const STATE_TONES: Record<RunState, ChipTone> = {
  queued: 'neutral',
  running: 'accent',
  paused: 'warn',
  finished: 'ok',
  failed: 'ng',
  cancelled: 'neutral',
  interrupted: 'warn',
};

export function JobRow({ run, onLeave }: { run: Run; onLeave: () => void }) {
  const [logged, setLogged] = useState(false);
  const left = useTimeLeft(run);
  const now = useNow();
  const address = jobAddress(run);
  const took =
    run.startedAt !== null && run.endedAt !== null
      ? text.took(formatDuration((run.endedAt - run.startedAt) / 1000))
      : '';
  const facts = [
    formatAgo(run.createdAt, now),
    text.by(run.requestedBy),
    took,
    run.attempts > 1 ? text.attempts(run.attempts) : '',
  ];
  return (
    <li className="job">
      <div className="job-head">
        <strong className="job-name">{jobName(run)}</strong>
        <ProductName productId={run.productId} />
        <Chip tone={STATE_TONES[run.state]}>{text.states[run.state]}</Chip>
      </div>
      {run.state === 'running' && (
        <ProgressBar
          label={run.progress?.step ?? text.starting}
          share={shareOf(run)}
          note={progressNote(run, left)}
        />
      )}
      {run.state === 'queued' && <p className="note">{text.queuedBehind}</p>}
      {run.failure !== null && run.state === 'failed' && (
        <ErrorLine error={{ message: run.failure.sentence, nextStep: run.failure.nextStep }} />
      )}
      <div className="job-foot">
        <span className="note">{facts.filter((fact) => fact !== '').join(' · ')}</span>
        {address !== null && (
          <a className="link" href={address} onClick={onLeave}>
            {text.open}
          </a>
        )}
        <button
          type="button"
          className="link"
          aria-expanded={logged}
          onClick={() => setLogged(!logged)}
        >
          {text.log}
        </button>
        <JobButtons run={run} />
      </div>
      {logged && <JobLog runId={run.id} live={run.state === 'running'} />}
    </li>
  );
}

function ProductName({ productId }: { productId: number | null }) {
  const { data } = useQueryOf('products.get', productId === null ? null : { productId });
  return <span className="note job-product">{data?.product.name}</span>;
}

/** What can be done to a job in its state. */
export function JobButtons({ run }: { run: Run }) {
  const { pause, resume, cancel, isPending } = useJobControls();
  const [asking, setAsking] = useState(false);
  const { state, id } = run;
  const goesOn = state === 'paused' || state === 'interrupted' || state === 'failed';
  const ended = state === 'finished' || state === 'cancelled';
  // Nothing is lost yet while it waits; a check of a folder is soon done again.
  const loses = state === 'running' || state === 'paused' || state === 'interrupted';
  return (
    <span className="job-buttons">
      {state === 'running' && (
        <Button icon="pause" disabled={isPending} onClick={() => pause(id)}>
          {text.pause}
        </Button>
      )}
      {goesOn && (
        <Button icon="play" disabled={isPending} onClick={() => resume(id)}>
          {text.resume}
        </Button>
      )}
      {!ended && state !== 'failed' && (
        <Button
          icon="stop"
          disabled={isPending}
          onClick={() => {
            if (loses && run.kind === 'train') setAsking(true);
            else cancel(id);
          }}
        >
          {text.cancel}
        </Button>
      )}
      {asking && (
        <CancelDialog
          onKeep={() => setAsking(false)}
          onCancel={() => {
            setAsking(false);
            cancel(id);
          }}
        />
      )}
    </span>
  );
}
