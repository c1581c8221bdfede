/** Why this file exists: from a folder of pictures to a model, a report and inspected images. */
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { scanDataset } from '../../../src/main/dataset/scan.ts';
import { tf } from '../../../src/main/engine/tf.ts';
import { evaluateModel } from '../../../src/main/services/evaluate-model.ts';
import { inspectImages } from '../../../src/main/services/inspect-images.ts';
import { openModel } from '../../../src/main/services/open-model.ts';
import { mapRangeOf } from '../../../src/shared/map-range.ts';
import { trainModel, type TrainResult } from '../../../src/main/services/train-model.ts';
import { ReportSchema, type Report } from '../../../src/shared/report.ts';
import type { Progress } from '../../../src/shared/progress.ts';
import { THETAS } from '../../../src/shared/scales.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { readMultiScale } from '../models/support.ts';
import { quiet, sampleIn, smallTraining } from './support.ts';

const folder = temporaryFolder();
const model = join(folder, 'my model');
const out = join(folder, 'report');
let data: string;
let trained: TrainResult;
let report: Report;
const steps = new Set<string>();
const notices: string[] = [];

beforeAll(async () => {
  data = await sampleIn(join(folder, 'plates ü'));
  const onProgress = ({ step }: Progress) => steps.add(step);
  const notice = (sentence: string) => notices.push(sentence);
  trained = await trainModel(smallTraining(data, model), quiet({ onProgress }), notice);
  const request = { model, data, out, maps: true };
  report = await evaluateModel(request, onProgress, quiet().signal, notice);
});

describe('trainModel', () => {
  it('describes what it made, from what, and how', () => {
    const { manifest } = trained;
    expect(manifest).toMatchObject({
      name: 'my model',
      recipe: 'frozen',
      seed: 0,
      preprocessing: { size: 128 },
      backbone: { name: 'none' },
      dataset: { name: 'plates ü', trainImages: 6 },
      training: { steps: { 64: 0, 32: 0, 16: 0 } },
    });
    expect(manifest.goodImages.map(({ path }) => path)).toEqual(
      [0, 1, 2, 3, 4, 5].map((n) => `train/good/00${n}.png`),
    );
    expect(manifest.goodScores).toHaveLength(6);
    expect(manifest.thresholds.image).toBeGreaterThan(0);
    expect(notices.join()).toMatch(/without a backbone/);
  });

  it('keeps within the budget it was given', () => {
    const { manifest } = trained;
    if (manifest.method !== 'multi-scale-patch') throw new TypeError(manifest.method);
    const bytes = THETAS.reduce((sum, theta) => {
      const { vectors, dim } = manifest.banks[theta];
      return sum + vectors * dim * 4;
    }, 0);
    expect(bytes).toBeLessThanOrEqual(1e6);
    expect(bytes).toBeGreaterThan(0.99e6);
  });

  it('leaves the model and nothing else', async () => {
    expect((await readdir(folder)).sort()).toEqual(['my model', 'plates ü', 'report']);
    expect((await readdir(model)).sort()).toEqual([
      'banks.safetensors',
      'curves.json',
      'encoders.safetensors',
      'good',
      'manifest.json',
    ]);
    expect(await readdir(join(model, 'good'))).toHaveLength(6);
  });

  it('shows its long steps', () => {
    for (const step of ['Choosing the normal patches to keep', 'Measuring how good parts score']) {
      expect(steps).toContain(step);
    }
  });

  it('gives the same banks and scores for the same seed, and other banks for another', async () => {
    const again = join(folder, 'again.loupe');
    const other = join(folder, 'other.loupe');
    const { manifest } = await trainModel(smallTraining(data, again), quiet(), () => {});
    await trainModel(smallTraining(data, other, { seed: 1 }), quiet(), () => {});
    const [one, two, three] = [
      await readMultiScale(model),
      await readMultiScale(again),
      await readMultiScale(other),
    ];
    expect(two.banks).toEqual(one.banks);
    expect(manifest.goodScores).toEqual(trained.manifest.goodScores);
    expect(manifest.thresholds).toEqual(trained.manifest.thresholds);
    expect(three.banks[32].vectors).not.toEqual(one.banks[32].vectors);
  });

  it('gives its tensors back', async () => {
    const before = tf.memory().numTensors;
    await trainModel(smallTraining(data, join(folder, 'tensors')), quiet(), () => {});
    expect(tf.memory().numTensors).toBe(before);
  });

  it('stops where it is told to, leaves no model, and gives its tensors back', async () => {
    const before = tf.memory().numTensors;
    const stop = new AbortController();
    const onProgress = ({ step, done }: Progress) => {
      if (step.startsWith('Choosing the normal') && done === 2) stop.abort();
    };
    const path = join(folder, 'stopped');
    const control = quiet({ signal: stop.signal, onProgress });
    await expect(trainModel(smallTraining(data, path), control, () => {})).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(await readdir(folder)).not.toContain('stopped');
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('evaluateModel', () => {
  it('writes a report that holds together', async () => {
    const written = ReportSchema.parse(
      JSON.parse(await readFile(join(out, 'report.json'), 'utf8')),
    );
    expect(written).toEqual(report);
    expect(report.images).toHaveLength(10);
    expect(report.model).toMatchObject({ id: trained.manifest.id, name: 'my model' });
    expect(report.inputSize).toBe(128);
    expect(report.mapRange).toEqual(mapRangeOf(trained.manifest));
    for (const metric of [report.imageAuroc, report.pixelAuroc, report.auPro]) {
      expect(metric).toBeGreaterThanOrEqual(0);
      expect(metric).toBeLessThanOrEqual(1);
    }
    // Even random weights find most of where these defects are.
    expect(report.pixelAuroc).toBeGreaterThan(0.6);
  });

  it('leaves one map for each test image', async () => {
    for (const { map } of report.images) {
      const bytes = await readFile(join(out, map ?? ''));
      expect(bytes.length).toBeGreaterThan(128 * 128 * 4);
    }
  });

  it('gives its tensors back', async () => {
    const before = tf.memory().numTensors;
    const request = { model, data, out: join(folder, 'tensors report'), maps: false };
    await evaluateModel(
      request,
      () => {},
      quiet().signal,
      () => {},
    );
    expect(tf.memory().numTensors).toBe(before);
  });

  it('evaluates a model that was moved into one file alike', async () => {
    const request = {
      model: join(folder, 'again.loupe'),
      data,
      out: join(folder, 'r2'),
      maps: false,
    };
    const again = await evaluateModel(
      request,
      () => {},
      quiet().signal,
      () => {},
    );
    expect(again.images.map(({ score }) => score)).toEqual(report.images.map(({ score }) => score));
  });
});

describe('inspectImages', () => {
  const inspected = join(folder, 'inspected');

  it('scores an image as the evaluation did, and says what it is by the threshold', async () => {
    const { images } = await scanDataset(data);
    const tests = images.filter(({ split }) => split === 'test');
    const before = tf.memory().numTensors;
    const result = await inspectImages(
      { model, images: tests.map(({ path }) => join(data, path)), out: inspected, minArea: 16 },
      () => {},
      quiet().signal,
    );
    expect(tf.memory().numTensors).toBe(before);
    expect(result.rejected).toEqual([]);
    expect(result.images.map(({ score }) => score)).toEqual(
      report.images.map(({ score }) => score),
    );
    const { image: threshold, pixel } = trained.manifest.thresholds;
    for (const { score, verdict, regions, thresholdSource } of result.images) {
      expect(verdict).toBe(score >= threshold ? 'NG' : 'OK');
      expect(thresholdSource).toBe('good-only');
      for (const { box, peak, area, nearestGood } of regions) {
        expect(peak.score).toBeGreaterThanOrEqual(pixel);
        expect(peak.x).toBeGreaterThanOrEqual(box.x);
        expect(peak.x).toBeLessThan(box.x + box.width);
        expect(peak.y).toBeGreaterThanOrEqual(box.y);
        expect(peak.y).toBeLessThan(box.y + box.height);
        expect(area).toBeLessThanOrEqual(box.width * box.height);
        expect(nearestGood.map(({ theta }) => theta)).toEqual(THETAS);
        for (const { goodImage } of nearestGood) expect(goodImage).toMatch(/^train\/good\//);
      }
    }
    expect(result.images.some(({ regions }) => regions.length > 0)).toBe(true);
    // Every overlay, map and result has a file of its own, and there is the list of all.
    const files = await readdir(inspected);
    expect(files).toHaveLength(3 * tests.length + 1);
    for (const { overlay, map } of result.images) {
      expect(files).toContain(overlay);
      expect(files).toContain(map);
      const png = await readFile(join(inspected, overlay));
      expect(png.subarray(1, 4).toString()).toBe('PNG');
    }
  });

  it('says NG from a given threshold on, the threshold itself included', async () => {
    const path = join(data, report.images[0]?.path ?? '');
    const score = report.images[0]?.score ?? NaN;
    const at = async (threshold: number) => {
      const request = { model, images: [path], out: inspected, threshold, minArea: 16 };
      return (await inspectImages(request, () => {}, quiet().signal)).images[0];
    };
    expect(await at(score)).toMatchObject({ verdict: 'NG', thresholdSource: 'given' });
    expect(await at(score * 1.001)).toMatchObject({ verdict: 'OK' });
  });

  it('lists a bad file and inspects the others; names that are alike stay apart', async () => {
    const place = join(folder, 'Bilder mit Lücken');
    const other = join(place, 'other');
    await mkdir(other, { recursive: true });
    const source = join(data, report.images[0]?.path ?? '');
    const good = [join(place, 'teil 1.png'), join(other, 'teil 1.png')];
    for (const path of good) await copyFile(source, path);
    const bad = join(place, 'text.png');
    await writeFile(bad, 'no picture');
    const target = join(folder, 'mixed');
    const request = { model, images: [good[0]!, bad, good[1]!], out: target, minArea: 16 };
    const result = await inspectImages(request, () => {}, quiet().signal);
    expect(result.images.map(({ path }) => path)).toEqual(good);
    expect(result.images[0]?.score).toBe(result.images[1]?.score);
    expect(result.rejected).toMatchObject([{ path: bad }]);
    expect(result.rejected[0]?.reason).not.toBe('');
    const files = await readdir(target);
    expect(new Set(files).size).toBe(7);
  });

  it('fails when not one image could be read, naming the first', async () => {
    const bad = join(folder, 'bad.png');
    await writeFile(bad, 'no picture');
    const request = { model, images: [bad], out: join(folder, 'none'), minArea: 16 };
    await expect(inspectImages(request, () => {}, quiet().signal)).rejects.toMatchObject({
      code: 'bad-data',
      message: expect.stringContaining(basename(bad)) as string,
    });
  });
});

describe('openModel', () => {
  it('says what is wrong with a model before anything is computed', async () => {
    await expect(openModel(join(folder, 'no model'))).rejects.toMatchObject({ code: 'not-found' });
    await expect(openModel(data)).rejects.toMatchObject({ code: 'bad-model' });
  });
});
