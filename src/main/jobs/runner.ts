/**
 * Why this file exists: what a kind of job is to the queue: one function. The queue (queue.ts) calls
 * it with what a person asked for and with a control; stopping is by the signal.
 */
import type { Json } from '../../shared/entities/common.ts';
import type { JobSpec } from '../../shared/entities/job.ts';
import type { RunLogLine } from '../../shared/entities/run.ts';
import type { OnProgress } from '../../shared/progress.ts';

export interface JobControl {
  /** Of the run in the catalog. */
  runId: number;
  /**
   * Aborted when the job is to stop: paused, cancelled, or Loupe ends. The runner then throws a
   * `LoupeError` with code `cancelled` at its next step; what is kept is in its checkpoint.
   */
  signal: AbortSignal;
  onProgress: OnProgress;
  log: (level: RunLogLine['level'], text: string) => void;
  /** Where to go on after an interruption; stored at once. */
  checkpoint: (value: Json) => void;
  /** What the last attempt stored; null at the first. */
  resumeFrom: Json;
  /** A folder for the run's own files; made, kept until the run has finished or was cancelled. */
  workFolder: string;
}

/** Runs one job to its end. Errors are `LoupeError`s; anything else is Loupe's own fault. */
export type JobRunner<S extends JobSpec, Outcome> = (
  spec: S,
  control: JobControl,
) => Promise<Outcome>;
