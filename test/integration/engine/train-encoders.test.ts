/** Why this file exists: holds the training of all scales: best step, collapse, stop and resume. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Backbone } from '../../../src/main/backbone/backbone.ts';
import { Encoder, type ConvWeights } from '../../../src/main/engine/encoder.ts';
import type { Recipe, ScalePlan } from '../../../src/main/engine/recipes.ts';
import { tf } from '../../../src/main/engine/tf.ts';
import {
  trainEncoders,
  type TrainEncodersOptions,
  type TrainingCheckpoint,
} from '../../../src/main/engine/train-encoders.ts';
import { loadTensorFlow } from '../../../src/main/runtime/load-backend.ts';
import type { Progress } from '../../../src/shared/progress.ts';
import {
  imagesOf,
  madeUpBackbone,
  madeUpImage,
  quietControl,
  relativeDifference,
} from './support.ts';

const SIZE = 128;
let backbone: Backbone;

beforeAll(async () => {
  await loadTensorFlow();
  backbone = madeUpBackbone(1);
});

const plan = (steps: number, draws: number): ScalePlan => ({
  steps,
  batch: { kind: 'patches', draws, shareAnchors: true },
  encoderRate: 1e-4,
  classifierRate: 1e-3,
});

type Training = NonNullable<Recipe['training']>;

/** A recipe that trains for seconds. */
function recipeOf(scales: Training['scales'], changes: Partial<Training> = {}): Recipe {
  return {
    name: 'quick',
    training: {
      scales,
      weights: { lambda: 1e-3, ssl: 1, kmeans: 1 },
      clusters: 4,
      clusterSample: 32,
      refreshEvery: 3,
      minimumSpread: 0.1,
      heldOut: 0,
      ...changes,
    },
    strides: { 64: 8, 32: 4, 16: 4 },
    selfValidate: false,
    localScale: false,
  };
}

/** Only theta 16 trains, for `steps`; the others are finished. */
const SMALL = plan(1, 2);
const only16 = (steps: number, changes: Partial<Training> = {}, of = plan(steps, 6)) =>
  recipeOf({ 64: SMALL, 32: SMALL, 16: of }, changes);
const othersFinished = (): TrainingCheckpoint => ({
  finished: {
    64: { weights: [...backbone.layers], steps: 1 },
    32: { weights: [...backbone.layers], steps: 1 },
  },
  current: null,
  curves: [],
});

function train(
  changes: Partial<TrainEncodersOptions> & Pick<TrainEncodersOptions, 'recipe'>,
  control = quietControl(),
) {
  return trainEncoders(
    {
      backbone: backbone.layers,
      images: imagesOf([1, 2].map((n) => madeUpImage(n, SIZE))),
      trainOn: [0, 1],
      size: SIZE,
      input: backbone.input,
      normalisation: { kind: 'unit' },
      seed: 0,
      resumeFrom: null,
      judge: null,
      save: async () => {},
      ...changes,
    },
    control,
  );
}

const flat = (weights: readonly ConvWeights[]) =>
  weights.flatMap(({ kernel, bias }) => [...kernel, ...bias]);

/** The very same weights; says how far apart they are instead of listing a million numbers. */
function expectSame(weights: readonly number[], expected: readonly number[]): void {
  expect(relativeDifference(weights, expected)).toBe(0);
}

/** The backbone's own first four layers, as Enc16 has them. */
const untouched = () => flat(backbone.layers.slice(0, 4));

describe('trainEncoders', () => {
  it('trains all three scales, with curves, progress and a checkpoint after each', async () => {
    const saved: TrainingCheckpoint[] = [];
    const shown: Progress[] = [];
    const before = tf.memory().numTensors;
    const trained = await train(
      {
        recipe: recipeOf({ 64: plan(1, 2), 32: plan(2, 2), 16: plan(3, 4) }),
        save: async (checkpoint) => void saved.push(structuredClone(checkpoint)),
      },
      quietControl({ onProgress: (progress) => shown.push(progress) }),
    );
    expect(trained.steps).toEqual({ 64: 1, 32: 2, 16: 3 });
    expect(trained.curves.map(({ theta, step }) => `${theta}/${step}`)).toEqual([
      '64/1',
      '32/1',
      '32/2',
      '16/1',
      '16/2',
      '16/3',
    ]);
    for (const theta of [64, 32, 16] as const) {
      // The weights are those of an encoder of this scale.
      Encoder.create(theta, trained.weights[theta]).dispose();
    }
    expect(saved.map(({ finished }) => Object.keys(finished).length)).toEqual([1, 2, 3]);
    expect(saved.every(({ current }) => current === null)).toBe(true);
    expect(shown.at(-1)).toMatchObject({ done: 6, total: 6, unit: 'steps' });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses a recipe that trains nothing', async () => {
    await expect(train({ recipe: { ...only16(1), training: null } })).rejects.toThrow(
      /trains nothing/,
    );
  });
});

describe('the weights that are kept', () => {
  it('are those of the step that is judged best, though training went on', async () => {
    const values = [0.5, 0.9, 0.7, 0.6, 0.8];
    const seen: number[][] = [];
    const trained = await train({
      recipe: only16(20),
      resumeFrom: othersFinished(),
      judge: async (theta, encoder) => {
        expect(theta).toBe(16);
        seen.push(flat(await encoder.weights()));
        return values[seen.length - 1] ?? 0;
      },
    });
    expect(seen).toHaveLength(5);
    expect(trained.steps[16]).toBe(5);
    expectSame(flat(trained.weights[16]), seen[1] ?? []);
    expect(trained.curves.filter((point) => point.heldOut !== null)).toHaveLength(4);
  });

  it('stay as they were where no step is better', async () => {
    const trained = await train({
      recipe: only16(5),
      resumeFrom: othersFinished(),
      judge: async () => 0.5,
    });
    expect(trained.steps[16]).toBe(0);
    expectSame(flat(trained.weights[16]), untouched());
  });

  it('are those before a collapse, which ends the training of the scale', async () => {
    // L_Kmeans alone, with one centre and a high rate, pulls everything to a point.
    const collapsing = { ...plan(30, 8), encoderRate: 3e-3 };
    const changes = {
      weights: { lambda: 0, ssl: 0, kmeans: 1 },
      clusters: 2,
      minimumSpread: 0.6,
      refreshEvery: 1000,
    };
    const trained = await train({
      recipe: only16(30, changes, collapsing),
      resumeFrom: othersFinished(),
    });
    const spreads = trained.curves.map(({ meanDistance }) => meanDistance);
    const last = trained.curves.at(-1);
    expect(last?.step).toBeLessThan(30);
    expect(trained.steps[16]).toBe((last?.step ?? 0) - 1);
    // Only the last look was below the limit.
    for (const spread of spreads.slice(0, -1)) expect(spread).toBeGreaterThan(spreads.at(-1) ?? 9);
  });

  it('are the first ones when the very first look finds a collapse', async () => {
    const trained = await train({
      recipe: only16(4, { minimumSpread: 5 }),
      resumeFrom: othersFinished(),
    });
    expect(trained.curves).toHaveLength(1);
    expect(trained.steps[16]).toBe(0);
    expectSame(flat(trained.weights[16]), untouched());
  });
});

describe('a training that is stopped', () => {
  /** Stops after `steps` steps, as said; gives the checkpoint that was left. */
  async function stopped(recipe: Recipe, steps: number, when: 'during a step' | 'between steps') {
    const saved: TrainingCheckpoint[] = [];
    const stop = new AbortController();
    const control = quietControl({
      signal: stop.signal,
      onProgress: ({ done }) => {
        if (done !== steps + 2) return;
        if (when === 'during a step') stop.abort();
        // As Ctrl-C does: the signal comes while the process waits for its next turn.
        else setTimeout(() => stop.abort(), 0);
      },
    });
    const options = {
      recipe,
      resumeFrom: othersFinished(),
      save: async (checkpoint: TrainingCheckpoint) => void saved.push(structuredClone(checkpoint)),
    };
    await expect(train(options, control)).rejects.toMatchObject({ code: 'cancelled' });
    return saved;
  }

  it.each(['during a step', 'between steps'] as const)(
    'leaves a checkpoint when stopped %s, and ends from it where an unbroken one does',
    async (when) => {
      const recipe = only16(6);
      const unbroken = await train({ recipe, resumeFrom: othersFinished() });
      const saved = await stopped(recipe, 3, when);
      const left = saved.at(-1);
      expect(left?.current).toMatchObject({ theta: 16, step: 3 });
      const resumed = await train({ recipe, resumeFrom: left ?? null });
      expect(
        relativeDifference(flat(resumed.weights[16]), flat(unbroken.weights[16])),
      ).toBeLessThan(1e-5);
      expect(resumed.steps).toEqual(unbroken.steps);
      expect(resumed.curves.map(({ theta, step }) => [theta, step])).toEqual(
        unbroken.curves.map(({ theta, step }) => [theta, step]),
      );
    },
  );

  it('keeps the best step and its value over the break', async () => {
    const recipe = only16(20);
    const values = [0.4, 0.9, 0.5, 0.5, 0.5];
    let calls = 0;
    const judge = async () => values[calls++] ?? 0;
    const saved: TrainingCheckpoint[] = [];
    const stop = new AbortController();
    const save = async (checkpoint: TrainingCheckpoint) =>
      void saved.push(structuredClone(checkpoint));
    const control = quietControl({
      signal: stop.signal,
      onProgress: ({ done }) => {
        if (done === 2 + 7) stop.abort();
      },
    });
    const options = { recipe, judge, save };
    const first = train({ ...options, resumeFrom: othersFinished() }, control);
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    const left = saved.at(-1);
    expect(left?.current?.best).toMatchObject({ step: 5, value: 0.9 });
    const best = flat(left?.current?.best.weights ?? []);
    const trained = await train({ ...options, resumeFrom: left ?? null });
    expect(calls).toBe(5);
    expect(trained.steps[16]).toBe(5);
    expectSame(flat(trained.weights[16]), best);
  });

  it('does not touch the scales that were finished', async () => {
    const finished = othersFinished();
    const trained = await train({ recipe: only16(1), resumeFrom: finished });
    expect(trained.weights[64]).toEqual(backbone.layers);
    expect(trained.curves.every(({ theta }) => theta === 16)).toBe(true);
  });

  it('gives its tensors back', async () => {
    const before = tf.memory().numTensors;
    await stopped(only16(4), 2, 'during a step');
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('a training that is paused', () => {
  it('does no step until it is told to go on', async () => {
    let goOn = () => {};
    let pauses = 0;
    let steps = 0;
    const training = train(
      { recipe: only16(3), resumeFrom: othersFinished() },
      quietControl({
        onProgress: ({ done }) => (steps = Math.max(steps, done - 2)),
        whilePaused: async () => {
          // Paused before the second step.
          if (++pauses === 2) await new Promise<void>((resolve) => (goOn = resolve));
        },
      }),
    );
    while (pauses < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(steps).toBe(1);
    goOn();
    await training;
    expect(steps).toBe(3);
  });
});
