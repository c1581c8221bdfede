/** Why this file exists: the pixels of an image that are defective or to be ignored, with history. */
import { z } from 'zod';
import { ActorSchema, IdSchema, MomentSchema, Sha256Schema } from './common.ts';
import { LabelOriginSchema } from './label.ts';

export const MaskEntrySchema = z.object({
  id: IdSchema,
  imageId: IdSchema,
  /** In pixels of the source image. */
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** Of the run-length code (`mask-rle.ts`), which is canonical: equal masks have equal hashes. */
  sha256: Sha256Schema,
  /** Pixels of class 1. */
  defectArea: z.number().int().nonnegative(),
  /** Pixels of class 255: outside scores and metrics. */
  ignoreArea: z.number().int().nonnegative(),
  reviewer: ActorSchema,
  at: MomentSchema,
  origin: LabelOriginSchema,
});
/** Without its bytes; those are read apart. A mask of only background means "no mask any more". */
export type MaskEntry = z.infer<typeof MaskEntrySchema>;
