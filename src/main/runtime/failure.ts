/**
 * Why this file exists: remembers why native TensorFlow could not be set up, so that every command
 * can say it and `npm start` need not wait for the network on every start. `npm run setup` tries
 * again.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { LoupeError } from '../../shared/errors.ts';
import { hasSystemCode } from '../../shared/errors.ts';
import type { Variant } from './pins.ts';

const FailureSchema = z.object({
  at: z.iso.datetime(),
  reason: z.string(),
  mend: z.string(),
  /** How long it took to fail. */
  seconds: z.number(),
});
export type Failure = z.infer<typeof FailureSchema>;

function failureFile(root: string, variant: Variant): string {
  return join(root, `last-failure-${variant}.json`);
}

/** The last failure, if setting up has not succeeded since; `root` is the cache's `native` folder. */
export function lastFailure(root: string, variant: Variant): Failure | undefined {
  try {
    const text = readFileSync(failureFile(root, variant), 'utf8');
    return FailureSchema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError || hasSystemCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

/** Whether to leave it for now: it failed slowly (the network) and not long ago. */
export function isWorthSkipping({ at, seconds }: Failure, now = Date.now()): boolean {
  const dayMs = 24 * 3600 * 1000;
  return seconds > 5 && now - Date.parse(at) < dayMs;
}

export function rememberFailure(
  root: string,
  variant: Variant,
  error: LoupeError,
  seconds: number,
): void {
  const { message: reason, nextStep: mend } = error;
  const failure: Failure = { at: new Date().toISOString(), reason, mend, seconds };
  try {
    mkdirSync(root, { recursive: true });
    writeFileSync(failureFile(root, variant), JSON.stringify(failure));
  } catch (writing) {
    // A full or read-only cache is often the very reason; then it is found again next time.
    const codes = ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST'];
    if (!hasSystemCode(writing, ...codes)) throw writing;
  }
}

export function forgetFailure(root: string, variant: Variant): void {
  rmSync(failureFile(root, variant), { force: true });
}
