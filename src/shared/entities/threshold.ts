/**
 * Why this file exists: how strict a model's verdict is. All comparisons are "score >= threshold".
 * A stored set never changes; trying other values (what-if) is arithmetic on a copy.
 */
import { z } from 'zod';
import { ActorSchema, IdSchema, JsonSchema, MomentSchema, ReasonSchema } from './common.ts';

/** OK below T1, REVIEW from T1 up to below T2, NG from T2. */
export const VerdictSchema = z.enum(['ok', 'review', 'ng']);
export type Verdict = z.infer<typeof VerdictSchema>;

/** The review band of raw image scores; without a band T1 = T2. */
export const BandSchema = z
  .object({ t1: z.number(), t2: z.number() })
  .refine(({ t1, t2 }) => t1 <= t2, 'T1 must not be above T2');
export type Band = z.infer<typeof BandSchema>;

export const ThresholdsSchema = z
  .object({
    t1: z.number(),
    t2: z.number(),
    /** Map value from which a pixel belongs to a region. */
    pixel: z.number(),
    /** Regions with fewer pixels, at the map's size, are not shown or counted. */
    minArea: z.number().int().nonnegative(),
  })
  .refine(({ t1, t2 }) => t1 <= t2, 'T1 must not be above T2');
export type Thresholds = z.infer<typeof ThresholdsSchema>;

/** Which images chose the values; `test` is optimistic and is said so wherever it shows. */
export const ThresholdSourceSchema = z.enum([
  'good-only',
  'calibrate',
  'test',
  'manual',
  'imported',
]);
export type ThresholdSource = z.infer<typeof ThresholdSourceSchema>;

export const ThresholdSetSchema = z.object({
  id: IdSchema,
  productId: IdSchema,
  modelId: IdSchema,
  /** 1, 2, 3 ... for this model and product; the highest is in force. */
  number: z.number().int().positive(),
  base: ThresholdsSchema,
  /** Other values for images of some defect classes. */
  perClass: z.array(z.object({ defectClassId: IdSchema, thresholds: ThresholdsSchema })),
  source: ThresholdSourceSchema,
  /** The automatic rule and its parameters; null when set by hand. */
  rule: JsonSchema,
  reason: ReasonSchema,
  actor: ActorSchema,
  at: MomentSchema,
});
export type ThresholdSet = z.infer<typeof ThresholdSetSchema>;

export const NewThresholdSetSchema = ThresholdSetSchema.omit({ id: true, number: true, at: true });
export type NewThresholdSet = z.infer<typeof NewThresholdSetSchema>;

/** The verdict on a raw score. */
export function verdictOf(score: number, { t1, t2 }: Band): Verdict {
  if (score >= t2) return 'ng';
  return score >= t1 ? 'review' : 'ok';
}

/** The values for a defect class, or the base values where it has none of its own. */
export function thresholdsFor(
  set: Pick<ThresholdSet, 'base' | 'perClass'>,
  defectClassId: number | null,
): Thresholds {
  const own = set.perClass.find((entry) => entry.defectClassId === defectClassId);
  return own?.thresholds ?? set.base;
}
