/** Why this file exists: running `bin/launch.mjs` and the command line as a person would. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectFolder } from '../../../src/main/places.ts';

export interface Ended {
  code: number | null;
  out: string;
  error: string;
}

export interface RunOptions {
  cwd?: string;
  env?: Record<string, string>;
}

/** Runs a program to its end. */
export function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let error = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, error }));
  });
}

/** Runs `bin/loupe`. */
export function loupe(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return run(process.execPath, [join(projectFolder(), 'bin', 'loupe'), ...args], options);
}
