/** Why this file exists: running pip, g++ and the self-test as child processes, in one way. */
import { spawn } from 'node:child_process';
import { hasSystemCode } from '../../shared/errors.ts';

export interface ToolResult {
  /** The program is not on the PATH. */
  missing: boolean;
  /** Exit code; null when a signal ended it. */
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Standard output and standard error together. */
  output: string;
}

/** Runs a program to its end, adding `env` to this process's environment. Never throws for its failure. */
export function runTool(
  command: string,
  args: readonly string[],
  options: { env?: Record<string, string>; cwd?: string } = {},
): Promise<ToolResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...options.env },
      cwd: options.cwd,
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => {
      if (hasSystemCode(error, 'ENOENT', 'EACCES')) {
        resolve({ missing: true, code: null, signal: null, output: '' });
      } else reject(error);
    });
    child.on('close', (code, signal) => {
      resolve({ missing: false, code, signal, output: Buffer.concat(chunks).toString('utf8') });
    });
  });
}
