/**
 * Why this file exists: a model of any method is trained, kept, evaluated and inspected like the
 * paper's own, from the same requests.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { tf } from '../../../src/main/engine/tf.ts';
import { readModel } from '../../../src/main/models/model-store.ts';
import { evaluateModel } from '../../../src/main/services/evaluate-model.ts';
import { inspectImages } from '../../../src/main/services/inspect-images.ts';
import { openModel } from '../../../src/main/services/open-model.ts';
import { trainModel } from '../../../src/main/services/train-model.ts';
import { RIVALS, type ModelManifest } from '../../../src/shared/manifest.ts';
import type { Progress } from '../../../src/shared/progress.ts';
import { ReportSchema } from '../../../src/shared/report.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { loupe, quiet, sampleIn, SMALL_FLAGS, smallTraining } from '../services/support.ts';

const folder = temporaryFolder();
let data: string;
const silent = () => {};

beforeAll(async () => {
  data = await sampleIn(join(folder, 'plates'));
});

describe.each(RIVALS)('%s', (method) => {
  const model = join(folder, method);
  let manifest: ModelManifest;

  beforeAll(async () => {
    const before = tf.memory().numTensors;
    ({ manifest } = await trainModel(smallTraining(data, model, request(method)), quiet(), silent));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('is a model that says what it is and how it was made', async () => {
    expect(manifest).toMatchObject({
      name: method,
      method,
      recipe: method,
      seed: 0,
      dataset: { name: 'plates', trainImages: 6 },
      goodMap: { heldOut: true },
      training: { steps: 0 },
    });
    expect(manifest.goodScores).toHaveLength(6);
    expect(manifest.thresholds.image).toBeGreaterThan(0);
    expect(manifest.thresholds.pixel).toBeGreaterThan(0);
    expect(Object.keys(manifest.recipeParameters).length).toBeGreaterThan(3);
    expect((await readdir(model)).sort()).toEqual([
      'curves.json',
      'good',
      'manifest.json',
      'tensors.safetensors',
    ]);
    expect((await readModel(model)).manifest).toEqual(manifest);
  });

  it('evaluates to a report without scales, and inspects by the same scores', async () => {
    const out = join(folder, `${method} report`);
    const { signal, onProgress } = quiet();
    const asked = { model, data, out, maps: true };
    const report = await evaluateModel(asked, onProgress, signal, silent);
    const written: unknown = JSON.parse(await readFile(join(out, 'report.json'), 'utf8'));
    expect(ReportSchema.parse(written)).toEqual(report);
    expect(report.model).toMatchObject({ id: manifest.id, recipe: method });
    expect(report.perScale).toBeNull();
    expect(report.images).toHaveLength(10);

    const { path, score } = report.images.at(-1)!;
    const seen = await inspectImages(
      {
        model,
        images: [join(data, path)],
        out: join(folder, `${method} inspected`),
        threshold: score,
        minArea: 1,
      },
      onProgress,
      signal,
    );
    expect(seen.images[0]).toMatchObject({ score, scaleScores: null, verdict: 'NG' });
    for (const region of seen.images[0]!.regions) expect(region.nearestGood).toEqual([]);
  });

  it('is refused when its tensors are not those it was written with', async () => {
    const damaged = join(folder, `${method} damaged`);
    await trainModel(smallTraining(data, damaged, request(method)), quiet(), silent);
    const file = join(damaged, 'tensors.safetensors');
    const bytes = await readFile(file);
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(file, bytes);
    await expect(openModel(damaged)).rejects.toMatchObject({
      code: 'bad-model',
      message: expect.stringContaining('tensors.safetensors') as string,
    });
  });
});

describe('a training by another method', () => {
  it.each([
    [{ resume: true }, '--resume'],
    [{ normalise: 'soft' as const }, '--normalise soft'],
  ])('refuses what only the paper has: %o', async (changes, named) => {
    const place = join(folder, 'refused');
    const asked = smallTraining(data, place, { ...request('padim'), ...changes });
    await expect(trainModel(asked, quiet(), silent)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining(named) as string,
    });
    expect(await readdir(folder)).not.toContain('refused');
  });

  it('leaves nothing when it is stopped, and does not speak of checkpoints', async () => {
    const before = tf.memory().numTensors;
    const stop = new AbortController();
    const onProgress = ({ step, done }: Progress) => {
      if (step === 'Fitting Gaussians' && done === 2) stop.abort();
    };
    const asked = smallTraining(data, join(folder, 'stopped'), request('padim'));
    const control = quiet({ signal: stop.signal, onProgress });
    await expect(trainModel(asked, control, silent)).rejects.toMatchObject({
      code: 'cancelled',
      nextStep: expect.stringContaining('keeps no checkpoint') as string,
    });
    expect(await readdir(folder)).not.toContain('stopped');
    expect(tf.memory().numTensors).toBe(before);
  });

  it('is one option of the command line', async () => {
    const place = join(folder, 'by command');
    const flags = ['--data', data, '--out', place, '--method', 'spade', ...SMALL_FLAGS];
    const { ended, out } = await loupe('train', ...flags);
    expect(ended).toBe(0);
    expect(out).toMatch(/^Recipe +spade, /m);
    expect((await readModel(place)).manifest.method).toBe('spade');
  });
});

function request(method: (typeof RIVALS)[number]) {
  return { method, normalise: 'auto' as const };
}
