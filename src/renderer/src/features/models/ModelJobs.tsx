/** Why this file exists: evaluations, exports and imports of models: how far, and what came out. */
import type { ModelSummary } from '../../../../shared/contract/models.ts';
import {
  EvaluateOutcomeSchema,
  ExportOutcomeSchema,
  ImportModelOutcomeSchema,
  type JobSpec,
} from '../../../../shared/entities/job.ts';
import type { Run, RunState } from '../../../../shared/entities/run.ts';
import { Chip, type ChipTone } from '../../components/Chip.tsx';
import { formatNumber, formatTime } from '../../components/format.ts';
import { ErrorLine } from '../../components/Notice.tsx';
import { ProgressBar } from '../../components/ProgressBar.tsx';
import { useQueryOf } from '../../state/queries.ts';
import { reportAddress } from '../../state/route.ts';
import { strings } from './strings.ts';

const SHOWN = 4;

const TONES: Readonly<Record<RunState, ChipTone>> = {
  queued: 'neutral',
  running: 'accent',
  paused: 'warn',
  finished: 'ok',
  failed: 'ng',
  cancelled: 'neutral',
  interrupted: 'warn',
};

interface ModelJobsProps {
  productId: number;
  models: readonly ModelSummary[];
}

export function ModelJobs({ productId, models }: ModelJobsProps) {
  const jobs = useQueryOf('jobs.list', {
    productId,
    kinds: ['evaluate', 'export', 'import'],
    limit: 40,
  });
  const shown = (jobs.data ?? []).flatMap((run) => {
    const named = nameOf(run, models);
    return named === null ? [] : [{ run, named }];
  });
  if (shown.length === 0) return null;
  return (
    <section className="panel model-jobs">
      <h2>{strings.jobs}</h2>
      <ul>
        {shown.slice(0, SHOWN).map(({ run, named }) => (
          <li key={run.id} data-job={run.kind}>
            <div className="model-job-head">
              <strong>{named}</strong>
              <Chip tone={TONES[run.state]}>{strings.jobStates[run.state]}</Chip>
              <span className="note">{formatTime(run.createdAt)}</span>
            </div>
            {run.state === 'running' && run.progress !== null && (
              <ProgressBar
                label={run.progress.step}
                share={
                  run.progress.total === undefined ? null : run.progress.done / run.progress.total
                }
                note={run.progress.detail}
              />
            )}
            {run.failure !== null && (
              <ErrorLine
                error={{ message: run.failure.sentence, nextStep: run.failure.nextStep }}
              />
            )}
            {run.state === 'finished' && <Outcome run={run} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What the job is about; null for one that is about no model. */
function nameOf(run: Run, models: readonly ModelSummary[]): string | null {
  // Main has checked a run's parameters against this shape before it stored them.
  const spec = run.parameters as JobSpec;
  const model = (id: number): string =>
    models.find((one) => one.model.id === id)?.model.name ?? strings.unknownModel(id);
  if (spec.kind === 'evaluate') {
    return strings.jobOf(strings.jobKinds.evaluate, model(spec.modelId));
  }
  if (spec.kind === 'export' && spec.what === 'model') {
    return strings.jobOf(strings.jobKinds.export, model(spec.modelId));
  }
  if (spec.kind === 'import' && spec.what === 'model') {
    return strings.jobOf(strings.jobKinds.import, spec.file.split(/[\\/]/).at(-1) ?? spec.file);
  }
  return null;
}

function Outcome({ run }: { run: Run }) {
  if (run.kind === 'evaluate') {
    const outcome = EvaluateOutcomeSchema.safeParse(run.outcome);
    if (!outcome.success) return null;
    return <a href={reportAddress(outcome.data.reportId)}>{strings.openReport}</a>;
  }
  if (run.kind === 'export') {
    const outcome = ExportOutcomeSchema.safeParse(run.outcome);
    return outcome.success ? <p className="note">{strings.wrote(outcome.data.path)}</p> : null;
  }
  const outcome = ImportModelOutcomeSchema.safeParse(run.outcome);
  if (!outcome.success) return null;
  const { parity } = outcome.data;
  if (parity === null) return <p className="note">{strings.noParity}</p>;
  const relative = `${formatNumber(parity.largestRelativeDifference * 100, 2)} %`;
  return (
    <p
      className={parity.changedVerdicts === 0 ? 'parity-same' : 'parity-other'}
      data-testid="parity"
    >
      {strings.parity(parity.images, relative, parity.changedVerdicts)}
    </p>
  );
}
