/** Why this file exists: jobs as a screen needs them: one, all at work, and what can be done to them. */
import type { JobSpec } from '../../../../shared/entities/job.ts';
import type { Run } from '../../../../shared/entities/run.ts';
import { notifyError, useActor } from '../../state/actor.ts';
import { useMutationOf, useQueryOf } from '../../state/queries.ts';
import type { RequestError } from '../../transport/client.ts';

const RECENT = 60;

/** The newest jobs of all products. */
export function useRecentJobs() {
  return useQueryOf('jobs.list', { limit: RECENT });
}

export const isActive = ({ state }: Pick<Run, 'state'>): boolean =>
  state === 'running' || state === 'queued';

/** Waits for a person: to go on or to be given up. */
export const isWaiting = ({ state }: Pick<Run, 'state'>): boolean =>
  state === 'paused' || state === 'interrupted';

export const hasEnded = ({ state }: Pick<Run, 'state'>): boolean =>
  state === 'finished' || state === 'failed' || state === 'cancelled';

/** One job, kept up to date by its events; null: none. */
export function useJob(runId: number | null) {
  return useQueryOf('jobs.get', runId === null ? null : { runId });
}

/** A job as a person describes it: who asks for it is added. */
type WithoutBy<J> = J extends unknown ? Omit<J, 'by'> : never;
export type JobRequest = WithoutBy<JobSpec>;

/** Starts a job. Null when no name was given or it could not be started (told as a toast). */
export function useStartJob() {
  const actor = useActor();
  const { mutateAsync, isPending } = useMutationOf('jobs.start');
  const start = async (
    request: JobRequest,
    onError: (error: RequestError) => void = notifyError,
  ): Promise<Run | null> => {
    const by = await actor.ask();
    if (by === null) return null;
    try {
      // A request with its `by` is a spec again; the union hides it from the compiler.
      return await mutateAsync({ job: { ...request, by } });
    } catch (error) {
      onError(error as RequestError);
      return null;
    }
  };
  return { start, isPending };
}

/** Pause, resume and cancel; a failure is told as a toast. */
export function useJobControls() {
  const options = { onError: notifyError };
  const pause = useMutationOf('jobs.pause');
  const resume = useMutationOf('jobs.resume');
  const cancel = useMutationOf('jobs.cancel');
  return {
    pause: (runId: number) => pause.mutate({ runId }, options),
    resume: (runId: number) => resume.mutate({ runId }, options),
    cancel: (runId: number) => cancel.mutate({ runId }, options),
    isPending: pause.isPending || resume.isPending || cancel.isPending,
  };
}
