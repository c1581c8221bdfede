/**
 * Why this file exists: keeps every answer true. Events make answers stale; a job's progress is put
 * into the answers about jobs without asking again.
 */
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { EventName, EventPayload } from '../../../shared/contract.ts';
import type { Run } from '../../../shared/entities/run.ts';
import { useClient, useConnection } from './client-context.ts';
import { areasTouched } from './touched.ts';
import { keyOf } from './queries.ts';

const STREAMS = [
  'catalog.changed',
  'reports.changed',
  'system.changed',
  'inspections.added',
  'jobs.changed',
] as const satisfies readonly EventName[];

/** Listens once, at the root. */
export function useFreshness(): void {
  const client = useClient();
  const cache = useQueryClient();
  const lost = useConnection() === 'lost';

  useEffect(() => {
    const stops = STREAMS.map((name) =>
      client.onEvent(name, (payload) => {
        for (const area of areasTouched(name, payload)) {
          void cache.invalidateQueries({ queryKey: [area] });
        }
      }),
    );
    const stopJobs = client.onEvent('jobs.changed', (change) => noteJob(cache, change));
    return () => {
      for (const stop of [...stops, stopJobs]) stop();
    };
  }, [client, cache]);

  // Whatever happened while the connection was away, no event told of it.
  useEffect(() => {
    if (!lost) return undefined;
    return () => void cache.invalidateQueries();
  }, [lost, cache]);
}

/** Puts a job's news into the lists that know it; asks again when it moved to another state. */
function noteJob(cache: QueryClient, change: EventPayload<'jobs.changed'>): void {
  let moved = false;
  let known = false;
  const update = (run: Run): Run => {
    if (run.id !== change.runId) return run;
    known = true;
    if (run.state !== change.state) moved = true;
    return { ...run, state: change.state, progress: change.progress };
  };
  cache.setQueriesData<Run[]>({ queryKey: keyOf('jobs.list') }, (runs) => runs?.map(update));
  cache.setQueriesData<Run>({ queryKey: keyOf('jobs.get') }, (run) => run && update(run));
  if (moved || !known) {
    void cache.invalidateQueries({ queryKey: keyOf('jobs.list') });
    void cache.invalidateQueries({ queryKey: keyOf('jobs.get') });
  }
}
