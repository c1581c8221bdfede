/**
 * Why this file exists: how far self-validation can be trusted on a data set. Each choice it makes
 * (normalisation, scale weights, training step) is judged on synthetic defects as in training, and
 * beside that measured on the real test images, which no choice ever sees.
 */
import { appendFile, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { hasSystemCode, LoupeError } from '../../shared/errors.ts';
import type { Normalisation } from '../../shared/manifest.ts';
import { perScale, THETAS, type PerScale, type Theta } from '../../shared/scales.ts';
import { bestScaleWeights, judgeScaleWeights, softNormalisation } from '../engine/choose.ts';
import { nextStep, type Control } from '../engine/control.ts';
import type { EmbeddingSetup } from '../engine/dense.ts';
import type { Encoder } from '../engine/encoder.ts';
import { withReference, type JudgeOptions } from '../engine/encoder-judge.ts';
import { sumMaps } from '../engine/maps.ts';
import { judge } from '../engine/trial.ts';
import { ensureFolder } from '../files.ts';
import { calibrateOnGood, makeDetector } from '../services/learning.ts';
import { encodersFrom } from '../services/open-model.ts';
import { workFolderOf } from '../services/training-checkpoints.ts';
import {
  JudgedCellSchema,
  JudgedPointSchema,
  readCell,
  writeCell,
  type JudgedCell,
  type JudgedPoint,
} from './cells.ts';
import {
  learnRows,
  placeOf,
  settleLearning,
  type LearntEncoders,
  type SettledLearning,
} from './learn-rows.ts';
import { detectTestImages, mapsFolder, measureMaps } from './measure.ts';
import type { RunContext } from './run-context.ts';
import type { Subject } from './subject.ts';

const TABLE = 'selfcheck';
const NORMALISATION = 'normalisation';
const WEIGHTS = 'scale weights';
const stepsOf = (theta: Theta) => `training step, theta = ${theta}`;

/** All judged cells, by choice then seed; what an earlier run has finished is not made again. */
export async function runSelfCheck(context: RunContext): Promise<JudgedCell[]> {
  const { request } = context;
  const choices = [
    NORMALISATION,
    WEIGHTS,
    ...(request.recipe === 'frozen' ? [] : THETAS.map(stepsOf)),
  ];
  for (let seed = 0; seed < request.seeds; seed++) {
    const there = await Promise.all(
      choices.map((choice) => readCell(JudgedCellSchema, request.out, TABLE, choice, seed)),
    );
    if (there.includes(null)) await runSeed(seed, context);
  }
  const cells: JudgedCell[] = [];
  for (const choice of choices) {
    for (let seed = 0; seed < request.seeds; seed++) {
      const cell = await readCell(JudgedCellSchema, request.out, TABLE, choice, seed);
      if (cell) cells.push(cell);
    }
  }
  return cells;
}

async function runSeed(seed: number, context: RunContext): Promise<void> {
  const { request, subject, device, control, notice } = context;
  const settled = await settleLearning(
    {
      recipe: request.recipe,
      train: true,
      backbone: 'installed',
      normalise: 'judged',
      without: null,
      chooseStep: true,
    },
    subject,
    request,
    seed,
    control,
    notice,
  );
  const judging = settled.judging ?? tooFewGood(subject);
  const write = (choice: string, chosen: string, points: JudgedPoint[]) =>
    writeCell(request.out, TABLE, choice, { choice, seed, points, chosen, device });
  if (!(await readCell(JudgedCellSchema, request.out, TABLE, NORMALISATION, seed))) {
    const points = await judgeNormalisations(settled, judging, subject, control);
    await write(NORMALISATION, settled.normalisation.kind, points);
  }

  const watched = `${placeOf(settled, request.out)}.points.jsonl`;
  await ensureFolder(dirname(watched));
  const learnt = await learnRows(
    settled,
    request.out,
    subject.fingerprint,
    control,
    notice,
    async (encoder, setup, step) => {
      const only = perScale(() => encoder);
      const point = await judgeBoth(
        String(step),
        only,
        [encoder.theta],
        setup,
        judging,
        subject,
        control,
      );
      await appendFile(watched, `${JSON.stringify({ theta: encoder.theta, ...point })}\n`);
      return point.synthetic;
    },
  );
  if (settled.recipe.training) {
    const points = await watchedPoints(watched);
    for (const theta of THETAS) {
      await write(stepsOf(theta), String(learnt.steps[theta]), points[theta]);
    }
  }
  const { chosen, points } = await judgeWeights(settled, judging, learnt, context);
  await write(WEIGHTS, chosen, points);
  await rm(watched, { force: true });
  await rm(workFolderOf(learnt.place), { recursive: true, force: true });
}

function tooFewGood({ counts }: Subject): never {
  throw new LoupeError(
    'bad-data',
    `Self-validation needs some 20 good images; there are ${counts.good}.`,
    'Add pictures of good parts, or raise --good.',
  );
}

/** The untrained encoders under each normalisation, the soft one with three floors. */
async function judgeNormalisations(
  { material, recipe, split }: SettledLearning,
  judging: JudgeOptions,
  subject: Subject,
  control: Control,
): Promise<JudgedPoint[]> {
  const { backbone, images, size } = material;
  const encoders = encodersFrom(perScale(() => backbone.layers));
  try {
    const around = { images, trainOn: split.trainOn, size };
    const soft = await softNormalisation(encoders, backbone.input, recipe.strides, around);
    const candidates: [string, Normalisation][] = [
      ['unit', { kind: 'unit' }],
      ['soft, half the floor', scaled(soft, 0.5)],
      ['soft', soft],
      ['soft, twice the floor', scaled(soft, 2)],
      ['none', { kind: 'none' }],
    ];
    const points: JudgedPoint[] = [];
    for (const [name, normalisation] of candidates) {
      await nextStep(control);
      const setup = { input: backbone.input, normalisation, strides: recipe.strides };
      points.push(await judgeBoth(name, encoders, THETAS, setup, judging, subject, control));
      control.onProgress({
        step: 'Judging normalisations, synthetic and real',
        done: points.length,
        total: candidates.length,
      });
    }
    return points;
  } finally {
    for (const theta of THETAS) encoders[theta].dispose();
  }
}

function scaled(normalisation: Normalisation, factor: number): Normalisation {
  if (normalisation.kind !== 'soft') return normalisation;
  return { kind: 'soft', floor: perScale((theta) => factor * normalisation.floor[theta]) };
}

/** The same small bank against synthetic defects, as the judge does, and against real ones. */
async function judgeBoth(
  name: string,
  encoders: PerScale<Encoder>,
  only: readonly Theta[],
  setup: EmbeddingSetup,
  judging: JudgeOptions,
  subject: Subject,
  control: Control,
): Promise<JudgedPoint> {
  return withReference(encoders, only, setup, judging, async (mapOf) => {
    const { trial } = judging;
    const { value } = judge(
      trial,
      trial.good.map(({ pixels }) => mapOf(pixels)),
      trial.defective.map(({ pixels }) => mapOf(pixels)),
    );
    // Metrics read every map several times; a quarter of a megabyte each at 256 px.
    const maps: Float32Array[] = [];
    for (const at of subject.truth.keys()) {
      await nextStep(control);
      maps.push(mapOf(await subject.test.load(at)));
    }
    const { imageAuroc, pixelAuroc } = await measureMaps(subject, async (at) => maps[at]!);
    return { name, synthetic: value, imageAuroc, pixelAuroc };
  });
}

/** The weightings that training chooses among, with the full bank as in training. */
async function judgeWeights(
  { recipe, material, split }: SettledLearning,
  judging: JudgeOptions,
  { weights, setup }: LearntEncoders,
  { request, subject, control }: RunContext,
): Promise<{ chosen: string; points: JudgedPoint[] }> {
  const detector = await makeDetector(
    weights,
    material,
    setup,
    { bankMb: request.bankMb },
    control,
  );
  try {
    const heldOut = recipe.training ? split.heldOut : new Set<number>();
    const { localScale } = recipe;
    const good = await calibrateOnGood(detector, material.images, heldOut, localScale, control);
    const candidates = await judgeScaleWeights(detector, judging.trial, good, control);
    const maps = await detectTestImages(detector, subject, mapsFolder(request.out), control);
    const points: JudgedPoint[] = [];
    for (const candidate of candidates) {
      const real = await maps.measure((scales) => sumMaps(scales, candidate.weights));
      points.push({
        name: nameOf(candidate),
        synthetic: candidate.value,
        imageAuroc: real.imageAuroc,
        pixelAuroc: real.pixelAuroc,
      });
    }
    await maps.dispose();
    const best = bestScaleWeights(candidates);
    const chosen = candidates.find((candidate) => candidate.weights === best);
    return { chosen: chosen ? nameOf(chosen) : '', points };
  } finally {
    detector.dispose();
  }
}

function nameOf({ name, weights }: { name: string; weights: PerScale<number> }): string {
  if (name !== 'subset') return name === 'plain' ? 'plain sum' : 'even good scores';
  return THETAS.filter((theta) => weights[theta] > 0).join(' + ');
}

const WatchedSchema = JudgedPointSchema.extend({
  theta: z.union([z.literal(64), z.literal(32), z.literal(16)]),
});

/** Points by scale, in the order of their steps. A step judged again after a kill counts once. */
async function watchedPoints(file: string): Promise<PerScale<JudgedPoint[]>> {
  const points = perScale(() => new Map<string, JudgedPoint>());
  for (const line of (await readOrEmpty(file)).split('\n')) {
    // A kill may have cut the last line short; its step was judged again.
    if (!line.endsWith('}')) continue;
    const { theta, ...point } = WatchedSchema.parse(JSON.parse(line));
    points[theta].set(point.name, point);
  }
  const inOrder = (theta: Theta) =>
    [...points[theta].values()].sort((a, b) => Number(a.name) - Number(b.name));
  return perScale(inOrder);
}

async function readOrEmpty(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT')) return '';
    throw error;
  }
}
