/** Why this file exists: golden parts with known verdicts, run at shift start and after a model is moved. */
import { z } from 'zod';
import { ActorSchema, CommentSchema, IdSchema, MomentSchema, ReasonSchema } from './common.ts';
import { VerdictSchema } from './threshold.ts';

export const VerificationItemSchema = z.object({
  imageId: IdSchema,
  /** What a sound system must say about it. */
  expected: VerdictSchema,
  note: CommentSchema,
});
export type VerificationItem = z.infer<typeof VerificationItemSchema>;

/** Never changed; a new list is a new number. */
export const VerificationSetSchema = z.object({
  id: IdSchema,
  productId: IdSchema,
  number: z.number().int().positive(),
  items: z.array(VerificationItemSchema).min(1),
  reason: ReasonSchema,
  actor: ActorSchema,
  at: MomentSchema,
});
export type VerificationSet = z.infer<typeof VerificationSetSchema>;

export const NewVerificationSetSchema = VerificationSetSchema.omit({
  id: true,
  number: true,
  at: true,
});
export type NewVerificationSet = z.infer<typeof NewVerificationSetSchema>;
