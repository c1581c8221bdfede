/** Why this file exists: the end of a long job is told wherever one is by then, with the way to it. */
import { useRef } from 'react';
import type { RunKind } from '../../../../shared/entities/run.ts';
import { notifyError } from '../../state/actor.ts';
import { useClient } from '../../state/client-context.ts';
import { announce, notify } from '../../state/notices.ts';
import { asRequestErrors, useEvent } from '../../state/queries.ts';
import type { RequestError } from '../../transport/client.ts';
import { jobAddress, jobName } from './job-name.ts';
import { text } from './strings.ts';

/** Imports and inspections are watched on their own screens. */
const TOLD: readonly RunKind[] = ['train', 'evaluate', 'export', 'backup'];

/** Listens for the whole window; once. */
export function useJobNews(): void {
  const client = useClient();
  const told = useRef(new Set<number>());

  const tell = async (runId: number): Promise<void> => {
    const run = await asRequestErrors(client.request('jobs.get', { runId }));
    const address = jobAddress(run);
    const failed = run.state === 'failed';
    const words = failed ? text.news.failed(jobName(run)) : text.news.finished(jobName(run));
    announce(words);
    // On the job's own screen its end is plain to see.
    if (address === window.location.hash) return;
    notify({
      kind: failed ? 'problem' : 'done',
      text: words,
      ...(run.failure === null ? {} : { next: run.failure.nextStep }),
      ...(address === null ? {} : { link: { label: text.news.open, address } }),
    });
  };

  useEvent('jobs.changed', ({ runId, kind, state }) => {
    if (state === 'running' || state === 'queued') told.current.delete(runId);
    if (state !== 'finished' && state !== 'failed') return;
    if (!TOLD.includes(kind) || told.current.has(runId)) return;
    told.current.add(runId);
    tell(runId).catch((error: unknown) => notifyError(error as RequestError));
  });
}
