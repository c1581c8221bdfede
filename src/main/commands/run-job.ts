/**
 * Why this file exists: a command that starts a job waits for it, shows its progress, and lets
 * Ctrl-C pause it at its checkpoint instead of losing it.
 */
import type { EventPayload } from '../../shared/contract.ts';
import type { JobSpec } from '../../shared/entities/job.ts';
import type { Run, RunState } from '../../shared/entities/run.ts';
import { LoupeError, type ErrorCode } from '../../shared/errors.ts';
import type { Client } from './client.ts';
import { stoppable } from './stopping.ts';
import type { Terminal } from './terminal.ts';

const UNDER_WAY: readonly RunState[] = ['queued', 'running'];

/** A job that has finished. */
export interface FinishedJob<Outcome> {
  run: Run;
  outcome: Outcome;
}

/**
 * Puts a job into the queue, or a stopped one back, and waits for its end.
 * @param job what to run, or the number of a run to go on with
 * @throws LoupeError its own where it failed; `cancelled` where it was paused or cancelled
 */
export async function runJob<Outcome>(
  client: Client,
  terminal: Terminal,
  job: JobSpec | number,
): Promise<FinishedJob<Outcome>> {
  const { ask } = client;
  const started =
    typeof job === 'number'
      ? await ask('jobs.resume', { runId: job })
      : await ask('jobs.start', { job });
  const run = await stoppable(terminal, (signal) => settled(client, terminal, started, signal));
  if (run.state === 'finished') return { run, outcome: run.outcome as Outcome };
  if (run.failure !== null) {
    const { code, sentence, nextStep } = run.failure;
    throw new LoupeError(code as ErrorCode, sentence, nextStep);
  }
  throw new LoupeError(
    'cancelled',
    `Job ${run.id} is ${run.state}.`,
    run.state === 'cancelled'
      ? 'Start it anew where it is still wanted.'
      : `Go on from its checkpoint with: loupe jobs resume ${run.id}`,
  );
}

/** Waits until the job no longer runs. The signal pauses it, as soon as it can be paused. */
async function settled(
  { application, ask }: Client,
  terminal: Terminal,
  { id: runId }: Run,
  signal: AbortSignal,
): Promise<Run> {
  const run = await new Promise<Run>((resolve, reject) => {
    let pausing = false;
    const fail = (error: unknown) => {
      end(() => reject(error instanceof Error ? error : new Error(String(error))));
    };
    const look = () => {
      void ask('jobs.get', { runId }).then((found) => {
        if (!UNDER_WAY.includes(found.state)) end(() => resolve(found));
        else if (signal.aborted && found.state === 'running' && !pausing) {
          pausing = true;
          void ask('jobs.pause', { runId }).then(look, fail);
        }
      }, fail);
    };
    const stop = application.onEvent((event) => {
      if (event.name !== 'jobs.changed' || event.payload.runId !== runId) return;
      const { state, progress } = event.payload;
      if (progress !== null && state === 'running') terminal.progress(progressOf(progress));
      if (signal.aborted || !UNDER_WAY.includes(state)) look();
    });
    const end = (settle: () => void) => {
      stop();
      signal.removeEventListener('abort', look);
      settle();
    };
    signal.addEventListener('abort', look);
    // It may have ended before anybody listened.
    look();
  });
  for (const { level, text } of await ask('jobs.log', { runId, after: 0 })) {
    // The failure itself is told by whoever catches it.
    if (level !== 'info' && text !== run.failure?.sentence) terminal.say(text);
  }
  return run;
}

type Told = NonNullable<EventPayload<'jobs.changed'>['progress']>;

/** Without fields that are there but undefined. */
function progressOf({ step, done, total, unit, detail }: Told) {
  return {
    step,
    done,
    ...(total === undefined ? {} : { total }),
    ...(unit === undefined ? {} : { unit }),
    ...(detail === undefined ? {} : { detail }),
  };
}
