/** Why this file exists: what stands around an import: the sample to try it on, and taking one back. */
import { join } from 'node:path';
import type { Handlers } from '../../shared/contract.ts';
import { ImportOutcomeSchema } from '../../shared/entities/job.ts';
import { LoupeError } from '../../shared/errors.ts';
import { excludeImages } from '../catalog/images.ts';
import { getRun } from '../catalog/runs.ts';
import { DEFAULT_SAMPLE, writeSample } from '../dataset/sample/write.ts';
import { tellChanged } from './changes.ts';
import type { Context } from './context.ts';

export function importHandlers(
  context: Context,
): Pick<Handlers, 'samples.draw' | 'imports.exclude'> {
  const { catalog, folders } = context;
  return {
    'samples.draw': async () => {
      const folder = join(folders.home, 'samples', DEFAULT_SAMPLE.variant);
      const { root } = await writeSample(folder, DEFAULT_SAMPLE);
      return { folder: root };
    },
    'imports.exclude': async ({ runId, excluded, by }) => {
      const { outcome, startedAt, endedAt, productId } = getRun(catalog, runId);
      const added = ImportOutcomeSchema.safeParse(outcome).data?.added ?? null;
      if (added === null) {
        throw new LoupeError(
          'usage',
          `Job ${runId} has added no images, so there is nothing to take back.`,
          'Choose an import that has finished.',
        );
      }
      // A later import from the same folder has a later job, and only adds what is not there yet.
      const imageIds = catalog
        .all<{ id: number }>(
          `SELECT id FROM image
             WHERE source_id = ? AND added_at >= ? AND added_at <= ? AND excluded = ?`,
          added.sourceId,
          startedAt ?? 0,
          endedAt ?? catalog.now(),
          Number(!excluded),
        )
        .map(({ id }) => id);
      if (imageIds.length > 0) {
        excludeImages(catalog, imageIds, { excluded, actor: by, reason: `import ${runId}` });
        tellChanged(context, 'images', productId);
      }
      return { images: imageIds.length };
    },
  };
}
