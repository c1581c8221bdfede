/** Why this file exists: requests about the one queue of jobs, and what a training will take. */
import { z } from 'zod';
import { IdSchema } from '../entities/common.ts';
import { JobSpecSchema, TrainOptionsSchema } from '../entities/job.ts';
import { RunKindSchema, RunLogLineSchema, RunSchema, RunStateSchema } from '../entities/run.ts';
import { ThetaSchema, perScaleSchema } from './scales.ts';

const runInput = z.strictObject({ runId: IdSchema });

/** One point of a training's curves. Losses are unweighted; null where the recipe leaves one out. */
export const CurvePointSchema = z.looseObject({
  theta: ThetaSchema,
  step: z.number().int(),
  /** Self-validation at this step, higher is better; null where it was not judged. */
  heldOut: z.number().nullable(),
});
export type CurvePointView = z.infer<typeof CurvePointSchema>;

/** What a training will take, from this machine's own measurements. */
export const TrainingPlanSchema = z.object({
  goodImages: z.number().int(),
  /** Null while this machine has not been measured. */
  seconds: z.number().nullable(),
  bankVectors: perScaleSchema(z.number().int()),
  bankMb: z.number(),
  /** Time to inspect one image; null while not measured. */
  msPerImage: z.number().nullable(),
  /** A 16-pixel patch at input size, in source pixels of the largest image. */
  smallestFeature: z.object({ width: z.number(), height: z.number() }),
  /** Sentences: too few good images, thin features, no backbone ... */
  warnings: z.array(z.string()),
});
export type TrainingPlan = z.infer<typeof TrainingPlanSchema>;

export const jobRequests = {
  'jobs.start': { input: z.strictObject({ job: JobSpecSchema }), output: RunSchema },
  /** Newest first. */
  'jobs.list': {
    input: z.strictObject({
      productId: IdSchema.optional(),
      kinds: z.array(RunKindSchema).min(1).optional(),
      states: z.array(RunStateSchema).min(1).optional(),
      limit: z.number().int().min(1).max(500),
    }),
    output: z.array(RunSchema),
  },
  'jobs.get': { input: runInput, output: RunSchema },
  'jobs.log': {
    input: z.strictObject({ runId: IdSchema, after: z.number().int().min(0) }),
    output: z.array(RunLogLineSchema),
  },
  /** At the next checkpoint or step; the job keeps its place in the queue. */
  'jobs.pause': { input: runInput, output: RunSchema },
  /** Also of a failed or interrupted job: it goes on from its last checkpoint. */
  'jobs.resume': { input: runInput, output: RunSchema },
  'jobs.cancel': { input: runInput, output: RunSchema },
  'training.plan': { input: TrainOptionsSchema, output: TrainingPlanSchema },
  /** Of a training in work or of a finished one. */
  'training.curves': {
    input: runInput,
    output: z.object({ points: z.array(CurvePointSchema) }),
  },
} as const;

export const jobEvents = {
  /** A job's state or progress; at most four a second for each job. */
  'jobs.changed': z.object({
    runId: IdSchema,
    kind: RunKindSchema,
    state: RunStateSchema,
    progress: RunSchema.shape.progress,
  }),
} as const;
