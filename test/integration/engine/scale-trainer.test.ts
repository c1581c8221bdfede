/** Why this file exists: holds that an encoder trains, repeats itself, and goes on where it stopped. */
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Backbone } from '../../../src/main/backbone/backbone.ts';
import type { Recipe, ScalePlan } from '../../../src/main/engine/recipes.ts';
import { ScaleTrainer, type LossValues } from '../../../src/main/engine/scale-trainer.ts';
import { tf } from '../../../src/main/engine/tf.ts';
import type { Theta } from '../../../src/shared/scales.ts';
import { THETAS } from '../../../src/shared/scales.ts';
import { readCheckpoint, writeCheckpoint } from '../../../src/main/models/checkpoint.ts';
import { loadTensorFlow } from '../../../src/main/runtime/load-backend.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { imagesOf, madeUpBackbone, madeUpImage, relativeDifference } from './support.ts';

const SIZE = 128;
const folder = temporaryFolder();
let backbone: Backbone;

beforeAll(async () => {
  await loadTensorFlow();
  backbone = madeUpBackbone(1);
});

const PATCHES: ScalePlan = {
  steps: 0,
  batch: { kind: 'patches', draws: 8, shareAnchors: true },
  encoderRate: 1e-4,
  classifierRate: 1e-3,
};
const DENSE: ScalePlan = {
  ...PATCHES,
  batch: { kind: 'dense', draws: 32, places: 2, cropSize: 48 },
};

interface Setting {
  theta?: Theta;
  plan?: ScalePlan;
  seed?: number;
  training?: Partial<NonNullable<Recipe['training']>>;
}

function trainerOf({ theta = 16, plan = DENSE, seed = 0, training = {} }: Setting = {}) {
  return new ScaleTrainer({
    theta,
    weights: backbone.layers,
    training: {
      scales: { 64: plan, 32: plan, 16: plan },
      weights: { lambda: 1e-3, ssl: 1, kmeans: 1 },
      clusters: 6,
      clusterSample: 64,
      refreshEvery: 4,
      minimumSpread: 0.4,
      heldOut: 0,
      ...training,
    },
    plan,
    images: imagesOf([1, 2, 3].map((n) => madeUpImage(n, SIZE))),
    trainOn: [0, 2],
    size: SIZE,
    input: backbone.input,
    normalisation: { kind: 'unit' },
    seed,
  });
}

async function steps(trainer: ScaleTrainer, count: number): Promise<LossValues[]> {
  const losses: LossValues[] = [];
  for (let n = 0; n < count; n++) losses.push(await trainer.trainStep());
  return losses;
}

/** All weights of a trainer in one row. */
async function weightsOf(trainer: ScaleTrainer): Promise<number[]> {
  return (await trainer.encoder.weights()).flatMap(({ kernel, bias }) => [...kernel, ...bias]);
}

describe('a training step', () => {
  it.each([
    ['patches', 64, { ...PATCHES, batch: { kind: 'patches', draws: 3, shareAnchors: false } }],
    ['patches', 32, PATCHES],
    ['dense passes', 32, { ...DENSE, batch: { ...DENSE.batch, cropSize: 84 } }],
    ['dense passes', 16, DENSE],
  ] as [string, Theta, ScalePlan][])(
    'on %s at theta %i has losses in their ranges and moves every weight',
    async (_, theta, plan) => {
      const trainer = trainerOf({ theta, plan });
      const [losses] = await steps(trainer, 1);
      expect(trainer.step).toBe(1);
      expect(losses?.svdd).toBeGreaterThan(0);
      expect(losses?.svdd).toBeLessThan(2);
      expect(Math.abs(losses?.cos ?? 9)).toBeLessThanOrEqual(2);
      // An untrained classifier knows nothing, and is not cautious about it: above ln 12.
      expect(losses?.ssl).toBeGreaterThan(1.5);
      expect(losses?.ssl).toBeLessThan(8);
      expect(losses?.kmeans).toBeGreaterThan(0);
      expect(losses?.kmeans).toBeLessThan(2);
      const { svdd = 0, cos = 0, ssl = 0, kmeans = 0 } = losses ?? {};
      expect(losses?.total).toBeCloseTo(1e-3 * (svdd + cos) + ssl + kmeans, 5);
      for (const layer of await trainer.encoder.weights()) {
        const before = backbone.layers.find(({ name }) => name === layer.name);
        expect(layer.kernel).not.toEqual(before?.kernel);
        expect(layer.bias).not.toEqual(before?.bias);
        // Adam's first step moves each weight by its rate at the most.
        const moved = layer.kernel.map((v, i) => Math.abs(v - (before?.kernel[i] ?? 0)));
        expect(moved.reduce((a, b) => Math.max(a, b))).toBeLessThan(1.1 * plan.encoderRate);
      }
      trainer.dispose();
    },
  );

  it('takes smaller crops where those of the plan do not fit the image', async () => {
    const batch = { kind: 'dense', draws: 16, places: 1, cropSize: 196 } as const;
    const trainer = trainerOf({ theta: 64, plan: { ...DENSE, batch } });
    const [losses] = await steps(trainer, 1);
    expect(Number.isFinite(losses?.total)).toBe(true);
    trainer.dispose();
  });

  it('leaves a loss of weight zero out of what is minimised', async () => {
    const trainer = trainerOf({ training: { weights: { lambda: 0, ssl: 0, kmeans: 2 } } });
    const [losses] = await steps(trainer, 1);
    expect(losses?.total).toBeCloseTo(2 * (losses?.kmeans ?? 0), 5);
    trainer.dispose();
  });
});

describe('training', () => {
  it('lowers the losses on a tiny set', async () => {
    const plan = { ...DENSE, encoderRate: 3e-4 };
    const trainer = trainerOf({ plan, training: { refreshEvery: 1000 } });
    const losses = await steps(trainer, 30);
    const mean = (part: LossValues[], of: keyof LossValues) =>
      part.reduce((sum, each) => sum + each[of], 0) / part.length;
    const [early, late] = [losses.slice(0, 5), losses.slice(-5)];
    expect(mean(late, 'total')).toBeLessThan(mean(early, 'total') - 0.1);
    expect(mean(late, 'kmeans')).toBeLessThan(mean(early, 'kmeans'));
    trainer.dispose();
  });

  it('gives the same weights for the same seed and others for another', async () => {
    const run = async (seed: number) => {
      const trainer = trainerOf({ seed });
      const losses = await steps(trainer, 5);
      const weights = await weightsOf(trainer);
      trainer.dispose();
      return { losses, weights };
    };
    const [once, again, other] = [await run(3), await run(3), await run(4)];
    expect(relativeDifference(again.weights, once.weights)).toBeLessThan(1e-5);
    again.losses.forEach(({ total }, n) => expect(total).toBeCloseTo(once.losses[n]!.total, 4));
    expect(other.losses[0]?.total).not.toBeCloseTo(once.losses[0]!.total, 3);
  });

  it('uses only the images it may use', async () => {
    const asked = new Set<number>();
    const trainer = new ScaleTrainer({
      theta: 16,
      weights: backbone.layers,
      training: {
        scales: { 64: DENSE, 32: DENSE, 16: DENSE },
        weights: { lambda: 1e-3, ssl: 1, kmeans: 1 },
        clusters: 4,
        clusterSample: 64,
        refreshEvery: 2,
        minimumSpread: 0.4,
        heldOut: 0,
      },
      plan: DENSE,
      images: {
        count: 9,
        load: async (index) => {
          asked.add(index);
          return madeUpImage(index, SIZE);
        },
      },
      trainOn: [1, 4, 7],
      size: SIZE,
      input: backbone.input,
      normalisation: { kind: 'unit' },
      seed: 0,
    });
    await trainer.spread();
    await steps(trainer, 4);
    trainer.dispose();
    expect([...asked].sort()).toEqual([1, 4, 7]);
  });
});

describe('a training that goes on from its state', () => {
  it('ends where an unbroken one does, centres and both Adams included', async () => {
    const unbroken = trainerOf();
    const expected = await steps(unbroken, 7);
    const first = trainerOf();
    await steps(first, 3);
    const state = await first.state();
    first.dispose();
    const second = trainerOf();
    await second.restore(state, 3);
    expect(second.step).toBe(3);
    const losses = await steps(second, 4);
    losses.forEach(({ total }, n) => expect(total).toBeCloseTo(expected[3 + n]!.total, 4));
    expect(relativeDifference(await weightsOf(second), await weightsOf(unbroken))).toBeLessThan(
      1e-5,
    );
    // Without Adam's moments the weights would be elsewhere.
    const forgetful = trainerOf();
    const weightsAndCentres = [...state].filter(([name]) => !name.startsWith('adam'));
    await forgetful.restore(new Map(weightsAndCentres), 3);
    await steps(forgetful, 4);
    expect(
      relativeDifference(await weightsOf(forgetful), await weightsOf(unbroken)),
    ).toBeGreaterThan(1e-4);
    for (const trainer of [unbroken, second, forgetful]) trainer.dispose();
  });

  it('can take the state from a file', async () => {
    const file = join(folder, 'checkpoint.safetensors');
    const trainer = trainerOf();
    await steps(trainer, 3);
    const best = { weights: await trainer.encoder.weights(), step: 2, value: null };
    const current = { theta: 16 as const, step: 3, state: await trainer.state(), best };
    await writeCheckpoint(file, 'run', { finished: {}, current, curves: [] });
    const found = await readCheckpoint(file, 'run');
    const second = trainerOf();
    await second.restore(found!.current!.state, found!.current!.step);
    await steps(trainer, 2);
    await steps(second, 2);
    expect(relativeDifference(await weightsOf(second), await weightsOf(trainer))).toBeLessThan(
      1e-5,
    );
    trainer.dispose();
    second.dispose();
  });

  it('refuses a state with a part missing, by its name', async () => {
    const trainer = trainerOf();
    await steps(trainer, 1);
    const state = await trainer.state();
    state.delete('classifier/2');
    await expect(trainer.restore(state, 1)).rejects.toThrow('classifier/2');
    trainer.dispose();
  });
});

describe('memory', () => {
  it('does not grow over steps, looks, refreshes, states', async () => {
    const trainer = trainerOf({ training: { refreshEvery: 2 } });
    await steps(trainer, 3);
    await trainer.spread();
    await trainer.state();
    const before = tf.memory().numTensors;
    await steps(trainer, 4);
    await trainer.spread();
    await trainer.state();
    expect(tf.memory().numTensors).toBe(before);
    trainer.dispose();
  });

  it.each(THETAS)(
    'is given back whole at theta %i, after going on from a state too',
    async (theta) => {
      const batch = { kind: 'patches', draws: 2, shareAnchors: true } as const;
      const setting = { theta, plan: { ...PATCHES, batch } };
      const first = trainerOf(setting);
      await steps(first, 1);
      const state = await first.state();
      first.dispose();
      const before = tf.memory().numTensors;
      const second = trainerOf(setting);
      await second.restore(state, 1);
      await steps(second, 1);
      second.dispose();
      expect(tf.memory().numTensors).toBe(before);
    },
  );
});
