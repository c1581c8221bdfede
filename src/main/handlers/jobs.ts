/** Why this file exists: answers about the queue of jobs, and what a training will take. */
import type { Handlers } from '../../shared/contract.ts';
import { TrainOutcomeSchema } from '../../shared/entities/job.ts';
import { LoupeError } from '../../shared/errors.ts';
import { backboneFile } from '../backbone/store.ts';
import { getDatasetVersion } from '../catalog/dataset-versions.ts';
import { getModel } from '../catalog/models.ts';
import { getRun, listRuns, readRunLog } from '../catalog/runs.ts';
import { statOrNull } from '../files.ts';
import { readCurveFile, readModelCurves } from '../jobs/curves.ts';
import { readMeasurements } from '../jobs/measurements.ts';
import { planTraining } from '../jobs/plan.ts';
import type { Jobs } from '../jobs/queue.ts';
import { runFolder } from '../jobs/run-folder.ts';
import type { Context } from './context.ts';

type JobHandlers = Pick<
  Handlers,
  | 'jobs.start'
  | 'jobs.list'
  | 'jobs.get'
  | 'jobs.log'
  | 'jobs.pause'
  | 'jobs.resume'
  | 'jobs.cancel'
  | 'training.plan'
  | 'training.curves'
>;

export function jobHandlers({ catalog, folders }: Context, jobs: Jobs): JobHandlers {
  return {
    'jobs.start': async ({ job }) => jobs.start(job),
    'jobs.list': async (query) => listRuns(catalog, query),
    'jobs.get': async ({ runId }) => getRun(catalog, runId),
    'jobs.log': async ({ runId, after }) => {
      getRun(catalog, runId);
      return readRunLog(catalog, runId, { after });
    },
    'jobs.pause': async ({ runId }) => jobs.pause(runId),
    'jobs.resume': async ({ runId }) => jobs.resume(runId),
    'jobs.cancel': async ({ runId }) => jobs.cancel(runId),
    'training.plan': async (options) => {
      getDatasetVersion(catalog, options.versionId);
      const row = catalog.get<{ n: number; width: number | null; height: number | null }>(
        `SELECT count(*) AS n, max(i.width) AS width, max(i.height) AS height
           FROM version_image v JOIN image i ON i.id = v.image_id
           WHERE v.version_id = ? AND v.split = 'train' AND v.label = 'ok'`,
        options.versionId,
      );
      return planTraining({
        options,
        goodImages: row?.n ?? 0,
        largest: { width: row?.width ?? 0, height: row?.height ?? 0 },
        measurements: await readMeasurements(folders.home),
        hasBackbone: (await statOrNull(backboneFile(folders.home))) !== null,
      });
    },
    'training.curves': async ({ runId }) => {
      const run = getRun(catalog, runId);
      if (run.kind !== 'train') {
        throw new LoupeError(
          'usage',
          `Job ${runId} is no training; it has no curves.`,
          'Choose a training.',
        );
      }
      const outcome = TrainOutcomeSchema.safeParse(run.outcome).data;
      const points = outcome
        ? await readModelCurves(getModel(catalog, outcome.modelId).path)
        : readCurveFile(runFolder(folders, runId));
      return { points };
    },
  };
}
