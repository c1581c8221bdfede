/** Why this file exists: how long-running engine work is watched, paused and stopped. */
import { LoupeError } from '../../shared/errors.ts';
import type { OnProgress } from '../../shared/progress.ts';
import type { CurvePoint } from './train-encoders.ts';

export interface Control {
  onProgress: OnProgress;
  /** Aborted when the user stops the work; it ends at the next step with code `cancelled`. */
  signal: AbortSignal;
  /** Resolves at once, or when a pause is over. Asked before every step. */
  whilePaused?: (() => Promise<void>) | undefined;
  /** Gets each point of a training's curves when it is made. */
  onCurvePoint?: ((point: CurvePoint) => void) | undefined;
}

/** Waits out a pause, lets other work of the process run, and stops where the user said so. */
export async function nextStep(control: Control): Promise<void> {
  await control.whilePaused?.();
  await new Promise<void>((resolve) => setTimeout(resolve, 0));
  if (control.signal.aborted) {
    throw new LoupeError(
      'cancelled',
      'Stopped as you asked.',
      'Start it again with --resume to go on from the last checkpoint.',
    );
  }
}
