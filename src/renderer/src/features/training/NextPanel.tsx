/** Why this file exists: a trained model is not yet a used one: evaluate, thresholds, promote. */
import type { ReactNode } from 'react';
import type { EvaluateOutcome, TrainOutcome } from '../../../../shared/entities/job.ts';
import type { Run } from '../../../../shared/entities/run.ts';
import { Button } from '../../components/Button.tsx';
import { formatDuration } from '../../components/format.ts';
import { ErrorLine } from '../../components/Notice.tsx';
import { ProgressBar } from '../../components/ProgressBar.tsx';
import { useQueryOf } from '../../state/queries.ts';
import { reportAddress } from '../../state/route.ts';
import { specOf } from '../jobs/job-name.ts';
import { progressNote, shareOf } from '../jobs/progress.ts';
import { isActive, useStartJob } from '../jobs/use-jobs.ts';
import { useTimeLeft } from '../jobs/speed.ts';
import { text } from './strings.ts';

interface NextPanelProps {
  productId: number;
  run: Run;
  spec: { name: string; versionId: number };
}

export function NextPanel({ productId, run, spec }: NextPanelProps) {
  const outcome = run.outcome as TrainOutcome | null;
  const evaluation = useEvaluation(productId, outcome?.modelId ?? null);
  const words = text.done;
  if (outcome === null) return null;
  const evaluated = evaluation?.state === 'finished';
  return (
    <section className="panel next-panel">
      <h2>
        {words.title(spec.name)}{' '}
        <span className="lead">{words.took(formatDuration(outcome.seconds))}</span>
      </h2>
      <ol className="next-steps">
        <Step number={1} title={words.evaluate} done={evaluated} note={words.evaluateText}>
          <Evaluate modelId={outcome.modelId} versionId={spec.versionId} evaluation={evaluation} />
        </Step>
        <Step number={2} title={words.thresholds} note={words.thresholdsText}>
          <a className="button" href={`#/product/${productId}/thresholds?model=${outcome.modelId}`}>
            {words.thresholds}
          </a>
        </Step>
        <Step number={3} title={words.promote} note={words.promoteText}>
          <a className="button" href={`#/product/${productId}/models?model=${outcome.modelId}`}>
            {words.promote}
          </a>
        </Step>
      </ol>
    </section>
  );
}

interface StepProps {
  number: number;
  title: string;
  note: string;
  done?: boolean;
  children: ReactNode;
}

function Step({ number, title, note, done = false, children }: StepProps) {
  return (
    <li data-done={done || undefined}>
      <span className="welcome-number" aria-hidden="true">
        {done ? '✓' : number}
      </span>
      <div>
        <h3>{title}</h3>
        <p className="note">{note}</p>
        {children}
      </div>
    </li>
  );
}

interface EvaluateProps {
  modelId: number;
  versionId: number;
  evaluation: Run | undefined;
}

function Evaluate({ modelId, versionId, evaluation }: EvaluateProps) {
  const { start, isPending } = useStartJob();
  const left = useTimeLeft(evaluation);
  const words = text.done;
  if (evaluation !== undefined && isActive(evaluation)) {
    return (
      <ProgressBar
        label={evaluation.progress?.step ?? words.evaluating}
        share={shareOf(evaluation)}
        note={progressNote(evaluation, left)}
      />
    );
  }
  if (evaluation?.state === 'finished') {
    const outcome = evaluation.outcome as EvaluateOutcome | null;
    return (
      <p>
        {words.evaluated}{' '}
        {outcome !== null && <a href={reportAddress(outcome.reportId)}>{words.report}</a>}
      </p>
    );
  }
  const failure = evaluation?.state === 'failed' ? evaluation.failure : null;
  return (
    <>
      {failure !== null && (
        <ErrorLine error={{ message: failure.sentence, nextStep: failure.nextStep }} />
      )}
      <Button
        kind="primary"
        icon="play"
        busy={isPending}
        onClick={() =>
          void start({
            kind: 'evaluate',
            modelId,
            versionId,
            splits: ['calibrate', 'test'],
            maps: true,
          })
        }
      >
        {words.evaluate}
      </Button>
    </>
  );
}

/** The newest evaluation of a model. */
function useEvaluation(productId: number, modelId: number | null): Run | undefined {
  const { data: runs = [] } = useQueryOf('jobs.list', {
    productId,
    kinds: ['evaluate'],
    limit: 100,
  });
  return runs.find((run) => {
    const spec = specOf(run);
    return spec.kind === 'evaluate' && spec.modelId === modelId;
  });
}
