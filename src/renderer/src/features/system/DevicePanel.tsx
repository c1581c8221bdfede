/** Why this file exists: where computing runs, why not elsewhere, and how the process that computes is. */
import type { ComputeState } from '../../../../shared/contract/system.ts';
import { Chip, type ChipTone } from '../../components/Chip.tsx';
import { formatInteger } from '../../components/format.ts';
import { ErrorLine, LoadingNotice } from '../../components/Notice.tsx';
import { useQueryOf } from '../../state/queries.ts';
import { text } from './strings.ts';

const TONES: Record<ComputeState['state'], ChipTone> = {
  off: 'neutral',
  starting: 'accent',
  ready: 'ok',
  restarting: 'warn',
  failed: 'ng',
};

export function DevicePanel() {
  const { data, error } = useQueryOf('system.status', {}, { every: 5000 });
  const words = text.device;
  return (
    <section className="panel">
      <h2>{words.title}</h2>
      {error !== null && <ErrorLine error={error} />}
      {data === undefined && error === null && <LoadingNotice />}
      {data !== undefined && (
        <dl className="plan-facts">
          <div>
            <dt>{words.device}</dt>
            <dd>{data.device?.label ?? words.unknown}</dd>
          </div>
          {data.device !== null && data.device.reason !== null && (
            <div>
              <dt>{words.reason}</dt>
              <dd className="plain-fact">{data.device.reason}</dd>
            </div>
          )}
          <div>
            <dt>{words.state}</dt>
            <dd>
              <Chip tone={TONES[data.compute.state]}>{words.states[data.compute.state]}</Chip>
              {data.compute.problem !== null && (
                <p className="plain-fact">{data.compute.problem}</p>
              )}
            </dd>
          </div>
          {data.compute.memoryMb !== null && (
            <div>
              <dt>{words.memory}</dt>
              <dd>{words.memoryValue(formatInteger(data.compute.memoryMb))}</dd>
            </div>
          )}
          <div>
            <dt>{words.version}</dt>
            <dd>{data.version}</dd>
          </div>
          <div>
            <dt>{words.home}</dt>
            <dd className="plain-fact">{data.home}</dd>
          </div>
        </dl>
      )}
    </section>
  );
}
