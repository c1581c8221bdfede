/** Why this file exists: the few parts of a stored manifest that lists and thresholds need. */
import { z } from 'zod';
import type { Json } from '../../shared/entities/common.ts';
import type { Thresholds } from '../../shared/entities/threshold.ts';
import { LoupeError } from '../../shared/errors.ts';

/** Regions below this many pixels of the map are noise unless a person says otherwise. */
export const SUGGESTED_MIN_AREA = 16;

const DescribedSchema = z.object({
  preprocessing: z.object({ size: z.number().int() }),
  dataset: z.object({ trainImages: z.number().int() }),
  goodMap: z.object({
    median: z.number(),
    p995: z.number(),
    max: z.number(),
    heldOut: z.boolean(),
  }),
  thresholds: z.object({ image: z.number(), pixel: z.number() }),
});
export type Described = z.infer<typeof DescribedSchema>;

/** @throws LoupeError `bad-model` when the catalog holds something that is no manifest */
export function describedBy(manifest: Json, name: string): Described {
  const parsed = DescribedSchema.safeParse(manifest);
  if (parsed.success) return parsed.data;
  throw new LoupeError(
    'bad-model',
    `The catalog's description of the model ${name} is not whole.`,
    'Import the model again from its folder or its .loupe file.',
  );
}

/** What the model itself suggests, from good parts alone; without a review band. */
export function suggestedBy({ thresholds: { image, pixel } }: Described): Thresholds {
  return { t1: image, t2: image, pixel, minArea: SUGGESTED_MIN_AREA };
}
