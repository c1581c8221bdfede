/** Why this file exists: a short state in words and colour; never the colour alone. */
import type { ReactNode } from 'react';

export type ChipTone = 'neutral' | 'accent' | 'ok' | 'ng' | 'warn';

export function Chip({ tone = 'neutral', children }: { tone?: ChipTone; children: ReactNode }) {
  return <span className={`state-chip state-${tone}`}>{children}</span>;
}
