/** Why this file exists: every way in which computing can fail, as a sentence with the way out. */
import { LoupeError, type ErrorCode } from '../../shared/errors.ts';
import type { z } from 'zod';
import type { TaskFailureSchema } from './protocol.ts';

const CODES: Readonly<Record<ErrorCode, true>> = {
  usage: true,
  'not-found': true,
  'bad-data': true,
  'bad-model': true,
  'bad-backbone': true,
  'no-space': true,
  'read-only': true,
  busy: true,
  runtime: true,
  cancelled: true,
  'not-built': true,
};

const isCode = (code: string | null): code is ErrorCode => code !== null && code in CODES;

/** The failure of a task as it was thrown in the process. */
export function failureOf(failure: z.infer<typeof TaskFailureSchema>): Error {
  const { code, sentence, nextStep, stack } = failure;
  if (isCode(code)) return new LoupeError(code, sentence, nextStep);
  const error = new Error(sentence);
  if (stack !== null) error.stack = stack;
  return error;
}

export function stopped(): LoupeError {
  return new LoupeError(
    'cancelled',
    'Stopped as you asked.',
    'Resume the job to go on from its last checkpoint.',
  );
}

/** The process ended while it worked on something that is not tried again by itself. */
export function endedMeanwhile(how: string): LoupeError {
  return new LoupeError(
    'runtime',
    `The process that computes ended unexpectedly (${how}).`,
    'Try again; it is started anew.',
  );
}

/** It ended too often in a row. */
export function gaveUp(times: number, how: string): LoupeError {
  return new LoupeError(
    'runtime',
    `The process that computes ended ${times} times in a row, the last time with ${how}.`,
    'Look at the log of the job, run "loupe doctor", and resume the job; what its checkpoint holds is kept.',
  );
}

/** It holds more memory than it may. */
export function tooMuchMemory(usedMb: number, limitMb: number): LoupeError {
  const gigabytes = (mb: number) => `${(mb / 1024).toFixed(1)} GB`;
  return new LoupeError(
    'runtime',
    `Computing took ${gigabytes(usedMb)} of memory, more than the ${gigabytes(limitMb)} it may; ` +
      'it was stopped at a checkpoint.',
    'Close other programs, take a smaller bank or input size, or raise the limit under System, ' +
      'then resume the job.',
  );
}
