/**
 * Why this file exists: a file that cannot be used as an image is refused in one way, with a
 * reason that reads well after the file's name ("b/3.png is cut short ...") both in an error and
 * in the list of rejected files.
 */
import { hasSystemCode, LoupeError, messageOf } from '../../shared/errors.ts';

/** An image or mask that cannot be used. `reason` is the predicate: "is cut short ...". */
export class ImageError extends LoupeError {
  /** What is wrong, without the file's name and without a full stop. */
  readonly reason: string;

  constructor(file: string, reason: string, nextStep: string, options?: { cause?: unknown }) {
    super('bad-data', `${file} ${reason}.`, nextStep, options);
    this.name = 'ImageError';
    this.reason = reason;
  }
}

/**
 * What went wrong at the level of the file system, as an ImageError that names `file`.
 * An error of another kind is thrown again as it is.
 */
export function fromSystemError(file: string, error: unknown): ImageError {
  const refuse = (reason: string, nextStep: string): ImageError =>
    new ImageError(file, reason, nextStep, { cause: error });
  if (hasSystemCode(error, 'ENOENT')) {
    return refuse('does not exist', 'Check the path, or scan the data set again.');
  }
  if (hasSystemCode(error, 'EACCES', 'EPERM')) {
    return refuse('may not be read (permission denied)', 'Give yourself read access to it.');
  }
  if (hasSystemCode(error, 'EISDIR')) {
    return refuse('is a folder, not an image', 'Name an image file.');
  }
  if (hasSystemCode(error, 'ELOOP')) {
    return refuse('is a symbolic link that leads back to itself', 'Remove or mend the link.');
  }
  if (hasSystemCode(error, 'ENAMETOOLONG')) {
    return refuse('has a name too long for this system', 'Give it a shorter name.');
  }
  if (error instanceof Error && 'syscall' in error) {
    return refuse(`cannot be read (${messageOf(error)})`, 'Check the disk or the network drive.');
  }
  throw error;
}
