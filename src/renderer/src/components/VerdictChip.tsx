/** Why this file exists: a verdict is a word and a shape, never a colour alone. */
import type { Verdict } from '../../../shared/entities/threshold.ts';
import { strings } from '../strings/index.ts';

/** `unknown` where no threshold is defined. */
export type ShownVerdict = Verdict | 'unknown';

const SIGNS: Record<ShownVerdict, string> = { ok: '✓', review: '?', ng: '✕', unknown: '–' };

interface VerdictChipProps {
  verdict: ShownVerdict;
  large?: boolean;
}

export function VerdictChip({ verdict, large = false }: VerdictChipProps) {
  return (
    <span className={`chip chip-${verdict}${large ? ' chip-large' : ''}`}>
      <span aria-hidden="true" className="chip-sign">
        {SIGNS[verdict]}
      </span>
      {strings.verdict[verdict]}
    </span>
  );
}
