/** Why this file exists: which steps can be undone and redone, bounded in number and in bytes. Pure. */
import { deltaBytes, type Delta } from './delta.ts';

export const MOST_STEPS = 100;
/** A hundred whole-image fills of a ragged mask must not fill the memory. */
const MOST_BYTES = 128 * 1024 * 1024;

export interface History {
  /** Oldest first. */
  done: readonly Delta[];
  /** The next to redo last. */
  undone: readonly Delta[];
}

export const NO_HISTORY: History = { done: [], undone: [] };

/** After a new step: nothing can be redone any more, and the oldest steps may be forgotten. */
export function withStep({ done }: History, step: Delta, mostBytes = MOST_BYTES): History {
  const kept = [...done, step].slice(-MOST_STEPS);
  let bytes = kept.reduce((sum, delta) => sum + deltaBytes(delta), 0);
  // The newest step always stays: one can undo what one has just done.
  while (bytes > mostBytes && kept.length > 1) {
    const [oldest] = kept.splice(0, 1);
    if (oldest !== undefined) bytes -= deltaBytes(oldest);
  }
  return { done: kept, undone: [] };
}

/** The step to take back and what remains; null when there is none. */
export function undone({ done, undone }: History): { step: Delta; history: History } | null {
  const step = done.at(-1);
  if (step === undefined) return null;
  return { step, history: { done: done.slice(0, -1), undone: [...undone, step] } };
}

/** The step to do again and what remains; null when there is none. */
export function redone({ done, undone }: History): { step: Delta; history: History } | null {
  const step = undone.at(-1);
  if (step === undefined) return null;
  return { step, history: { done: [...done, step], undone: undone.slice(0, -1) } };
}
