/**
 * Why this file exists: how fast each job goes, from the moments its news came; kept while the window
 * is open, whatever screen is on.
 */
import type { EventPayload } from '../../../../shared/contract.ts';
import type { Run } from '../../../../shared/entities/run.ts';
import { useEvent } from '../../state/queries.ts';
import { createValueStore, useValue } from '../../state/value-store.ts';
import { addSample, secondsLeft, type Sample } from './progress.ts';

const speeds = createValueStore<ReadonlyMap<number, readonly Sample[]>>(new Map());

function note({ runId, state, progress }: EventPayload<'jobs.changed'>): void {
  const next = new Map(speeds.get());
  if (state !== 'running' || progress === null) next.delete(runId);
  else {
    const { step, done, total } = progress;
    const sample = { at: Date.now(), step, done, total };
    next.set(runId, addSample(next.get(runId) ?? [], sample));
  }
  speeds.set(next);
}

/** Listens for the whole window; once. */
export function useSpeeds(): void {
  useEvent('jobs.changed', note);
}

/** Seconds until the step under way is done; null while that cannot be told. */
export function useTimeLeft(run: Run | undefined): number | null {
  const samples = useValue(speeds).get(run?.id ?? 0) ?? [];
  const last = samples.at(-1);
  if (run?.state !== 'running' || last === undefined) return null;
  return secondsLeft(samples, last.at);
}
