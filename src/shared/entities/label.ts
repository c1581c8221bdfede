/** Why this file exists: what a person says about a part, kept as a history in which the latest wins. */
import { z } from 'zod';
import { ActorSchema, CommentSchema, IdSchema, MomentSchema } from './common.ts';

/** `none` means not labelled (or a label that was undone). */
export const LabelValueSchema = z.enum(['none', 'ok', 'ng', 'unsure']);
export type LabelValue = z.infer<typeof LabelValueSchema>;

/** An imported label comes from a folder's name; only a person's label counts as a review. */
export const LabelOriginSchema = z.enum(['none', 'person', 'import']);
export type LabelOrigin = z.infer<typeof LabelOriginSchema>;

/** One entry of an image's history: the whole state from then on. */
export const LabelEntrySchema = z.object({
  id: IdSchema,
  imageId: IdSchema,
  /** All entries written by one action share it; undo works on batches. */
  batchId: IdSchema,
  value: LabelValueSchema,
  /** Only with `ng` or `unsure`. */
  defectClassId: IdSchema.nullable(),
  comment: CommentSchema,
  reviewer: ActorSchema,
  at: MomentSchema,
  origin: LabelOriginSchema,
  /** The entry whose effect this one takes back; null for a plain label. */
  undoes: IdSchema.nullable(),
});
export type LabelEntry = z.infer<typeof LabelEntrySchema>;

/** A label as it is given. */
export const NewLabelSchema = z
  .object({
    value: LabelValueSchema,
    defectClassId: IdSchema.nullable(),
    comment: CommentSchema,
  })
  .refine(
    ({ value, defectClassId }) => defectClassId === null || value === 'ng' || value === 'unsure',
    'a defect class goes with NG or unsure only',
  );
export type NewLabel = z.infer<typeof NewLabelSchema>;
