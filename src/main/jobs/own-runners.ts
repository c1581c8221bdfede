/** Why this file exists: the jobs that need the process that computes, and the backup, as rows of the table. */
import { inspectFilesRunner } from '../inspecting/files-job.ts';
import type { InspectingParts } from '../inspecting/inspect-part.ts';
import { inspectVerifyRunner } from '../inspecting/verify-job.ts';
import { inspectWatchRunner } from '../inspecting/watch-job.ts';
import { backupRunner } from './backup.ts';
import { evaluateRunner } from './evaluate.ts';
import type { JobRunners } from './runners.ts';
import { trainRunner, type Trial } from './train.ts';

type OwnKey =
  'train' | 'evaluate' | 'inspect files' | 'inspect watch' | 'inspect verify' | 'backup catalog';

export function ownRunners(parts: InspectingParts, trial: Trial): Pick<JobRunners, OwnKey> {
  const { context, compute } = parts;
  return {
    train: trainRunner({ context, compute, trial }),
    evaluate: evaluateRunner(context, compute),
    'inspect files': inspectFilesRunner(parts),
    'inspect watch': inspectWatchRunner(parts),
    'inspect verify': inspectVerifyRunner(parts),
    'backup catalog': backupRunner(context),
  };
}
