/** Why this file exists: every set that was ever in force, with who, when and why; any can be taken again. */
import type { ThresholdSet } from '../../../../shared/entities/threshold.ts';
import { Button } from '../../components/Button.tsx';
import { Chip } from '../../components/Chip.tsx';
import { formatRaw, formatTime } from '../../components/format.ts';
import { strings } from './strings.ts';

interface HistoryPanelProps {
  /** Newest first. */
  sets: readonly ThresholdSet[];
  onTake: (set: ThresholdSet) => void;
}

export function HistoryPanel({ sets, onTake }: HistoryPanelProps) {
  if (sets.length === 0) return <p className="note">{strings.historyNone}</p>;
  return (
    <ol className="set-list" reversed>
      {sets.map((set, i) => (
        <li key={set.id} className="set">
          <div className="set-head">
            <strong>{strings.setNumber(set.number)}</strong>
            {i === 0 && <Chip tone="accent">{strings.inForce}</Chip>}
            <span className="note">
              {set.actor}, {formatTime(set.at)}
            </span>
          </div>
          <p>
            T1 {formatRaw(set.base.t1)} · T2 {formatRaw(set.base.t2)} · {strings.values.pixel}{' '}
            {formatRaw(set.base.pixel)}
          </p>
          <p className={set.source === 'test' ? 'set-source-test' : 'note'}>
            {strings.source[set.source]}
          </p>
          <p className="set-reason">{set.reason}</p>
          {i > 0 && (
            <Button
              kind="quiet"
              aria-label={strings.restoreSet(set.number)}
              onClick={() => onTake(set)}
            >
              {strings.restore}
            </Button>
          )}
        </li>
      ))}
    </ol>
  );
}
