/** Why this file exists: Ctrl-C stops long work at a point where nothing is lost. */
import type { Terminal } from './terminal.ts';

/**
 * Runs `work` with a signal that Ctrl-C (or a polite kill) aborts. A second Ctrl-C ends the
 * process at once.
 */
export async function stoppable<T>(
  terminal: Terminal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(130);
    terminal.say('Stopping at the next safe point. Press Ctrl-C again to stop at once.');
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    return await work(controller.signal);
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}
