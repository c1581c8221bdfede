/** Why this file exists: who changed what, when and why; each entry seals the one before it. */
import { z } from 'zod';
import { ActorSchema, JsonSchema, MomentSchema, NameSchema, Sha256Schema } from './common.ts';

export const AuditEntrySchema = z.object({
  /** 1, 2, 3 ... without gaps. */
  number: z.number().int().positive(),
  at: MomentSchema,
  actor: ActorSchema,
  /** What was done: `model.promoted`, `thresholds.set` ... */
  action: NameSchema,
  /** What it was done to: `product 3`. */
  subject: NameSchema,
  old: JsonSchema,
  new: JsonSchema,
  /** Empty where the action needs none. */
  reason: z.string(),
  /** Hash of the entry before; 64 zeros for the first. */
  previousHash: Sha256Schema,
  /** SHA-256 over the canonical JSON of all fields above. */
  hash: Sha256Schema,
});
export type AuditEntry = z.infer<typeof AuditEntrySchema>;

export const NewAuditEntrySchema = AuditEntrySchema.pick({
  actor: true,
  action: true,
  subject: true,
  old: true,
  new: true,
  reason: true,
});
export type NewAuditEntry = z.infer<typeof NewAuditEntrySchema>;

/** What a check of the whole trail found. */
export const AuditCheckSchema = z.object({
  ok: z.boolean(),
  /** Entries looked at, up to and including a broken one. */
  entries: z.number().int().nonnegative(),
  /** Hash of the last sound entry; 64 zeros when there is none. */
  head: Sha256Schema,
  /** The first broken link; null when the chain is whole. */
  broken: z.object({ number: z.number().int(), problem: z.string() }).nullable(),
});
export type AuditCheck = z.infer<typeof AuditCheckSchema>;
