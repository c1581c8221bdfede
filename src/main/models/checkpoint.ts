/**
 * Why this file exists: the checkpoint of a training run as one file. Tensors and the rest of the
 * state travel together, so a kill between two writes cannot mix two moments.
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { hasSystemCode, LoupeError, messageOf } from '../../shared/errors.ts';
import { THETAS, type Theta } from '../../shared/scales.ts';
import type { ConvWeights } from '../engine/encoder.ts';
import type { TrainerState } from '../engine/scale-trainer.ts';
import type { TrainingCheckpoint } from '../engine/train-encoders.ts';
import { writeFileAtomically } from '../files.ts';
import {
  float32Of,
  readSafetensors,
  writeSafetensors,
  type StoredTensor,
  type TensorFile,
} from './safetensors.ts';

const theta = z.union([z.literal(16), z.literal(32), z.literal(64)]);

const InfoSchema = z.object({
  version: z.literal(1),
  /** What the run is: recipe, data, seed, size, backbone. A checkpoint serves only its own run. */
  identity: z.string(),
  finished: z.array(z.object({ theta, steps: z.number().int() })),
  current: z
    .object({
      theta,
      step: z.number().int(),
      bestStep: z.number().int(),
      bestValue: z.number().nullable(),
    })
    .nullable(),
  curves: z.array(
    z.object({
      theta,
      step: z.number().int(),
      svdd: z.number(),
      cos: z.number(),
      ssl: z.number(),
      kmeans: z.number(),
      total: z.number(),
      angleAccuracy: z.number(),
      meanDistance: z.number(),
      effectiveRank: z.number(),
      heldOut: z.number().nullable(),
    }),
  ),
});

/** Writes the checkpoint, replacing the one before. @throws LoupeError `no-space`, `read-only` */
export async function writeCheckpoint(
  file: string,
  identity: string,
  checkpoint: TrainingCheckpoint,
): Promise<void> {
  const tensors = new Map<string, StoredTensor>();
  const finished: { theta: Theta; steps: number }[] = [];
  for (const each of THETAS) {
    const done = checkpoint.finished[each];
    if (!done) continue;
    finished.push({ theta: each, steps: done.steps });
    putWeights(tensors, `finished/${each}`, done.weights);
  }
  const { current, curves } = checkpoint;
  if (current) {
    putWeights(tensors, 'best', current.best.weights);
    for (const [name, { shape, data }] of current.state) {
      tensors.set(`state/${name}`, { dtype: 'F32', shape, data });
    }
  }
  const info: z.infer<typeof InfoSchema> = {
    version: 1,
    identity,
    finished,
    current: current && {
      theta: current.theta,
      step: current.step,
      bestStep: current.best.step,
      bestValue: current.best.value,
    },
    curves,
  };
  await writeFileAtomically(file, writeSafetensors(tensors, { info: JSON.stringify(info) }));
}

/**
 * The checkpoint in `file`, or null where there is none.
 * @throws LoupeError `usage` when it belongs to another run, `bad-data` when it is damaged
 */
export async function readCheckpoint(
  file: string,
  identity: string,
): Promise<TrainingCheckpoint | null> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT')) return null;
    throw error;
  }
  const stored = readSafetensors(bytes, file);
  let info: z.infer<typeof InfoSchema>;
  try {
    info = InfoSchema.parse(JSON.parse(stored.metadata['info'] ?? ''));
  } catch (error) {
    throw new LoupeError(
      'bad-data',
      `The checkpoint ${file} cannot be read: ${messageOf(error)}`,
      'Remove it and start the training again.',
      { cause: error },
    );
  }
  if (info.identity !== identity) {
    throw new LoupeError(
      'usage',
      `The checkpoint ${file} belongs to another training: its data, recipe, seed, size or backbone differ.`,
      'Give the same options as then, choose another --out, or train without --resume to start over.',
    );
  }
  const finished: TrainingCheckpoint['finished'] = {};
  for (const { theta: each, steps } of info.finished) {
    finished[each] = { steps, weights: getWeights(stored, `finished/${each}`) };
  }
  const { current } = info;
  return {
    finished,
    curves: info.curves,
    current: current && {
      theta: current.theta,
      step: current.step,
      state: getState(stored),
      best: {
        step: current.bestStep,
        value: current.bestValue,
        weights: getWeights(stored, 'best'),
      },
    },
  };
}

function putWeights(
  tensors: Map<string, StoredTensor>,
  prefix: string,
  weights: readonly ConvWeights[],
): void {
  for (const { name, kernel, shape, bias } of weights) {
    tensors.set(`${prefix}/${name}/kernel`, { dtype: 'F32', shape: [...shape], data: kernel });
    tensors.set(`${prefix}/${name}/bias`, { dtype: 'F32', shape: [bias.length], data: bias });
  }
}

function getWeights(file: TensorFile, prefix: string): ConvWeights[] {
  const ending = '/kernel';
  return [...file.tensors.keys()]
    .filter((key) => key.startsWith(`${prefix}/`) && key.endsWith(ending))
    .map((key) => ({
      name: key.slice(prefix.length + 1, -ending.length),
      kernel: float32Of(file, key),
      shape: file.tensors.get(key)?.shape as unknown as ConvWeights['shape'],
      bias: float32Of(file, key.replace(/kernel$/, 'bias')),
    }));
}

function getState(file: TensorFile): TrainerState {
  const state: TrainerState = new Map();
  for (const [key, { shape, data }] of file.tensors) {
    if (key.startsWith('state/') && data instanceof Float32Array) {
      state.set(key.slice('state/'.length), { shape, data });
    }
  }
  return state;
}
