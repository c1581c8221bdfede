/**
 * Why this file exists: jobs as a week at work leaves them, on top of `stockCatalog`: a training cut
 * short with its curves, one that failed, finished ones, and products with long names.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalog } from '../../../src/main/catalog/catalog.ts';
import { freezeDatasetVersion } from '../../../src/main/catalog/dataset-versions.ts';
import { openCatalog } from '../../../src/main/catalog/open-catalog.ts';
import { addProduct } from '../../../src/main/catalog/products.ts';
import {
  addRun,
  appendRunLog,
  moveRun,
  noteCheckpoint,
  noteProgress,
} from '../../../src/main/catalog/runs.ts';
import { setSetting } from '../../../src/main/catalog/settings.ts';
import { foldersOf } from '../../../src/main/handlers/folders.ts';
import { runFolder } from '../../../src/main/jobs/run-folder.ts';
import { createRandom } from '../../../src/shared/random.ts';
import { THETAS } from '../../../src/shared/scales.ts';
import { stockCatalog } from './synthetic-catalog.ts';

export interface StockedJobs {
  productId: number;
  versionId: number;
  /** A training that was cut short; it has curves. */
  interrupted: number;
  failed: number;
}

export const LONG_NAME =
  'Housing cover, die-cast aluminium, variant with reinforced flange and two additional cooling fins (line 4, camera B)';

/** Stocks the catalog of `home`; "Ada" is the person at the screen. */
export async function stockJobs(home: string): Promise<StockedJobs> {
  const { productId } = await stockCatalog(home, { good: 24, defective: 4 });
  const folders = foldersOf(home);
  const catalog = openCatalog(folders.catalog);
  try {
    setSetting(catalog, { name: 'user.name', value: 'Ada', actor: 'Ada' });
    for (const name of [LONG_NAME, ...Array.from({ length: 9 }, (_, i) => `Bottle ${i + 1}`)]) {
      addProduct(catalog, {
        name,
        note: name === LONG_NAME ? 'Drawing 4711-08' : '',
        actor: 'Ada',
      });
    }
    const version = freezeDatasetVersion(catalog, { productId, note: 'first', actor: 'Ada' });
    const train = (name: string, recipe: string): number =>
      addRun(catalog, {
        kind: 'train',
        productId,
        parameters: {
          kind: 'train',
          name,
          versionId: version.id,
          recipe,
          size: 256,
          bankMb: 32,
          seed: 0,
          by: 'Ada',
        },
        requestedBy: 'Ada',
      }).id;
    const failed = train('plates-paper', 'paper');
    fail(catalog, failed);
    const interrupted = train('plates-quick', 'quick');
    await interrupt(catalog, interrupted, runFolder(folders, interrupted));
    return { productId, versionId: version.id, interrupted, failed };
  } finally {
    catalog.close();
  }
}

function fail(catalog: Catalog, runId: number): void {
  moveRun(catalog, runId, 'running');
  appendRunLog(catalog, runId, [
    { level: 'info', text: 'Reading 24 images.' },
    { level: 'error', text: 'ENOSPC: no space left on device, write' },
  ]);
  moveRun(catalog, runId, 'failed', {
    failure: {
      code: 'no-space',
      sentence: 'The disk is full, so the checkpoint could not be written.',
      nextStep: 'Make room on the disk, then resume the training.',
    },
  });
}

/** Left as `running`: the next start finds that nobody is at it any more. */
async function interrupt(catalog: Catalog, runId: number, folder: string): Promise<void> {
  moveRun(catalog, runId, 'running');
  noteProgress(catalog, runId, {
    step: 'Training the encoder of 32 px patches',
    done: 80,
    total: 120,
    unit: 'steps',
  });
  noteCheckpoint(catalog, runId, { step: 80 });
  appendRunLog(
    catalog,
    runId,
    Array.from({ length: 30 }, (_, i) => ({
      level: i === 12 ? ('warning' as const) : ('info' as const),
      text:
        i === 12
          ? 'The spread of 64 px patches has fallen to 0.61 of its start.'
          : `Step ${i * 5} of 120, 32 px patches.`,
    })),
  );
  await mkdir(folder, { recursive: true });
  const random = createRandom(5);
  const points = THETAS.filter((theta) => theta !== 16).flatMap((theta) =>
    Array.from({ length: 24 }, (_, i) => {
      const fall = Math.exp(-i / 8);
      const noise = (): number => 0.02 * random.normal();
      return {
        theta,
        step: i * 5,
        svdd: 0.4 * fall + 0.2 + noise(),
        ssl: 1.6 * fall + 0.5 + noise(),
        cos: 0.3 * fall + 0.1 + noise(),
        kmeans: 0.8 * fall + 0.3 + noise(),
        total: 1 + fall,
        angleAccuracy: 0.9 - 0.6 * fall,
        meanDistance: 0.9 - 0.25 * (1 - fall) + noise(),
        effectiveRank: 18 - 4 * (1 - fall) + 5 * noise(),
        heldOut: i % 6 === 0 ? 0.94 - 0.2 * fall : null,
      };
    }),
  );
  const lines = points.map((point) => `${JSON.stringify(point)}\n`).join('');
  await writeFile(join(folder, 'curves.jsonl'), lines);
}
