/** Why this file exists: one training while it runs and after: how far, what it learns, what comes next. */
import { useEffect, useRef } from 'react';
import type { TrainJobSchema } from '../../../../shared/entities/job.ts';
import type { z } from 'zod';
import type { Run } from '../../../../shared/entities/run.ts';
import { Chip } from '../../components/Chip.tsx';
import { formatBytes, formatDuration, formatInteger, formatTime } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { ErrorLine, ErrorNotice, LoadingNotice, Notice } from '../../components/Notice.tsx';
import { ProgressBar } from '../../components/ProgressBar.tsx';
import { announce } from '../../state/notices.ts';
import { useQueryOf } from '../../state/queries.ts';
import { useNow } from '../../state/use-now.ts';
import { specOf } from '../jobs/job-name.ts';
import { JobLog } from '../jobs/JobLog.tsx';
import { JobButtons, STATE_TONES } from '../jobs/JobRow.tsx';
import { progressNote, shareOf } from '../jobs/progress.ts';
import { text as jobText } from '../jobs/strings.ts';
import { useJob } from '../jobs/use-jobs.ts';
import { useTimeLeft } from '../jobs/speed.ts';
import { Curves } from './Curves.tsx';
import { NextPanel } from './NextPanel.tsx';
import { Fact } from './PlanPanel.tsx';
import { trainingAddress } from './route.ts';
import { text } from './strings.ts';

type TrainSpec = z.infer<typeof TrainJobSchema>;

export function RunPage({ productId, runId }: { productId: number; runId: number }) {
  const { data: run, error, refetch } = useJob(runId);
  const back = (
    <a className="back-link" href={trainingAddress(productId)}>
      <Icon name="back" />
      {text.back}
    </a>
  );
  if (run === undefined) {
    if (error === null) return <LoadingNotice />;
    return (
      <ErrorNotice error={error} onRetry={() => void refetch()}>
        {back}
      </ErrorNotice>
    );
  }
  const spec = specOf(run);
  if (spec.kind !== 'train' || run.productId !== productId) {
    return (
      <Notice icon="warning" title={text.notTraining} urgent>
        {back}
      </Notice>
    );
  }
  return (
    <div className="page run-page">
      <header className="page-head">
        <div>
          {back}
          <h1 className="run-title">
            {spec.name} <Chip tone={STATE_TONES[run.state]}>{jobText.states[run.state]}</Chip>
          </h1>
        </div>
        <JobButtons run={run} />
      </header>
      <RunState run={run} />
      {run.state === 'finished' && <NextPanel productId={productId} run={run} spec={spec} />}
      <div className="run-columns">
        <Curves run={run} recipe={spec.recipe} />
        <div className="run-side">
          <RunFacts run={run} spec={spec} />
          <section className="panel">
            <h2>{text.log}</h2>
            <JobLog runId={run.id} live={run.state === 'running'} />
          </section>
        </div>
      </div>
    </div>
  );
}

/** How far it is, or why it stands. */
function RunState({ run }: { run: Run }) {
  const left = useTimeLeft(run);
  useSpokenState(run);
  const share = shareOf(run);
  switch (run.state) {
    case 'running':
    case 'queued':
      return (
        <section className="panel">
          <ProgressBar
            label={
              run.progress?.step ??
              (run.state === 'queued' ? jobText.states.queued : jobText.starting)
            }
            share={run.state === 'queued' ? 0 : share}
            note={run.state === 'queued' ? jobText.queuedBehind : progressNote(run, left)}
          />
          {run.progress?.detail !== undefined && <p className="note">{run.progress.detail}</p>}
        </section>
      );
    case 'paused':
      return <p className="warn-line">{text.paused}</p>;
    case 'interrupted':
      return <p className="warn-line">{text.interrupted}</p>;
    case 'failed':
      return run.failure === null ? null : (
        <ErrorLine
          error={{
            message: run.failure.sentence,
            nextStep: `${run.failure.nextStep} ${text.resumeHint}`,
          }}
        />
      );
    case 'finished':
    case 'cancelled':
      return null;
  }
}

/** Says each new step, and the end, to a screen reader. */
function useSpokenState(run: Run): void {
  const words = run.state === 'running' ? (run.progress?.step ?? '') : jobText.states[run.state];
  const before = useRef(words);
  useEffect(() => {
    if (words === before.current) return;
    before.current = words;
    if (words !== '') announce(words);
  }, [words]);
}

function RunFacts({ run, spec }: { run: Run; spec: TrainSpec }) {
  const live = run.state === 'running';
  const { data: status } = useQueryOf('system.status', {}, live ? { every: 5000 } : {});
  const { data: versions } = useQueryOf(
    'versions.list',
    run.productId === null ? null : { productId: run.productId },
  );
  const now = useNow(1000);
  const memory = status?.compute.memoryMb ?? null;
  const version = versions?.find(({ version: { id } }) => id === spec.versionId)?.version;
  const until = live ? now : run.endedAt;
  const seconds = run.startedAt === null || until === null ? null : (until - run.startedAt) / 1000;
  return (
    <section className="panel">
      <dl className="plan-facts">
        <Fact name={text.version} value={version === undefined ? '…' : version.number} />
        <Fact name={text.recipe} value={text.recipes[spec.recipe]} />
        <Fact name={text.size} value={text.sizeChoice(spec.size)} />
        <Fact name={text.bank} value={formatBytes(spec.bankMb * 1e6)} />
        <Fact name={text.seed} value={spec.seed} />
        {run.startedAt !== null && <Fact name={text.started} value={formatTime(run.startedAt)} />}
        {seconds !== null && (
          <Fact name={live ? text.elapsed : text.columns.took} value={formatDuration(seconds)} />
        )}
        {live && (
          <>
            <Fact name={text.device} value={status?.device?.label ?? text.deviceUnknown} />
            {memory !== null && (
              <Fact name={text.memory} value={text.memoryValue(formatInteger(memory))} />
            )}
          </>
        )}
      </dl>
    </section>
  );
}
