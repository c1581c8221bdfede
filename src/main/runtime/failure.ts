/**
 * Why this file exists: remembers why native TensorFlow could not be set up, so that `doctor` can
 * say it and `npm start` need not wait for the network on every start. `npm run setup` tries again.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { LoupeError } from '../../shared/errors.ts';
import { hasSystemCode } from '../../shared/errors.ts';
import { nativeRoot } from './native-store.ts';
import type { Variant } from './pins.ts';

const FailureSchema = z.object({ at: z.iso.datetime(), reason: z.string(), mend: z.string() });
export type Failure = z.infer<typeof FailureSchema>;

function failureFile(cache: string, variant: Variant): string {
  return join(nativeRoot(cache), `last-failure-${variant}.json`);
}

/** The last failure, if setting up has not succeeded since. */
export async function lastFailure(cache: string, variant: Variant): Promise<Failure | undefined> {
  try {
    const text = await readFile(failureFile(cache, variant), 'utf8');
    return FailureSchema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError || hasSystemCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

export async function rememberFailure(
  cache: string,
  variant: Variant,
  error: LoupeError,
): Promise<void> {
  const failure = { at: new Date().toISOString(), reason: error.message, mend: error.nextStep };
  try {
    await mkdir(nativeRoot(cache), { recursive: true });
    await writeFile(failureFile(cache, variant), JSON.stringify(failure));
  } catch (writing) {
    // A full or read-only cache is often the very reason; then it is found again next time.
    if (
      !hasSystemCode(writing, 'ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST')
    ) {
      throw writing;
    }
  }
}

export async function forgetFailure(cache: string, variant: Variant): Promise<void> {
  await rm(failureFile(cache, variant), { force: true });
}
