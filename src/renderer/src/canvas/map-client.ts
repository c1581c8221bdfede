/** Why this file exists: the one map worker of the page. */
import type { MapJobs } from './map-messages.ts';
import { createWorkerClient } from './worker-client.ts';

/** Runs one job in the map worker. Rejects with its error. */
export const runMapJob = createWorkerClient<MapJobs>(
  () => new Worker(new URL('./map.worker.ts', import.meta.url), { type: 'module' }),
);
