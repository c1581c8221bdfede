/** Why this file exists: the jobs that move models out of this catalog and into it. */
import type { Compute } from '../compute/compute.ts';
import type { Context } from '../handlers/context.ts';
import type { JobRunners } from '../jobs/runners.ts';
import { exportModelRunner } from './export-model.ts';
import { importModelRunner } from './import-model.ts';

export function registryRunners(
  context: Context,
  compute: Pick<Compute, 'score'>,
): Pick<JobRunners, 'export model' | 'import model'> {
  return {
    'export model': exportModelRunner(context, compute),
    'import model': importModelRunner(context, compute),
  };
}
