/**
 * Why this file exists: the table of what the queue can run. Each folder that has a kind of job gives
 * its rows (`importing`, `registry`, `jobs/train.ts` ...); application.ts puts them together.
 */
import type {
  EvaluateOutcome,
  ExportOutcome,
  ImportModelOutcome,
  ImportOutcome,
  InspectOutcome,
  JobSpec,
  TrainOutcome,
} from '../../shared/entities/job.ts';
import type { JobRunner } from './runner.ts';

type Spec<K extends JobSpec['kind']> = Extract<JobSpec, { kind: K }>;
type SpecOf<K extends JobSpec['kind'], W extends string> = Spec<K> & { what: W };

export type ImportImagesJob = Exclude<Spec<'import'>, { what: 'model' }>;
export type ImportModelJob = Extract<Spec<'import'>, { what: 'model' }>;
export type TrainJob = Spec<'train'>;
export type EvaluateJob = Spec<'evaluate'>;
export type InspectJob = Spec<'inspect'>;
export type ExportVersionJob = Extract<Spec<'export'>, { what: 'version' }>;
export type ExportModelJob = Extract<Spec<'export'>, { what: 'model' }>;
export type BackupJob = Spec<'backup'>;

/** One function for each kind of job, by `kind` and `what`. Its outcome is stored with the run. */
export interface JobRunners {
  'import check': JobRunner<ImportImagesJob & { what: 'check' }, ImportOutcome>;
  'import add': JobRunner<ImportImagesJob & { what: 'add' }, ImportOutcome>;
  'import model': JobRunner<ImportModelJob, ImportModelOutcome>;
  train: JobRunner<TrainJob, TrainOutcome>;
  evaluate: JobRunner<EvaluateJob, EvaluateOutcome>;
  'inspect files': JobRunner<SpecOf<'inspect', 'files'>, InspectOutcome>;
  'inspect watch': JobRunner<SpecOf<'inspect', 'watch'>, InspectOutcome>;
  'inspect verify': JobRunner<SpecOf<'inspect', 'verify'>, InspectOutcome>;
  'export version': JobRunner<ExportVersionJob, ExportOutcome>;
  'export model': JobRunner<ExportModelJob, ExportOutcome>;
  'backup catalog': JobRunner<BackupJob, ExportOutcome>;
}
export type JobKey = keyof JobRunners;

/** Which row of the table runs a job. */
export function jobKeyOf(spec: JobSpec): JobKey {
  if (spec.kind === 'train' || spec.kind === 'evaluate') return spec.kind;
  return `${spec.kind} ${spec.what}` as JobKey;
}
