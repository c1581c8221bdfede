/**
 * Why this file exists: what Loupe notes about itself, in files a plant can send: `loupe.log` and the
 * few before it. Lines are written at once, so that the last one before a crash is there.
 */
import { appendFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A log grows to this size before it is put aside, in bytes. */
export const LOG_BYTES = 2_000_000;
/** So many are kept beside the current one. */
export const LOGS_KEPT = 4;

export type LogLevel = 'info' | 'warning' | 'error';

export interface LogFile {
  readonly file: string;
  write(level: LogLevel, text: string): void;
}

export interface LogOptions {
  bytes?: number;
  kept?: number;
  now?: () => Date;
  /** Called when a line could not be written (a full disk, say); by default it goes to stderr. */
  onProblem?: (line: string, error: unknown) => void;
}

/** A log in `folder`, which is made where it is missing. A line that cannot be written stops nothing. */
export function openLog(folder: string, options: LogOptions = {}): LogFile {
  const { bytes = LOG_BYTES, kept = LOGS_KEPT, now = () => new Date() } = options;
  const onProblem = options.onProblem ?? ((line: string) => void process.stderr.write(`${line}\n`));
  const file = join(folder, 'loupe.log');
  return {
    file,
    write(level, text) {
      const line = `${now().toISOString()} ${level.padEnd(7)} ${text.replaceAll('\n', '\n    ')}`;
      try {
        mkdirSync(folder, { recursive: true });
        if (existsSync(file) && statSync(file).size + line.length > bytes) rotate(file, kept);
        appendFileSync(file, `${line}\n`);
      } catch (error) {
        onProblem(line, error);
      }
    },
  };
}

/** `loupe.log` becomes `loupe.log.1`, and so on; the oldest goes. */
function rotate(file: string, kept: number): void {
  rmSync(`${file}.${kept}`, { force: true });
  for (let number = kept - 1; number >= 1; number--) {
    if (existsSync(`${file}.${number}`)) renameSync(`${file}.${number}`, `${file}.${number + 1}`);
  }
  renameSync(file, `${file}.1`);
}
