/** Why this file exists: what a job is called and which screen shows it. Pure. */
import type { JobSpec } from '../../../../shared/entities/job.ts';
import type { Run } from '../../../../shared/entities/run.ts';
import { importAddress } from '../datasets/import-route.ts';
import { trainingRunAddress } from '../training/route.ts';
import { text } from './strings.ts';

/** What was asked for; a run's parameters are a `JobSpec`, which main has checked. */
export function specOf(run: Pick<Run, 'parameters'>): JobSpec {
  return run.parameters as JobSpec;
}

/** "Training · bottle-quick", "Import · check of a folder". */
export function jobName(run: Pick<Run, 'kind' | 'parameters'>): string {
  const spec = specOf(run);
  const kind = text.kinds[run.kind];
  if (spec.kind === 'train') return `${kind} · ${spec.name}`;
  return 'what' in spec ? `${kind} · ${text.details[spec.what]}` : kind;
}

/** Where a job is at home; null where it has no screen. */
export function jobAddress(run: Run): string | null {
  if (run.productId === null) return null;
  const spec = specOf(run);
  if (spec.kind === 'train') return trainingRunAddress(run.productId, run.id);
  if (spec.kind === 'import' && spec.what !== 'model') {
    return importAddress(run.productId, { run: run.id, spec });
  }
  if (spec.kind === 'inspect') return `#/product/${run.productId}/inspect`;
  if (spec.kind === 'evaluate') return `#/product/${run.productId}/models`;
  return null;
}
