/** Why this file exists: the jobs that need the process that computes, and the backup, as rows of the table. */
import type { Compute } from '../compute/compute.ts';
import type { Context } from '../handlers/context.ts';
import { backupRunner } from './backup.ts';
import { evaluateRunner } from './evaluate.ts';
import type { JobRunners } from './runners.ts';
import { trainRunner } from './train.ts';

export function ownRunners(
  context: Context,
  compute: Compute,
  backbone: 'installed' | 'none',
): Pick<JobRunners, 'train' | 'evaluate' | 'backup catalog'> {
  return {
    train: trainRunner({ context, compute, backbone }),
    evaluate: evaluateRunner(context, compute),
    'backup catalog': backupRunner(context),
  };
}
