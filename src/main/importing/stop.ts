/** Why this file exists: a job that is told to stop ends at its next step, as every runner does. */
import { LoupeError } from '../../shared/errors.ts';

/** @throws LoupeError `cancelled` once the signal is aborted */
export function stopIfAsked(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new LoupeError(
    'cancelled',
    'The job was stopped.',
    'Resume it: what was read and added is kept.',
  );
}
