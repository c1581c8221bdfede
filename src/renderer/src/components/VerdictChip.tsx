/** Why this file exists: a verdict is a word and a shape, never a colour alone. */
import type { Verdict } from '../features/reports/verdict.ts';
import { strings } from '../strings/index.ts';

const SIGNS: Record<Verdict, string> = { ok: '✓', ng: '✕', unknown: '–' };

export function VerdictChip({ verdict, large = false }: { verdict: Verdict; large?: boolean }) {
  return (
    <span className={`chip chip-${verdict}${large ? ' chip-large' : ''}`}>
      <span aria-hidden="true" className="chip-sign">
        {SIGNS[verdict]}
      </span>
      {strings.verdict[verdict]}
    </span>
  );
}
