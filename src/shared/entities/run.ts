/** Why this file exists: a run is one job with its parameters, progress, log and outcome. */
import { z } from 'zod';
import { ActorSchema, IdSchema, JsonSchema, MomentSchema } from './common.ts';

export const RunKindSchema = z.enum(['import', 'train', 'evaluate', 'inspect', 'export', 'backup']);
export type RunKind = z.infer<typeof RunKindSchema>;

export const RunStateSchema = z.enum([
  'queued',
  'running',
  'paused',
  'finished',
  'failed',
  'cancelled',
  'interrupted', // was running when Loupe or the machine went down
]);
export type RunState = z.infer<typeof RunStateSchema>;

/** Which states may follow which. Finished and cancelled are final. */
export const RUN_MOVES: Readonly<Record<RunState, readonly RunState[]>> = {
  queued: ['running', 'cancelled'],
  running: ['paused', 'finished', 'failed', 'cancelled', 'interrupted'],
  paused: ['queued', 'running', 'cancelled', 'interrupted'],
  interrupted: ['queued', 'running', 'cancelled'],
  failed: ['queued', 'cancelled'],
  finished: [],
  cancelled: [],
};

/** True when a run may go from one state to the other. */
export function canMove(from: RunState, to: RunState): boolean {
  return RUN_MOVES[from].includes(to);
}

export const RunProgressSchema = z.object({
  step: z.string(),
  done: z.number(),
  total: z.number().optional(),
  unit: z.string().optional(),
  detail: z.string().optional(),
});

/** Why a run failed, as a person is told. */
export const RunFailureSchema = z.object({
  code: z.string(),
  sentence: z.string(),
  nextStep: z.string(),
});
export type RunFailure = z.infer<typeof RunFailureSchema>;

export const RunSchema = z.object({
  id: IdSchema,
  kind: RunKindSchema,
  productId: IdSchema.nullable(),
  state: RunStateSchema,
  parameters: JsonSchema,
  progress: RunProgressSchema.nullable(),
  /** Where to go on after an interruption (a file or any other note); null before the first. */
  checkpoint: JsonSchema,
  outcome: JsonSchema,
  failure: RunFailureSchema.nullable(),
  /** How often it has gone into `running`. */
  attempts: z.number().int().nonnegative(),
  requestedBy: ActorSchema,
  createdAt: MomentSchema,
  startedAt: MomentSchema.nullable(),
  endedAt: MomentSchema.nullable(),
});
export type Run = z.infer<typeof RunSchema>;

export const RunLogLineSchema = z.object({
  /** 1, 2, 3 ... within the run. */
  number: z.number().int().positive(),
  at: MomentSchema,
  level: z.enum(['info', 'warning', 'error']),
  text: z.string(),
});
export type RunLogLine = z.infer<typeof RunLogLineSchema>;
