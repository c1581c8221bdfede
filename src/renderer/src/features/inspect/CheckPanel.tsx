/** Why this file exists: golden parts at shift start: run, result, and what a changed verdict means. */
import type { ProductSummary } from '../../../../shared/contract/products.ts';
import type { Run } from '../../../../shared/entities/run.ts';
import { Button } from '../../components/Button.tsx';
import { Chip } from '../../components/Chip.tsx';
import { formatTime } from '../../components/format.ts';
import { ErrorLine } from '../../components/Notice.tsx';
import { ProgressBar } from '../../components/ProgressBar.tsx';
import { Select } from '../../components/Select.tsx';
import { useQueryOf } from '../../state/queries.ts';
import { useStartJob } from '../jobs/use-jobs.ts';
import { CheckResult } from './CheckResult.tsx';
import { checkRun, inspectOutcome, isOpen, type CheckState } from './line-state.ts';
import { strings } from './strings.ts';
import type { Shift } from './use-shift.ts';

interface CheckPanelProps {
  productId: number;
  runs: readonly Run[];
  state: CheckState;
  last: ProductSummary['verification'];
  shift: Shift;
  onGolden: () => void;
}

export function CheckPanel({ productId, runs, state, last, shift, onGolden }: CheckPanelProps) {
  const golden = useQueryOf('verification.get', { productId });
  const { start, isPending } = useStartJob();
  const run = checkRun(runs);
  const running = run !== undefined && isOpen(run);
  const outcome = run === undefined ? null : inspectOutcome(run);
  const set = golden.data ?? null;
  return (
    <section className="panel check-panel">
      <header className="panel-head">
        <h2>{strings.check}</h2>
        <StateChip state={state} last={last} />
      </header>
      <p className="note">
        {set === null ? strings.goldenNone : strings.goldenCount(set.items.length, set.number)}
      </p>
      <div className="check-buttons">
        <Button
          icon="check"
          kind={state === 'passed' ? 'plain' : 'primary'}
          disabled={set === null || running}
          busy={isPending}
          onClick={() =>
            void start({
              kind: 'inspect',
              what: 'verify',
              productId,
              modelId: null,
              paths: [],
              outputs: { sortInto: null, csv: null, http: null },
            })
          }
        >
          {strings.checkNow}
        </Button>
        <Button onClick={onGolden}>{strings.golden}</Button>
      </div>
      {running && (
        <ProgressBar
          label={strings.checking}
          share={run.progress?.total === undefined ? null : run.progress.done / run.progress.total}
        />
      )}
      {run !== undefined && run.failure !== null && (
        <ErrorLine error={{ message: run.failure.sentence, nextStep: run.failure.nextStep }} />
      )}
      {outcome !== null && outcome.verified !== null && <CheckResult verified={outcome.verified} />}
      <Select
        label={strings.gate}
        value={shift.gate}
        choices={(['warn', 'refuse'] as const).map((value) => ({
          value,
          label: strings.gates[value],
        }))}
        onChange={shift.setGate}
      />
    </section>
  );
}

function StateChip({ state, last }: { state: CheckState; last: ProductSummary['verification'] }) {
  const when = last === null ? '' : formatTime(last.at);
  switch (state) {
    case 'never':
      return <Chip tone="warn">{strings.never}</Chip>;
    case 'passed':
      return <Chip tone="ok">✓ {strings.passedAt(when)}</Chip>;
    case 'failed':
      return <Chip tone="ng">✕ {strings.failedAt(when)}</Chip>;
    case 'stale':
      return <Chip tone="warn">{strings.notThisShift}</Chip>;
  }
}
