/** Why this file exists: from a frozen version to a registered model and its results, by the contract. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WorkingApplication } from '../../../src/main/application.ts';
import { imageMetrics } from '../../../src/main/evaluation/image-metrics.ts';
import { evaluateModel } from '../../../src/main/services/evaluate-model.ts';
import { trainModel } from '../../../src/main/services/train-model.ts';
import type { Run } from '../../../src/shared/entities/run.ts';
import type { ApplicationEvent } from '../../../src/main/handlers/context.ts';
import {
  goodImagePath,
  MAP_HEIGHT_HEADER,
  MAP_LAYERS,
  MAP_WIDTH_HEADER,
  resultMapPath,
  type MapLayer,
} from '../../../src/shared/media.ts';
import { THETAS } from '../../../src/shared/scales.ts';
import { imageScore } from '../../../src/main/engine/maps.ts';
import type { Report } from '../../../src/shared/report.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { quiet, sampleIn, smallTraining } from '../services/support.ts';
import { application, ask, closeAll, done, smallTrain, stock, type Stocked } from './support.ts';

const folder = temporaryFolder();
const home = join(folder, 'home ü');
const events: ApplicationEvent[] = [];
let data: string;
let stocked: Stocked;
let app: WorkingApplication;
let trained: Run;
let evaluated: Run;
let modelId: number;
let report: Report;

beforeAll(async () => {
  data = await sampleIn(join(folder, 'plates'));
  stocked = await stock(home, data);
  app = application(home);
  app.onEvent((event) => events.push(event));
  trained = await done(app, smallTrain(stocked.versionId));
  ({ modelId } = trained.outcome as { modelId: number });
  evaluated = await done(app, {
    kind: 'evaluate',
    modelId,
    versionId: stocked.versionId,
    splits: ['calibrate', 'test'],
    maps: true,
    by: 'Ada',
  });
  const { reportId } = evaluated.outcome as { reportId: string };
  report = await ask(app, 'reports.get', { id: reportId });
});
afterAll(closeAll);

describe('a training', () => {
  it('ends with a registered draft whose files lie in their place', async () => {
    expect(trained).toMatchObject({ state: 'finished', failure: null, attempts: 1 });
    const { model, missing } = await ask(app, 'models.get', { modelId });
    expect(model).toMatchObject({
      name: 'First',
      state: 'draft',
      versionId: stocked.versionId,
      runId: trained.id,
      path: join(home, 'models', model.contentId),
    });
    expect(missing).toBe(false);
  });

  it('leaves nothing in the work folder', async () => {
    await expect.poll(() => readdirSync(join(home, 'work'))).toEqual([]);
  });

  it('learns what the command line learns from the same folder', async () => {
    const out = join(folder, 'by command');
    const { manifest } = await trainModel(
      smallTraining(data, out, { normalise: 'auto' }),
      quiet(),
      () => {},
    );
    const { manifest: stored } = await ask(app, 'models.get', { modelId });
    expect(stored).toMatchObject({
      goodScores: manifest.goodScores,
      thresholds: { ...manifest.thresholds },
    });
  });

  it('tells its progress and every state', () => {
    const ofTraining = events.flatMap(({ name, payload }) =>
      name === 'jobs.changed' && payload.runId === trained.id ? [payload] : [],
    );
    expect(ofTraining.map(({ state }) => state)).toContain('queued');
    expect(ofTraining.at(-1)?.state).toBe('finished');
    expect(ofTraining.some(({ progress }) => (progress?.total ?? 0) > 0)).toBe(true);
  });

  it('shows the process that computes, and where', async () => {
    const status = await ask(app, 'system.status', {});
    expect(status.compute.state).toBe('ready');
    expect(status.compute.memoryMb).toBeGreaterThan(50);
    expect(status.device?.label).toBeTruthy();
  });
});

describe('an evaluation', () => {
  it('keeps a result for every image of its splits, and figures of the test images', async () => {
    expect(evaluated).toMatchObject({ state: 'finished', outcome: { images: 10 } });
    const columns = await ask(app, 'results.columns', {
      modelId,
      versionId: stocked.versionId,
      splits: ['calibrate', 'test'],
    });
    expect(columns.scores).toHaveLength(10);
    expect(new Set(columns.splits)).toEqual(new Set(['calibrate', 'test']));
    expect(report.images).toHaveLength(columns.splits.filter((split) => split === 'test').length);
    const { evaluations } = await ask(app, 'models.get', { modelId });
    expect(evaluations).toHaveLength(1);
    expect(evaluations[0]?.metrics['imageAuroc']).toBe(report.imageAuroc);
  });

  it('stores raw scores from which the figures follow with the same digits', async () => {
    const { scores, labels, defectClassIds } = await ask(app, 'results.columns', {
      modelId,
      versionId: stocked.versionId,
      splits: ['test'],
    });
    const images = scores.map((score, i) => ({
      ...report.images[0]!,
      score,
      scaleScores: null,
      label: labels[i] === 'ok' ? 'good' : `class ${defectClassIds[i]}`,
    }));
    const { imageAuroc, maxF1, threshold, confusion } = imageMetrics(images, []);
    expect({ imageAuroc, maxF1, threshold, confusion }).toEqual({
      imageAuroc: report.imageAuroc,
      maxF1: report.maxF1,
      threshold: report.threshold,
      confusion: report.confusion,
    });
  });

  it('gives each image the score that the command line gives it', async () => {
    const { model } = await ask(app, 'models.get', { modelId });
    const out = join(folder, 'by command report');
    const byCommand = await evaluateModel(
      { model: model.path, data, out, maps: false },
      () => {},
      quiet().signal,
      () => {},
    );
    for (const { path, score, label } of report.images) {
      expect(byCommand.images.find((image) => image.path === path)).toMatchObject({ score, label });
    }
  });

  it('leaves its maps with the report', () => {
    for (const { map, file } of report.images) {
      expect(existsSync(join(home, 'reports', report.id, map ?? ''))).toBe(true);
      expect(existsSync(file ?? '')).toBe(true);
    }
  });
});

describe('an image that somebody looks at', () => {
  const imageOf = (path: string) => stocked.imageIds.get(path) ?? 0;
  const map = async (imageId: number, layer: MapLayer) =>
    (await app.media.find(resultMapPath(modelId, imageId, layer))).load();

  it('gets its result and its four maps, once', async () => {
    const imageId = imageOf('train/good/000.png');
    await expect(map(imageId, '32')).rejects.toMatchObject({ code: 'not-found' });
    const [result, same] = await Promise.all([
      ask(app, 'results.ensure', { modelId, imageId }),
      ask(app, 'results.ensure', { modelId, imageId }),
    ]);
    expect(same).toEqual(result);
    expect(result).toMatchObject({ modelId, imageId });
    const layers = await Promise.all(MAP_LAYERS.map((layer) => map(imageId, layer)));
    const [sum, ...scales] = layers.map(({ bytes, headers }) => {
      expect(headers).toEqual({ [MAP_WIDTH_HEADER]: '128', [MAP_HEIGHT_HEADER]: '128' });
      return new Float32Array(bytes.slice().buffer);
    });
    expect(sum).toHaveLength(128 * 128);
    for (let i = 0; i < 128 * 128; i += 97) {
      // Eq. 8; the frozen recipe weighs the scales alike.
      expect(sum?.[i]).toBeCloseTo(
        scales.reduce((total, scale) => total + (scale[i] ?? 0), 0),
        4,
      );
    }
    expect(imageScore(sum!, 128)).toBe(result.score);
  });

  it('shows the map that its report keeps, until it has all four', async () => {
    const { path } = report.images[0]!;
    const imageId = imageOf(path);
    const before = await map(imageId, 'sum');
    await expect(map(imageId, '16')).rejects.toMatchObject({ code: 'not-found' });
    const { score } = await ask(app, 'results.ensure', { modelId, imageId });
    expect(score).toBe(report.images[0]?.score);
    expect((await map(imageId, 'sum')).bytes.length).toBe(before.bytes.length);
    await map(imageId, '16');
  });

  it('says with which good patches a place was compared, and shows the good images', async () => {
    const { path, width } = report.images.at(-1)!;
    const found = await ask(app, 'results.nearest', {
      modelId,
      imageId: imageOf(path),
      x: width - 1,
      y: 0,
    });
    expect(found.map(({ theta }) => theta)).toEqual(THETAS);
    for (const { patch, good, distance } of found) {
      expect(distance).toBeGreaterThanOrEqual(0);
      expect(patch.x + patch.width).toBeLessThanOrEqual(width);
      expect(good.path).toMatch(/^train\/good\//);
      for (const share of [good.patch.x, good.patch.y]) expect(share).toBeGreaterThanOrEqual(0);
      expect(good.patch.x + good.patch.width).toBeLessThanOrEqual(1);
      const { bytes } = await (await app.media.find(goodImagePath(modelId, good.index))).load();
      expect(Buffer.from(bytes.subarray(8, 12)).toString()).toBe('WEBP');
    }
    await expect(
      ask(app, 'results.nearest', { modelId, imageId: imageOf(path), x: width, y: 0 }),
    ).rejects.toMatchObject({ code: 'usage' });
    await expect(app.media.find(goodImagePath(modelId, 99))).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('a plan', () => {
  it('knows the bank by arithmetic, and times only once a training was measured', async () => {
    const options = { versionId: stocked.versionId, size: 128, bankMb: 1, seed: 0 };
    const plan = await ask(app, 'training.plan', { ...options, recipe: 'frozen' });
    expect(plan).toMatchObject({
      goodImages: 6,
      warnings: [/./, /backbone/].map((p) => expect.stringMatching(p) as string),
    });
    expect(plan.seconds).toBeGreaterThan(0);
    expect(plan.msPerImage).toBeGreaterThan(0);
    expect(plan.bankMb).toBeLessThanOrEqual(1);
    const { manifest } = await ask(app, 'models.get', { modelId });
    const { banks } = manifest as { banks: Record<'16' | '32' | '64', { vectors: number }> };
    expect(plan.bankVectors).toEqual({
      16: banks[16].vectors,
      32: banks[32].vectors,
      64: banks[64].vectors,
    });
    const paper = await ask(app, 'training.plan', { ...options, recipe: 'paper' });
    expect(paper.seconds).toBeNull();
  });
});

describe('a backup', () => {
  it('is a job like the others', async () => {
    const run = await done(app, { kind: 'backup', what: 'catalog', file: null, by: 'Ada' });
    expect(run.state).toBe('finished');
    expect(existsSync((run.outcome as { path: string }).path)).toBe(true);
  });
});
