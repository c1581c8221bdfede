/** Why this file exists: what a person has marked as not to be looked at counts nowhere. */
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WorkingApplication } from '../../../src/main/application.ts';
import type { JobSpec } from '../../../src/shared/entities/job.ts';
import { decodeMask, encodeMask, IGNORE } from '../../../src/shared/mask-rle.ts';
import { imagePath, mediaPath } from '../../../src/shared/media.ts';
import type { Report } from '../../../src/shared/report.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { sampleIn } from '../services/support.ts';
import { application, ask, closeAll, done, smallTrain, stock, type Stocked } from './support.ts';

const folder = temporaryFolder();
let app: WorkingApplication;
let stocked: Stocked;
let modelId: number;
let plain: Report;

const evaluate = async (versionId: number): Promise<Report> => {
  const job: JobSpec = {
    kind: 'evaluate',
    modelId,
    versionId,
    splits: ['test'],
    maps: false,
    by: 'Ada',
  };
  const run = await done(app, job);
  expect(run).toMatchObject({ state: 'finished', failure: null });
  return ask(app, 'reports.get', { id: (run.outcome as { reportId: string }).reportId });
};

/** Marks pixels of an image to be ignored, over the mask it has. */
async function ignore(imageId: number, inside: (x: number, y: number) => boolean): Promise<void> {
  const { image, mask } = await ask(app, 'images.get', { imageId, modelId: null });
  const { width, height } = image;
  const before = mask
    ? decodeMask((await (await app.media.find(imagePath(imageId, 'mask-code'))).load()).bytes)
    : { data: new Uint8Array(width * height) };
  const data = before.data.map((value, i) =>
    inside(i % width, Math.floor(i / width)) ? IGNORE : value,
  );
  const code = Buffer.from(encodeMask({ width, height, data })).toString('base64');
  await ask(app, 'masks.set', { imageId, width, height, code, by: 'Ada' });
}

beforeAll(async () => {
  const data = await sampleIn(join(folder, 'plates'), 5, 8);
  const home = join(folder, 'home');
  stocked = await stock(home, data);
  app = application(home);
  const run = await done(app, smallTrain(stocked.versionId));
  ({ modelId } = run.outcome as { modelId: number });
  plain = await evaluate(stocked.versionId);
});
afterAll(closeAll);

describe('a report of the catalog', () => {
  it('shows its pictures and the masks that were frozen', async () => {
    const at = plain.images.findIndex(({ hasMask }) => hasMask);
    const { width, height } = plain.images[at]!;
    for (const kind of ['image', 'mask', 'thumb'] as const) {
      const { bytes } = await (await app.media.find(mediaPath(plain.id, kind, at))).load();
      const found = await sharp(bytes).metadata();
      if (kind !== 'thumb') expect(found).toMatchObject({ width, height });
    }
  });
});

describe('an ignored region', () => {
  it('takes its defect out of the score, and its pixels out of the pixel metrics', async () => {
    const worst = plain.images
      .filter(({ label }) => label !== 'good')
      .reduce((a, b) => (b.score > a.score ? b : a));
    const good = plain.images.find(({ label }) => label === 'good')!;
    // All but the left half of the defective image, and a corner of a good one.
    await ignore(stocked.imageIds.get(worst.path)!, (x) => x >= worst.width / 2);
    await ignore(stocked.imageIds.get(good.path)!, (x, y) => x < 32 && y < 32);
    const version = await ask(app, 'versions.freeze', {
      productId: stocked.productId,
      note: '',
      by: 'Ada',
    });
    const report = await evaluate(version.id);
    const scoreOf = (from: Report, path: string) =>
      from.images.find((image) => image.path === path)?.score ?? NaN;
    expect(scoreOf(report, worst.path)).toBeLessThanOrEqual(scoreOf(plain, worst.path));
    expect(scoreOf(report, good.path)).toBeLessThanOrEqual(scoreOf(plain, good.path));
    for (const { path, score } of plain.images) {
      if (path !== worst.path && path !== good.path) expect(scoreOf(report, path)).toBe(score);
    }
    expect(report.pixelAuroc).not.toBe(plain.pixelAuroc);
    // The earlier version still has the masks as they were.
    const again = await evaluate(stocked.versionId);
    expect(again.pixelAuroc).toBe(plain.pixelAuroc);
    expect(again.images.map(({ score }) => score)).toEqual(plain.images.map(({ score }) => score));
  });

  it('that is the whole image leaves nothing to score: it is listed with the reason', async () => {
    const { path } = plain.images[0]!;
    await ignore(stocked.imageIds.get(path)!, () => true);
    const { id } = await ask(app, 'versions.freeze', {
      productId: stocked.productId,
      note: '',
      by: 'Ada',
    });
    const report = await evaluate(id);
    expect(report.rejected).toEqual([
      { path, reason: expect.stringContaining('ignored as a whole') as string },
    ]);
  });
});
