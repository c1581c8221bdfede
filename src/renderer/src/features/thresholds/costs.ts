/** Why this file exists: costs as they are kept in the browser; what is not understood is none. */
import type { Costs } from '../../../../shared/charts/curves.ts';

/** Costs from stored text, or null. */
export function parseCosts(text: string | null): Costs | null {
  if (text === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { missedDefect, falseAlarm, defectsPerThousand } = value as Record<string, unknown>;
  if (!isPositive(missedDefect) || !isPositive(falseAlarm)) return null;
  const rate = defectsPerThousand ?? null;
  if (rate !== null && !(isPositive(rate) && rate < 1000)) return null;
  return { missedDefect, falseAlarm, defectsPerThousand: rate };
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}
