/** Why this file exists: holds that an embedding view is of this model, these images and this seed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { tf } from '../../../src/main/engine/tf.ts';
import { readModel, writeModel } from '../../../src/main/models/model-store.ts';
import { trainModel } from '../../../src/main/services/train-model.ts';
import {
  makeEmbeddingView,
  type EmbedRequest,
} from '../../../src/main/study/embedding/make-view.ts';
import { EmbeddingViewSchema } from '../../../src/shared/embedding-view.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { quiet, sampleIn, smallTraining } from '../services/support.ts';
import { installMadeUpBackbone } from './support.ts';

const folder = temporaryFolder();
const model = join(folder, 'model');
let data: string;

beforeAll(async () => {
  data = await sampleIn(join(folder, 'plates'), 6, 10);
  await trainModel(smallTraining(data, model), quiet(), () => {});
});

/** The model as if training had changed its encoder of 16 px patches alone. */
async function modelWithChangedEnc16(out: string): Promise<string> {
  const read = await readModel(model);
  if (!('encoders' in read)) throw new Error('a model of another method was trained');
  const { encoders, banks, manifest } = read;
  const changed = encoders[16].map((layer) => ({
    ...layer,
    kernel: layer.kernel.map((value, index) => value * (index % 3 === 0 ? 0.5 : 1)),
  }));
  await writeModel(out, { encoders: { ...encoders, 16: changed }, banks, manifest }, new Map());
  return out;
}

const request = (out: string, changes: Partial<EmbedRequest> = {}): EmbedRequest => ({
  model,
  data,
  out: join(folder, out),
  seed: 0,
  patches: 60,
  images: 8,
  ...changes,
});

describe('makeEmbeddingView', () => {
  it('shows patches of every scale, and no second row for a model that trained nothing', async () => {
    const tensors = tf.memory().numTensors;
    const { view, files } = await makeEmbeddingView(request('first'), quiet());
    expect(view.scales.map(({ theta }) => theta)).toEqual([64, 32, 16]);
    for (const { patches, before, after } of view.scales) {
      expect(before.points).toHaveLength(patches.length);
      expect(after).toBeNull();
      expect(patches.some(({ isDefective }) => isDefective)).toBe(true);
      expect(patches.some(({ isDefective }) => !isDefective)).toBe(true);
      expect(before.separation).toBeGreaterThanOrEqual(0);
    }
    expect(EmbeddingViewSchema.parse(JSON.parse(readFileSync(files.json, 'utf8')))).toEqual(view);
    expect((await sharp(files.png).metadata()).format).toBe('png');
    expect(readFileSync(files.svg, 'utf8')).toContain('theta = 16');
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('is the same for the same seed and another for another', async () => {
    const points = async (out: string, seed: number) =>
      (await makeEmbeddingView(request(out, { seed }), quiet())).view.scales;
    const first = await points('a', 5);
    expect(await points('b', 5)).toEqual(first);
    expect(await points('c', 6)).not.toEqual(first);
  });

  it('shows a trained encoder before and after, and one that was not only before', async () => {
    const trained = await modelWithChangedEnc16(join(folder, 'trained'));
    const { view } = await makeEmbeddingView(request('of trained', { model: trained }), quiet());
    const [large, middle, small] = view.scales;
    expect([large?.after, middle?.after]).toEqual([null, null]);
    expect(small?.after?.points).toHaveLength(small?.patches.length ?? 0);
    expect(small?.after?.points).not.toEqual(small?.before.points);
  });

  it('refuses a model that started from other weights than the installed ones', async () => {
    await installMadeUpBackbone(join(folder, 'home'), 1);
    const started = join(folder, 'installed');
    await trainModel(smallTraining(data, started, { backbone: 'installed' }), quiet(), () => {});
    await installMadeUpBackbone(join(folder, 'home'), 2);
    await expect(
      makeEmbeddingView(request('refused', { model: started }), quiet()),
    ).rejects.toMatchObject({ code: 'bad-backbone' });
  });

  it('says when there are no test images', async () => {
    const good = join(data, 'train', 'good');
    await expect(makeEmbeddingView(request('none', { data: good }), quiet())).rejects.toMatchObject(
      {
        code: 'bad-data',
      },
    );
  });
});
