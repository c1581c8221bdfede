/** Why this file exists: the job "backup": a copy of the catalog, also while it is worked with. */
import { stat } from 'node:fs/promises';
import type { ExportOutcome } from '../../shared/entities/job.ts';
import { backUpNow } from '../catalog/backup.ts';
import type { Context } from '../handlers/context.ts';
import type { JobRunners } from './runners.ts';

export function backupRunner({ catalog }: Context): JobRunners['backup catalog'] {
  return async ({ file }, { onProgress }): Promise<ExportOutcome> => {
    const path = await backUpNow(
      catalog,
      file === null ? { onProgress } : { out: file, onProgress },
    );
    return { path, files: 1, bytes: (await stat(path)).size };
  };
}
