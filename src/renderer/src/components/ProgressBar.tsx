/** Why this file exists: how far something is: a bar, its words and its numbers. */
import { Label, ProgressBar as AriaProgressBar } from 'react-aria-components';

interface ProgressBarProps {
  label: string;
  /** 0..1; null while it is not known. */
  share: number | null;
  /** Beside the label: "120 of 300 images, 2 min left". */
  note?: string | undefined;
  hideLabel?: boolean;
}

export function ProgressBar({ label, share, note, hideLabel = false }: ProgressBarProps) {
  return (
    <AriaProgressBar
      className="progress"
      value={share === null ? 0 : share * 100}
      isIndeterminate={share === null}
      {...(note === undefined ? {} : { valueLabel: note })}
    >
      <span className={hideLabel ? 'visually-hidden' : 'progress-words'}>
        <Label>{label}</Label>
        {note !== undefined && <span className="note">{note}</span>}
      </span>
      <span className="progress-track">
        <span
          className="progress-done"
          data-unknown={share === null || undefined}
          style={{ width: share === null ? undefined : `${Math.min(1, share) * 100}%` }}
        />
      </span>
    </AriaProgressBar>
  );
}
