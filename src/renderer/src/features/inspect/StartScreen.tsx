/** Why this file exists: before the line starts: with what it judges, the check, what to inspect. */
import { useState } from 'react';
import type { ModelSummary } from '../../../../shared/contract/models.ts';
import type { ProductSummary } from '../../../../shared/contract/products.ts';
import type { Run } from '../../../../shared/entities/run.ts';
import { formatRaw } from '../../components/format.ts';
import { useQueryOf } from '../../state/queries.ts';
import { thresholdsAddress } from '../thresholds/route.ts';
import { useStartJob } from '../jobs/use-jobs.ts';
import { CheckPanel } from './CheckPanel.tsx';
import { checkState } from './line-state.ts';
import { ShiftCounts } from './ShiftCounts.tsx';
import { StartForm, type StartRequest } from './StartForm.tsx';
import { strings } from './strings.ts';
import type { Shift } from './use-shift.ts';

interface StartScreenProps {
  productId: number;
  production: ModelSummary;
  runs: readonly Run[];
  lastCheck: ProductSummary['verification'];
  shift: Shift;
  onGolden: () => void;
}

export function StartScreen(props: StartScreenProps) {
  const { productId, production, runs, lastCheck, shift, onGolden } = props;
  const { start, isPending } = useStartJob();
  const [overridden, setOverridden] = useState(false);
  const promotions = useQueryOf('models.promotions', { productId });
  // A check says nothing of a model or of thresholds that came after it.
  const since = Math.max(
    shift.start,
    production.thresholds?.at ?? 0,
    promotions.data?.[0]?.at ?? 0,
  );
  const check = checkState(lastCheck, since);
  const blocked = check !== 'passed' && shift.gate === 'refuse';
  const begin = (request: StartRequest): void => {
    void start({ kind: 'inspect', productId, modelId: null, ...request });
  };
  return (
    <div className="page inspect-start">
      <header className="page-head">
        <div>
          <h1>{strings.title}</h1>
          <JudgedBy productId={productId} production={production} />
        </div>
      </header>
      <div className="start-columns">
        <StartForm
          productId={productId}
          busy={isPending}
          block={blocked ? strings.gateRefused : null}
          warning={
            check === 'passed' || blocked || overridden
              ? null
              : { text: strings.gateWarned, onAnyway: () => setOverridden(true) }
          }
          onStart={begin}
        />
        <div className="start-side">
          <CheckPanel
            productId={productId}
            runs={runs}
            state={check}
            last={lastCheck}
            shift={shift}
            onGolden={onGolden}
          />
          <ShiftCounts productId={productId} shift={shift} />
        </div>
      </div>
    </div>
  );
}

function JudgedBy({ productId, production }: { productId: number; production: ModelSummary }) {
  const { model, thresholds, suggested } = production;
  return (
    <p className="lead">
      {strings.model(model.name)} ·{' '}
      <a href={thresholdsAddress(productId, model.id)}>
        {thresholds === null
          ? strings.suggestion(formatRaw(suggested.t2))
          : strings.thresholds(
              thresholds.number,
              formatRaw(thresholds.base.t1),
              formatRaw(thresholds.base.t2),
            )}
      </a>
      {thresholds?.source === 'test' && <span className="flag"> {strings.onTest}</span>}
    </p>
  );
}
