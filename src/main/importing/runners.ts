/** Why this file exists: the jobs of this folder, as the queue takes them. */
import type { Context } from '../handlers/context.ts';
import type { JobRunners } from '../jobs/runners.ts';
import { exportVersion } from './export-version.ts';
import { runImport } from './run-import.ts';

export function importingRunners(
  context: Context,
): Pick<JobRunners, 'import check' | 'import add' | 'export version'> {
  return {
    'import check': (spec, control) => runImport(context, spec, control),
    'import add': (spec, control) => runImport(context, spec, control),
    'export version': (spec, control) => exportVersion(context, spec, control),
  };
}
