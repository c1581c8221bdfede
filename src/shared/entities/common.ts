/** Why this file exists: the few value shapes that every catalog entity is built from. */
import { z } from 'zod';

/** A row's number in the catalog: a positive whole number, never used twice. */
export const IdSchema = z.number().int().positive();
export type Id = z.infer<typeof IdSchema>;

/** A moment in milliseconds since 1970-01-01 UTC. */
export const MomentSchema = z.number().int().nonnegative();

/** SHA-256 as 64 lower-case hexadecimal digits. */
export const Sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits');

/** A name that a person gave: not blank, on one line, at most 200 characters. */
export const NameSchema = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(200, 'must be at most 200 characters long')
  // eslint would take a control character in a literal for a slip, hence the code points.
  .refine(
    (name) => [...name].every((character) => character.codePointAt(0)! >= 32),
    'must be one line of text',
  );

/** Who did something: the name of a person or of a part of Loupe. */
export const ActorSchema = NameSchema;

/** Why something was changed, in a person's words; required wherever the audit trail asks for it. */
export const ReasonSchema = z.string().trim().min(1, 'must not be empty').max(2000);

/** Free text that may be empty. */
export const CommentSchema = z.string().max(4000);

/** Any JSON value; what is stored as JSON text. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export const JsonSchema: z.ZodType<Json> = z.json();
