/** Why this file exists: before hours are spent: how long, how large, how fine, and what speaks against it. */
import type { ReactNode } from 'react';
import type { TrainingPlan } from '../../../../shared/contract/jobs.ts';
import type { TrainOptions } from '../../../../shared/entities/job.ts';
import { THETAS } from '../../../../shared/scales.ts';
import {
  formatBytes,
  formatDuration,
  formatInteger,
  formatNumber,
} from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { ErrorLine, LoadingNotice } from '../../components/Notice.tsx';
import { useQueryOf } from '../../state/queries.ts';
import { useSettled } from '../../state/use-settled.ts';
import { text } from './strings.ts';

export function PlanPanel({ options, children }: { options: TrainOptions; children: ReactNode }) {
  const key = JSON.stringify(options);
  const asked = useSettled(key, 250);
  const { data, error } = useQueryOf('training.plan', JSON.parse(asked) as TrainOptions, {
    keepPrevious: true,
  });
  return (
    <aside className="panel plan" aria-label={text.plan.title}>
      <h2>{text.plan.title}</h2>
      {error !== null && <ErrorLine error={error} />}
      {data === undefined && error === null && <LoadingNotice />}
      {data !== undefined && <Plan plan={data} />}
      <div className="plan-foot">{children}</div>
    </aside>
  );
}

function Plan({ plan }: { plan: TrainingPlan }) {
  const words = text.plan;
  const vectors = THETAS.reduce((sum, theta) => sum + plan.bankVectors[theta], 0);
  const { width, height } = plan.smallestFeature;
  return (
    <>
      <dl className="plan-facts">
        <Fact name={words.good} value={formatInteger(plan.goodImages)} />
        <Fact
          name={words.time}
          value={plan.seconds === null ? words.timeUnknown : `≈ ${formatDuration(plan.seconds)}`}
        />
        <Fact
          name={words.bank}
          value={words.bankValue(formatInteger(vectors), formatBytes(plan.bankMb * 1e6))}
        />
        <Fact
          name={words.inspect}
          value={
            plan.msPerImage === null
              ? words.timeUnknown
              : `≈ ${words.inspectValue(formatNumber(plan.msPerImage, 0))}`
          }
        />
        <Fact
          name={words.feature}
          value={words.featureValue(formatNumber(width, 0), formatNumber(height, 0))}
        />
      </dl>
      {plan.warnings.length === 0 ? (
        <p className="plan-fine">
          <Icon name="check" />
          {words.noWarnings}
        </p>
      ) : (
        <ul className="plan-warnings">
          {plan.warnings.map((warning) => (
            <li key={warning} className="warn-line">
              <Icon name="warning" />
              <p>{warning}</p>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

export function Fact({ name, value }: { name: string; value: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
