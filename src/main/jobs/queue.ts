/**
 * Why this file exists: the one queue of jobs. A job is a run in the catalog, so whatever happens to
 * this process, the next one knows what was under way.
 *
 * Heavy jobs (train, evaluate, inspect files) run one at a time, in the order they were asked for.
 * Light ones (import, export, backup) run beside them, a few at once; so do a watched folder and the
 * check of golden parts, which a person at the line waits for (docs/decisions/0008).
 */
import { mkdir, readdir, rm } from 'node:fs/promises';
import type { Json } from '../../shared/entities/common.ts';
import { JobSpecSchema, type JobSpec } from '../../shared/entities/job.ts';
import type { Run, RunFailure, RunState } from '../../shared/entities/run.ts';
import { hasSystemCode, LoupeError, messageOf } from '../../shared/errors.ts';
import {
  addRun,
  appendRunLog,
  getRun,
  interruptRuns,
  listRuns,
  moveRun,
  noteCheckpoint,
  noteProgress,
} from '../catalog/runs.ts';
import type { Context } from '../handlers/context.ts';
import { productOfJob } from './job-product.ts';
import { runFolder } from './run-folder.ts';
import type { JobControl } from './runner.ts';
import { jobKeyOf, type JobKey, type JobRunners } from './runners.ts';
import { createThrottle } from './throttle.ts';

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

export interface JobsParts {
  context: Context;
  runners: Partial<JobRunners>;
  /**
   * `all`: also jobs that wait from an earlier start. `own`: only those asked for here, for a
   * command that is not to begin with what someone else has left.
   */
  queued: 'all' | 'own';
  /** Gets failures that are Loupe's own fault. */
  onInternalError: (where: string, error: unknown) => void;
}

type Lane = 'heavy' | 'light' | 'line';
const AT_ONCE: Readonly<Record<Lane, number>> = { heavy: 1, light: 2, line: 8 };

function laneOf(key: JobKey): Lane {
  if (key === 'train' || key === 'evaluate' || key === 'inspect files') return 'heavy';
  return key === 'inspect watch' || key === 'inspect verify' ? 'line' : 'light';
}

const SETTLED: readonly RunState[] = ['finished', 'failed', 'cancelled', 'paused', 'interrupted'];
const PROGRESS_TO_CATALOG_MS = 1000;
const EVENT_MS = 250;
/** Of a run; more are not kept. */
const MOST_LOG_LINES = 10_000;

/** Why a running job was told to stop, and the state it is in then. */
type Stop = Extract<RunState, 'paused' | 'cancelled' | 'interrupted'>;

interface Active {
  lane: Lane;
  abort: AbortController;
  stop: Stop | null;
  ended: Promise<void>;
}

/**
 * The queue over the catalog. Marks what a crash has left as interrupted, and begins with what waits.
 */
export function createJobs({ context, runners, queued, onInternalError }: JobsParts): Jobs {
  const { catalog, folders, emit } = context;
  const active = new Map<number, Active>();
  const own = new Set<number>();
  const waiters = new Map<number, ((run: Run) => void)[]>();
  let closing = false;

  const tell = ({ id, kind, state, progress }: Run): void => {
    emit({ name: 'jobs.changed', payload: { runId: id, kind, state, progress } });
  };
  const move = (id: number, to: RunState, result?: Parameters<typeof moveRun>[3]): Run => {
    const run = moveRun(catalog, id, to, result);
    tell(run);
    if (SETTLED.includes(to)) {
      for (const resolve of waiters.get(id) ?? []) resolve(run);
      waiters.delete(id);
    }
    return run;
  };
  const workFolder = (id: number) => runFolder(folders, id);
  const clean = (id: number): void => {
    rm(workFolder(id), { recursive: true, force: true }).catch((error: unknown) =>
      onInternalError(`the work folder of run ${id}`, error),
    );
  };
  const requireRunner = (key: JobKey) => {
    const runner = runners[key];
    if (runner) return runner as (spec: JobSpec, control: JobControl) => Promise<Json>;
    throw new LoupeError(
      'not-built',
      `This version of Loupe cannot do the job "${key}" yet.`,
      'Use another command, or a newer version.',
    );
  };

  /** Starts what may run now. Called from timers, so what goes wrong is told and not thrown. */
  function pump(): void {
    try {
      if (!closing) beginWaiting();
    } catch (error) {
      onInternalError('the queue of jobs', error);
    }
  }

  function beginWaiting(): void {
    const waiting = listRuns(catalog, { states: ['queued'], limit: Number.MAX_SAFE_INTEGER });
    for (const run of waiting.reverse()) {
      if (active.has(run.id) || (queued === 'own' && !own.has(run.id))) continue;
      const spec = specOf(run);
      const lane = spec ? laneOf(jobKeyOf(spec)) : 'light';
      const busy = [...active.values()].filter((job) => job.lane === lane).length;
      if (busy < AT_ONCE[lane]) begin(run, spec, lane);
    }
  }

  function begin(run: Run, spec: JobSpec | null, lane: Lane): void {
    const abort = new AbortController();
    move(run.id, 'running');
    const job: Active = { lane, abort, stop: null, ended: Promise.resolve() };
    active.set(run.id, job);
    job.ended = work(run, spec, job).then(
      () => {
        active.delete(run.id);
        pump();
      },
      // The catalog cannot be written (a full disk): the run stays `running` there and is marked
      // interrupted at the next start.
      (error: unknown) => {
        active.delete(run.id);
        onInternalError(`job ${run.id}`, error);
      },
    );
  }

  async function work(run: Run, spec: JobSpec | null, job: Active): Promise<void> {
    const { id } = run;
    let fault: { error: unknown } | null = null;
    /** Writes to the catalog out of timers and messages, where nobody would catch an error. */
    const safely = (action: () => void): void => {
      try {
        if (fault === null) action();
      } catch (error) {
        fault = { error };
        job.abort.abort();
      }
    };
    const toCatalog = createThrottle(PROGRESS_TO_CATALOG_MS, (progress: Run['progress']) => {
      if (progress) safely(() => noteProgress(catalog, id, progress));
    });
    const toClients = createThrottle(EVENT_MS, (progress: Run['progress']) => {
      emit({
        name: 'jobs.changed',
        payload: { runId: id, kind: run.kind, state: 'running', progress },
      });
    });
    let lines = 0;
    const log: JobControl['log'] = (level, text) => {
      lines += 1;
      if (lines > MOST_LOG_LINES) return;
      const last = lines === MOST_LOG_LINES;
      const line = last ? ({ level: 'warning', text: LAST_LINE } as const) : { level, text };
      safely(() => appendRunLog(catalog, id, [line]));
    };
    try {
      const folder = workFolder(id);
      await mkdir(folder, { recursive: true });
      if (spec === null) throw unreadable();
      const outcome = await requireRunner(jobKeyOf(spec))(spec, {
        runId: id,
        signal: job.abort.signal,
        onProgress: (progress) => {
          toCatalog(progress);
          toClients(progress);
        },
        log,
        checkpoint: (value) => safely(() => noteCheckpoint(catalog, id, value)),
        resumeFrom: run.checkpoint,
        workFolder: folder,
      });
      toCatalog.flush();
      toClients.drop();
      if (fault !== null) throw new Error('not all of it could be written');
      move(id, 'finished', { outcome });
      clean(id);
    } catch (thrown) {
      toCatalog.flush();
      toClients.drop();
      // TypeScript does not see that `safely` sets it.
      const error = (fault as { error: unknown } | null)?.error ?? thrown;
      if (job.stop !== null && isCancelled(error)) {
        log('info', STOPPED[job.stop]);
        move(id, job.stop);
        if (job.stop === 'cancelled') clean(id);
        return;
      }
      const failure = failureFrom(error);
      if (failure.code === 'internal') onInternalError(`job ${id}`, error);
      log('error', failure.code === 'internal' ? stackOf(error) : failure.sentence);
      move(id, 'failed', { failure });
    }
  }

  function stop(runId: number, to: Stop): Run {
    const job = active.get(runId);
    if (!job) throw notRunning(getRun(catalog, runId));
    // A cancelled job stays cancelled; a paused one may still be cancelled.
    if (job.stop !== 'cancelled') job.stop = to;
    job.abort.abort();
    return getRun(catalog, runId);
  }

  /** What a kill between the end of a run and the removal of its folder has left. */
  async function tidy(): Promise<void> {
    for (const name of await readdir(folders.work).catch(noFolder)) {
      const id = Number(/^run-(\d+)$/.exec(name)?.[1]);
      const [run] = listRuns(catalog, { before: id + 1, limit: 1 });
      const isOver = run?.id !== id || run.state === 'finished' || run.state === 'cancelled';
      if (Number.isInteger(id) && isOver) clean(id);
    }
  }

  for (const run of interruptRuns(catalog)) tell(run);
  const tidied = tidy().catch((error: unknown) => onInternalError('tidying up', error));
  // After the caller has the object: a runner may ask for it.
  setImmediate(pump);

  return {
    start(spec) {
      requireRunner(jobKeyOf(spec));
      const run = addRun(catalog, {
        kind: spec.kind,
        productId: productOfJob(catalog, spec),
        parameters: spec,
        requestedBy: spec.by,
      });
      own.add(run.id);
      tell(run);
      setImmediate(pump);
      return run;
    },
    pause: (runId) => stop(runId, 'paused'),
    resume(runId) {
      const run = move(runId, 'queued');
      own.add(runId);
      setImmediate(pump);
      return run;
    },
    cancel(runId) {
      if (active.has(runId)) return stop(runId, 'cancelled');
      const run = move(runId, 'cancelled');
      clean(runId);
      return run;
    },
    async whenSettled(runId) {
      const run = getRun(catalog, runId);
      if (SETTLED.includes(run.state)) return run;
      return new Promise((resolve) => {
        waiters.set(runId, [...(waiters.get(runId) ?? []), resolve]);
      });
    },
    async close() {
      closing = true;
      for (const job of active.values()) {
        job.stop ??= 'interrupted';
        job.abort.abort();
      }
      await Promise.all([tidied, ...[...active.values()].map(({ ended }) => ended)]);
    },
  };
}

const LAST_LINE = 'Further lines are not kept.';

const STOPPED: Readonly<Record<Stop, string>> = {
  paused: 'Paused.',
  cancelled: 'Cancelled.',
  interrupted: 'Loupe was closed.',
};

function noFolder(error: unknown): string[] {
  if (hasSystemCode(error, 'ENOENT')) return [];
  throw error;
}

function specOf({ parameters }: Run): JobSpec | null {
  return JobSpecSchema.safeParse(parameters).data ?? null;
}

function unreadable(): LoupeError {
  return new LoupeError(
    'bad-data',
    'What was asked of this job cannot be read by this version of Loupe.',
    'Cancel it and start it again.',
  );
}

const isCancelled = (error: unknown): boolean =>
  error instanceof LoupeError && error.code === 'cancelled';

function notRunning({ id, state }: Run): LoupeError {
  return new LoupeError(
    'usage',
    `Job ${id} is ${state}; only a running job can be paused.`,
    'Refresh the list of jobs; it has changed since.',
  );
}

function failureFrom(error: unknown): RunFailure {
  if (error instanceof LoupeError) {
    return { code: error.code, sentence: error.message, nextStep: error.nextStep };
  }
  return {
    code: 'internal',
    sentence: `The job failed by a fault of Loupe's own: ${messageOf(error)}`,
    nextStep: 'Look at the log of the job, then resume it or start it again.',
  };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : messageOf(error);
}
