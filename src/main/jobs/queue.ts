/**
 * Why this file exists: the one queue of jobs. A job is a run in the catalog, so whatever happens to
 * this process, the next one knows what was under way.
 */
import type { JobSpec } from '../../shared/entities/job.ts';
import type { Run } from '../../shared/entities/run.ts';

export interface Jobs {
  /**
   * Puts a job into the queue and answers at once.
   * @throws LoupeError `not-found` for what it names; `not-built` where this Loupe has no such job
   */
  start(spec: JobSpec): Run;
  /** The job stops at its next step and keeps its checkpoint. @throws LoupeError `usage` */
  pause(runId: number): Run;
  /** A paused, failed or interrupted job is queued again, from its checkpoint. @throws `usage` */
  resume(runId: number): Run;
  /** @throws LoupeError `usage` when it has ended already */
  cancel(runId: number): Run;
  /** When the job is finished, failed, cancelled, paused or interrupted. */
  whenSettled(runId: number): Promise<Run>;
  /** Stops every job at its checkpoint; they are offered for resuming at the next start. */
  close(): Promise<void>;
}
