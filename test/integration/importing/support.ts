/** Why this file exists: folders of pictures in every layout, and jobs run on a real catalog. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { onTestFinished } from 'vitest';
import type { Catalog } from '../../../src/main/catalog/catalog.ts';
import { openCatalog } from '../../../src/main/catalog/open-catalog.ts';
import { addProduct } from '../../../src/main/catalog/products.ts';
import type { ApplicationEvent, Context } from '../../../src/main/handlers/context.ts';
import { foldersOf } from '../../../src/main/handlers/folders.ts';
import { exportVersion } from '../../../src/main/importing/export-version.ts';
import { runImport } from '../../../src/main/importing/run-import.ts';
import type { JobControl } from '../../../src/main/jobs/runner.ts';
import type { ExportOutcome, ImportOutcome } from '../../../src/shared/entities/job.ts';
import { createRandom } from '../../../src/shared/random.ts';
import { maskImage, put, temporaryFolder } from '../dataset/fixtures.ts';

export { cutShort, maskImage, noise, put, rgbImage } from '../dataset/fixtures.ts';

/** A fresh folder, removed after the test. */
export async function freshFolder(): Promise<string> {
  const { root, remove } = await temporaryFolder();
  onTestFinished(remove);
  return root;
}

/** A picture of a few soft blobs: two of different seeds look different also when made tiny. */
export function blobs(seed: number, width = 64, height = 48): Sharp {
  const random = createRandom(seed);
  const spots = Array.from({ length: 6 }, () => ({
    x: random.between(0, width),
    y: random.between(0, height),
    r: random.between(6, 16),
    level: random.between(-90, 90),
  }));
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    let value = 128;
    for (const spot of spots) {
      value += spot.level * Math.exp(-((x - spot.x) ** 2 + (y - spot.y) ** 2) / spot.r ** 2);
    }
    const level = Math.max(0, Math.min(255, value));
    data.set([level, level * 0.9, level * 0.8], i * 3);
  }
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** `train/good` 0..5, `test/good` 6..7, `test/dent` 8..9 with masks; 64 x 48. */
export async function mvtecFolder(root: string): Promise<string> {
  for (let i = 0; i < 6; i++) await put(root, `train/good/${i}.png`, blobs(i).png());
  for (let i = 6; i < 8; i++) await put(root, `test/good/${i}.png`, blobs(i).png());
  for (let i = 8; i < 10; i++) {
    await put(root, `test/dent/${i}.png`, blobs(i).png());
    await put(root, `ground_truth/dent/${i}_mask.png`, square(64, 48));
  }
  return root;
}

/** A mask with 10 x 10 defective pixels. */
export function square(width: number, height: number, left = 4): Sharp {
  return maskImage(width, height, { left, top: 4, right: left + 10, bottom: 14 });
}

export interface Bench {
  context: Context;
  catalog: Catalog;
  productId: number;
  events: ApplicationEvent[];
  home: string;
  /** What the last job logged. */
  log: string[];
  importFolder: (folder: string, options?: Partial<ImportAsked>) => Promise<ImportOutcome>;
  exportTo: (
    folder: string,
    versionId: number,
    control?: Partial<JobControl>,
  ) => Promise<ExportOutcome>;
}

export interface ImportAsked {
  what: 'check' | 'add';
  layout: 'mvtec' | 'btad' | 'visa' | 'classes' | 'flat' | null;
  pattern: string | null;
  storage: 'link' | 'copy';
  productId: number;
  control: Partial<JobControl>;
}

/** A catalog with one product, and the jobs of this folder over it; closed after the test. */
export async function bench(): Promise<Bench> {
  const home = join(await freshFolder(), 'home');
  mkdirSync(home);
  const folders = foldersOf(home);
  const catalog = openCatalog(folders.catalog);
  onTestFinished(() => catalog.close());
  const events: ApplicationEvent[] = [];
  const context: Context = { catalog, folders, emit: (event) => events.push(event) };
  const { id: productId } = addProduct(catalog, { name: 'Plate', actor: 'Ada' });
  const log: string[] = [];
  const control = (changes: Partial<JobControl> = {}): JobControl => ({
    runId: 1,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    log: (_, text) => log.push(text),
    checkpoint: () => undefined,
    resumeFrom: null,
    workFolder: join(folders.work, 'run-1'),
    ...changes,
  });
  return {
    context,
    catalog,
    productId,
    events,
    home,
    log,
    importFolder: (folder, { what = 'add', control: changes, ...options } = {}) =>
      runImport(
        context,
        {
          kind: 'import',
          what,
          folder,
          layout: null,
          pattern: null,
          storage: 'link',
          productId,
          by: 'Ada',
          ...options,
        },
        control(changes),
      ),
    exportTo: (folder, versionId, changes) =>
      exportVersion(
        context,
        { kind: 'export', what: 'version', versionId, folder, by: 'Ada' },
        control(changes),
      ),
  };
}
