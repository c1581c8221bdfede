/** Why this file exists: the one mask worker of the page. */
import { createWorkerClient } from '../worker-client.ts';
import type { MaskJobs } from './mask-messages.ts';

/** Runs one job in the mask worker. Rejects with its error. */
export const runMaskJob = createWorkerClient<MaskJobs>(
  () => new Worker(new URL('./mask.worker.ts', import.meta.url), { type: 'module' }),
);
