/** Why this file exists: the check of every file and the adding, as jobs; what they found and did. */
import { useEffect, useRef } from 'react';
import type { ImportOutcome } from '../../../../shared/entities/job.ts';
import type { Run } from '../../../../shared/entities/run.ts';
import type { Go } from '../../app/define-screen.tsx';
import { Button } from '../../components/Button.tsx';
import { formatInteger } from '../../components/format.ts';
import { ErrorLine } from '../../components/Notice.tsx';
import { ProgressBar } from '../../components/ProgressBar.tsx';
import { specOf } from '../jobs/job-name.ts';
import { JobButtons } from '../jobs/JobRow.tsx';
import { progressNote, shareOf } from '../jobs/progress.ts';
import { hasEnded, useJob, useStartJob } from '../jobs/use-jobs.ts';
import { useTimeLeft } from '../jobs/speed.ts';
import { AddedPanel } from './AddedPanel.tsx';
import { Findings } from './Findings.tsx';
import type { ImportState } from './import-route.ts';
import { text } from './strings.ts';

interface CheckPartProps {
  productId: number;
  state: ImportState;
  go: Go<ImportState>;
}

export function CheckPart({ productId, state, go }: CheckPartProps) {
  const { data: job, error } = useJob(state.run);
  const { start, isPending } = useStartJob();
  const words = text.import;

  const begin = async (what: 'check' | 'add'): Promise<void> => {
    const { folder, layout, pattern, storage } = state;
    const run = await start({
      kind: 'import',
      what,
      productId,
      folder: folder.trim(),
      layout,
      pattern: pattern.trim() === '' ? null : pattern.trim(),
      storage,
    });
    if (run !== null) go({ ...state, run: run.id });
  };

  if (error !== null) return <ErrorLine error={error} />;
  if (job === undefined) {
    return (
      <section className="panel import-check">
        <h2>{words.steps.check}</h2>
        <p className="lead">{words.checkText}</p>
        <Button kind="primary" busy={isPending} onClick={() => void begin('check')}>
          {words.check}
        </Button>
      </section>
    );
  }
  const outcome = job.outcome as ImportOutcome | null;
  if (job.state === 'finished' && outcome !== null && outcome.added !== null) {
    return <AddedPanel productId={productId} runId={job.id} added={outcome.added} />;
  }
  if (job.state === 'finished' && outcome !== null) {
    return (
      <Found
        outcome={outcome}
        stale={hasChanged(job, state)}
        busy={isPending}
        onCheck={() => void begin('check')}
        onAdd={() => void begin('add')}
      />
    );
  }
  return <AtWork job={job} onAgain={() => void begin('check')} />;
}

interface FoundProps {
  outcome: ImportOutcome;
  /** What is chosen is not what was checked. */
  stale: boolean;
  busy: boolean;
  onCheck: () => void;
  onAdd: () => void;
}

/** What the check found, brought into view, and the step after it. */
function Found({ outcome, stale, busy, onCheck, onAdd }: FoundProps) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    panel.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const words = text.import;
  const fresh = freshCount(outcome);
  return (
    <section className="panel import-check" ref={panel}>
      <div className="panel-head">
        <h2>{text.findings.title}</h2>
        <Button busy={busy} onClick={onCheck}>
          {words.checkAgain}
        </Button>
        <Button
          kind="primary"
          icon="plus"
          busy={busy}
          disabled={stale || fresh === 0}
          onClick={onAdd}
        >
          {words.add(formatInteger(fresh))}
        </Button>
      </div>
      {stale && (
        <p className="warn-line" role="status">
          {words.changed}
        </p>
      )}
      {fresh === 0 && !stale && <p className="warn-line">{words.nothingToAdd}</p>}
      <Findings findings={outcome.findings} />
    </section>
  );
}

/** Images that adding would bring in. */
function freshCount({ findings }: ImportOutcome): number {
  return Math.max(0, findings.images - findings.duplicates.files - findings.known);
}

/** True when what is chosen is not what the job looked at. */
function hasChanged(job: Run, state: ImportState): boolean {
  const spec = specOf(job);
  if (spec.kind !== 'import' || spec.what === 'model') return true;
  return (
    spec.folder !== state.folder.trim() ||
    spec.layout !== state.layout ||
    (spec.pattern ?? '') !== state.pattern.trim() ||
    spec.storage !== state.storage
  );
}

function AtWork({ job, onAgain }: { job: Run; onAgain: () => void }) {
  const left = useTimeLeft(job);
  const words = text.import;
  const spec = specOf(job);
  const adds = spec.kind === 'import' && spec.what === 'add';
  const { failure } = job;
  return (
    <section className="panel import-check">
      <h2>{adds ? words.adding : words.checking}</h2>
      {job.state === 'failed' && failure !== null ? (
        <ErrorLine error={{ message: failure.sentence, nextStep: failure.nextStep }} />
      ) : hasEnded(job) ? (
        <p>{words.stopped}</p>
      ) : (
        <ProgressBar
          label={job.progress?.step ?? words.checking}
          share={shareOf(job)}
          note={progressNote(job, left)}
        />
      )}
      <div className="dialog-buttons">
        <JobButtons run={job} />
        {hasEnded(job) && <Button onClick={onAgain}>{words.checkAgain}</Button>}
      </div>
    </section>
  );
}
