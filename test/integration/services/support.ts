/** Why this file exists: a small data set and the command line, for tests of the use cases. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { writeSample } from '../../../src/main/dataset/sample/write.ts';
import type { Control } from '../../../src/main/engine/control.ts';
import type { TrainRequest } from '../../../src/main/services/train-model.ts';
import { projectFolder } from '../../../src/main/places.ts';

/** Draws a data set: `good` pictures to train on, and `test` labelled ones. */
export async function sampleIn(folder: string, good = 6, test = 10): Promise<string> {
  const { root } = await writeSample(folder, { seed: 0, good, test, variant: 'plate' });
  return root;
}

/** A training that takes seconds: small images, random weights, a bank of 1 MB. */
export function smallTraining(
  data: string,
  out: string,
  changes: Partial<TrainRequest> = {},
): TrainRequest {
  return {
    data,
    out,
    recipe: 'frozen',
    size: 128,
    seed: 0,
    bankMb: 1,
    resume: false,
    backbone: 'none',
    normalise: 'unit',
    ...changes,
  };
}

export const quiet = (changes: Partial<Control> = {}): Control => ({
  onProgress: () => {},
  signal: new AbortController().signal,
  ...changes,
});

export interface CommandResult {
  /** The exit code, or the signal that ended it. */
  ended: number | string;
  out: string;
  said: string;
}

export interface RunningCommand {
  readonly pid: number;
  /** Sends a signal. */
  kill: (signal: 'SIGKILL' | 'SIGINT') => void;
  readonly result: Promise<CommandResult>;
}

/**
 * Starts `loupe ...` in its own process.
 * @param onSaid called with everything said on standard error so far
 */
export function startLoupe(
  args: readonly string[],
  onSaid: (said: string, command: RunningCommand) => void = () => {},
): RunningCommand {
  const cli = join(projectFolder(), 'src', 'main', 'cli.ts');
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let said = '';
  const command: RunningCommand = {
    pid: child.pid ?? 0,
    kill: (signal) => void child.kill(signal),
    result: new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => resolve({ ended: code ?? signal ?? '', out, said }));
    }),
  };
  child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => {
    said += bytes.toString();
    onSaid(said, command);
  });
  return command;
}

/** Runs `loupe ...` to its end. */
export function loupe(...args: string[]): Promise<CommandResult> {
  return startLoupe(args).result;
}

/** The options of `loupe train` that make it take seconds. */
export const SMALL_FLAGS = ['--size', '128', '--bank-mb', '1', '--backbone', 'none'];
