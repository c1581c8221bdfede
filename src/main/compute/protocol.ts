/**
 * Why this file exists: the messages between main and the process that computes. Main trusts nothing
 * that comes back: a message that does not fit its schema is treated as a crash of that process.
 */
import { z } from 'zod';
import { CurvePointSchema } from '../../shared/contract/jobs.ts';
import { NearestGoodSchema } from '../../shared/contract/models.ts';
import { RegionSchema } from '../../shared/entities/inspection.ts';
import { RunProgressSchema } from '../../shared/entities/run.ts';
import type { DataSource } from '../services/labelled-data.ts';
import type { TrainRequest } from '../services/train-model.ts';

const perScale = z.object({ 16: z.number(), 32: z.number(), 64: z.number() });

/** What a detection gives for one image. */
export const DetectedSchema = z.object({
  score: z.number(),
  scaleScores: perScale.nullable(),
  width: z.number().int(),
  height: z.number().int(),
  latencyMs: z.number().nonnegative(),
  /** In source pixels, the highest peak first; empty where none were asked for. */
  regions: z.array(RegionSchema),
});

/** An image to be looked at, and what is wanted of it beside its score. */
export interface DetectItem {
  file: string;
  mask: Uint8Array | null;
  /** Where its four maps go (maps/map-file.ts); null for nowhere. */
  mapFile: string | null;
  /** Which regions to find; null for none. */
  regions: { pixel: number; minArea: number; atMost: number } | null;
}

/** Every task: what it is given, what it says on the way (`part`) and in the end (`output`). */
export interface TaskInputs {
  train: TrainRequest;
  evaluate: {
    model: string;
    name: string;
    data: DataSource;
    splits: readonly ('calibrate' | 'test')[];
    out: string;
    maps: boolean;
  };
  detect: { model: string; items: DetectItem[] };
  nearest: { model: string; file: string; x: number; y: number };
}
export type TaskName = keyof TaskInputs;

export const tasks = {
  train: {
    part: CurvePointSchema,
    output: z.object({
      seconds: z.number(),
      /** Time for one image with the model; null where too few images could be measured. */
      msPerImage: z.number().nullable(),
    }),
  },
  evaluate: {
    part: z.never(),
    output: z.object({
      images: z.array(
        z.object({
          path: z.string(),
          score: z.number(),
          scaleScores: perScale.nullable(),
          latencyMs: z.number().nullable(),
          map: z.string().nullable(),
        }),
      ),
    }),
  },
  detect: {
    part: z.object({
      index: z.number().int().nonnegative(),
      /** `problem` follows the file's name: "is no image". */
      result: z.union([DetectedSchema, z.object({ problem: z.string() })]),
    }),
    output: z.object({}),
  },
  nearest: { part: z.never(), output: z.array(NearestGoodSchema) },
} as const satisfies Record<TaskName, { part: z.ZodType; output: z.ZodType }>;

export type TaskPart<N extends TaskName> = z.infer<(typeof tasks)[N]['part']>;
export type TaskOutput<N extends TaskName> = z.infer<(typeof tasks)[N]['output']>;

/** From main to the process. */
export type ToProcess =
  | { [N in TaskName]: { kind: 'start'; task: number; name: N; input: TaskInputs[N] } }[TaskName]
  | { kind: 'stop'; task: number }
  | { kind: 'end' };

/** A failure as it travels; `code` is null for one that is Loupe's own fault. */
export const TaskFailureSchema = z.object({
  code: z.string().nullable(),
  sentence: z.string(),
  nextStep: z.string(),
  stack: z.string().nullable(),
});

const task = z.number().int();

/** From the process to main. */
export const FromProcessSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ready'),
    device: z.object({ label: z.string(), reason: z.string().nullable() }),
  }),
  z.object({ kind: z.literal('alive'), memoryMb: z.number().positive() }),
  z.object({ kind: z.literal('progress'), task, progress: RunProgressSchema }),
  z.object({ kind: z.literal('notice'), task, sentence: z.string() }),
  z.object({ kind: z.literal('part'), task, value: z.unknown() }),
  z.object({ kind: z.literal('done'), task, value: z.unknown() }),
  z.object({ kind: z.literal('failed'), task, failure: TaskFailureSchema }),
]);
export type FromProcess = z.infer<typeof FromProcessSchema>;
