/** Why this file exists: the catalog is the last gate: no value enters that its schema refuses. */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { LoupeError } from '../../shared/errors.ts';

/**
 * `value` as `schema` gives it back (trimmed, for example).
 * @param what named in the sentence: "The label"
 * @throws LoupeError `usage` naming the first field that is wrong
 */
export function checked<S extends z.ZodType>(schema: S, value: unknown, what: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue && issue.path.length > 0 ? ` (${issue.path.join('.')})` : '';
  throw new LoupeError(
    'usage',
    `${what} was not saved: ${issue?.message ?? 'it is not valid'}${field}.`,
    'Correct the value and try again.',
  );
}

/** SHA-256 as hexadecimal digits. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** A JSON column: null stays null. */
export function fromJson<T>(text: string | null): T | null {
  return text === null ? null : (JSON.parse(text) as T);
}
