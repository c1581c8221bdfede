/** Why this file exists: one part inspected on the line: what was decided, by what, and when. */
import { z } from 'zod';
import { IdSchema, MomentSchema } from './common.ts';
import { VerdictSchema } from './threshold.ts';

/** A place of the part above the pixel threshold, in pixels of the source image. */
export const RegionSchema = z.object({
  area: z.number().int(),
  box: z.object({
    x: z.number().int(),
    y: z.number().int(),
    width: z.number().int(),
    height: z.number().int(),
  }),
  peak: z.object({ x: z.number().int(), y: z.number().int(), score: z.number() }),
});
export type Region = z.infer<typeof RegionSchema>;

/** Never changed: the verdict as it was given, whatever thresholds say later. */
export const InspectionSchema = z.object({
  id: IdSchema,
  runId: IdSchema,
  imageId: IdSchema,
  modelId: IdSchema,
  /** Null when the model's own suggestion decided. */
  thresholdSetId: IdSchema.nullable(),
  /** The file's name, for people. */
  name: z.string(),
  score: z.number(),
  verdict: VerdictSchema,
  regions: z.array(RegionSchema).max(100),
  latencyMs: z.number().nonnegative(),
  at: MomentSchema,
});
export type Inspection = z.infer<typeof InspectionSchema>;
export const NewInspectionSchema = InspectionSchema.omit({ id: true, at: true });
export type NewInspection = z.infer<typeof NewInspectionSchema>;
