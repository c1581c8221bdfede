/** Why this file exists: what one model says about one image, raw, so that all else can be recomputed. */
import { z } from 'zod';
import { IdSchema, MomentSchema } from './common.ts';

const score = z.number();

export const ResultSchema = z.object({
  modelId: IdSchema,
  imageId: IdSchema,
  /** Raw image score (Eq. 9). Only comparable within one model. */
  score,
  /** Eq. 9 on each scale's own map. */
  scaleScores: z.object({ 16: score, 32: score, 64: score }),
  /** Reference of the stored anomaly map; null when it was not kept. */
  map: z.string().min(1).nullable(),
  /** Time for this image; null when not measured. */
  latencyMs: z.number().nonnegative().nullable(),
  runId: IdSchema.nullable(),
  at: MomentSchema,
});
export type Result = z.infer<typeof ResultSchema>;

export const NewResultSchema = ResultSchema.omit({ at: true });
export type NewResult = z.infer<typeof NewResultSchema>;
