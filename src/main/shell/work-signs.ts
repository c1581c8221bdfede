/**
 * Why this file exists: while jobs run the taskbar shows how far they are and the machine does not go
 * to sleep. Pure state over the application's events; what it drives is passed in.
 */
import type { RunProgressSchema, RunState } from '../../shared/entities/run.ts';
import type { z } from 'zod';
import type { Application } from '../application.ts';

export interface WorkSigns {
  /** 0..1; -1 for none; 2 for "working, no figure". */
  showProgress(value: number): void;
  keepAwake(): void;
  letSleep(): void;
}

type RunProgress = z.infer<typeof RunProgressSchema> | null;

/** Follows the application's jobs until the returned function is called. */
export function followJobs(
  application: Pick<Application, 'onEvent'>,
  signs: WorkSigns,
): () => void {
  const running = new Map<number, number>();
  let awake = false;
  const show = (): void => {
    if (running.size > 0 && !awake) signs.keepAwake();
    if (running.size === 0 && awake) signs.letSleep();
    awake = running.size > 0;
    const known = [...running.values()].filter((part) => part <= 1);
    if (running.size === 0) signs.showProgress(-1);
    else signs.showProgress(known.length === 0 ? 2 : Math.min(...known));
  };
  const stop = application.onEvent((event) => {
    if (event.name !== 'jobs.changed') return;
    const { runId, state, progress } = event.payload;
    if (isRunning(state)) running.set(runId, partOf(progress));
    else running.delete(runId);
    show();
  });
  return () => {
    stop();
    running.clear();
    show();
  };
}

const isRunning = (state: RunState): boolean => state === 'running';

function partOf(progress: RunProgress): number {
  if (progress?.total === undefined || progress.total <= 0) return 2;
  return Math.min(1, Math.max(0, progress.done / progress.total));
}
