/** Why this file exists: `loupe ...` over a home of its own, for whole stories by command. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectFolder } from '../../../src/main/places.ts';

/** A command line over one catalog. Each call is a process of its own. */
export interface Commands {
  home: string;
  /** The JSON that the command prints. Fails unless it ends with 0. */
  json: <T>(...args: string[]) => Promise<T>;
  /** What it prints and how it ends. */
  run: (...args: string[]) => Promise<{ code: number | null; out: string; said: string }>;
}

export function commandsOver(home: string): Commands {
  const cli = join(projectFolder(), 'src', 'main', 'cli.ts');
  const env = { ...process.env, LOUPE_HOME: home };
  const run: Commands['run'] = (...args) =>
    new Promise((resolve, reject) => {
      const stdio = ['ignore', 'pipe', 'pipe'] as const;
      const child = spawn(process.execPath, [cli, '--quiet', ...args], { env, stdio: [...stdio] });
      let out = '';
      let said = '';
      child.stdout?.on('data', (bytes: Buffer) => (out += bytes.toString()));
      child.stderr?.on('data', (bytes: Buffer) => (said += bytes.toString()));
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, out, said }));
    });
  return {
    home,
    run,
    json: async <T>(...args: string[]) => {
      const { code, out, said } = await run(...args, '--json');
      if (code !== 0) throw new Error(`loupe ${args.join(' ')} ended with ${code}:\n${said}`);
      return JSON.parse(out) as T;
    },
  };
}
