/**
 * Why this file exists: every failure a person can meet is one of these, so that the command
 * line, the contract and the screens show the same sentence and the same next step.
 */

/** What kind of failure it is; stable, used by exit codes, by the contract and by tests. */
export type ErrorCode =
  | 'usage' // the command or request itself is wrong
  | 'not-found' // a file, folder, model or report is not there
  | 'bad-data' // an image, mask or folder cannot be used as it is
  | 'bad-model' // a model file is damaged, cut short, altered or from a newer version
  | 'bad-backbone' // a weight file is wrong, cut short or unknown
  | 'no-space' // the disk is full
  | 'read-only' // the place cannot be written to
  | 'busy' // someone else holds it
  | 'runtime' // TensorFlow or another native part is missing or broken
  | 'cancelled' // the user stopped it
  | 'not-built'; // a path that this version does not have

/** A failure with a human sentence and what to do next. Never thrown without both. */
export class LoupeError extends Error {
  readonly code: ErrorCode;
  /** What to do next, as a full sentence (often a command). */
  readonly nextStep: string;

  constructor(code: ErrorCode, sentence: string, nextStep: string, options?: { cause?: unknown }) {
    super(sentence, options);
    this.name = 'LoupeError';
    this.code = code;
    this.nextStep = nextStep;
  }
}

/** True when `error` is a Node system error with this `code`, e.g. `ENOSPC`. */
export function hasSystemCode(error: unknown, ...codes: string[]): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    codes.includes(error.code)
  );
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
