/** Why this file exists: what a person (or a folder's name) says of an image, as a sign and a word. */
import type { LabelValue } from '../../../../shared/entities/label.ts';
import { text } from './strings.ts';

const SIGNS: Record<LabelValue, string> = { ok: '✓', ng: '✕', unsure: '?', none: '·' };

interface LabelChipProps {
  value: LabelValue;
  /** Instead of "NG": which defect. */
  className?: string | null;
}

export function LabelChip({ value, className = null }: LabelChipProps) {
  return (
    <span className={`label-chip label-${value}`}>
      <span aria-hidden="true">{SIGNS[value]}</span>
      <span className="label-word">{className ?? text.labels[value]}</span>
    </span>
  );
}
