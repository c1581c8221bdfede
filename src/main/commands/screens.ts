/**
 * Why this file exists: from a checkout, the screens are built when their sources are newer than
 * the last build; an installed Loupe brings them built.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LoupeError } from '../../shared/errors.ts';
import { statOrNull } from '../files.ts';
import { projectFolder } from '../places.ts';
import type { Terminal } from './terminal.ts';

/** Builds main, preload and renderer where they are missing or older than their sources. */
export async function ensureScreens(terminal: Terminal): Promise<void> {
  const root = projectFolder();
  const source = join(root, 'src', 'renderer');
  if (!existsSync(source)) return;
  const stamp = join(root, 'out', '.built');
  const built = await changedAt(stamp);
  const newest = Math.max(
    await newestIn(join(root, 'src')),
    await changedAt(join(root, 'package-lock.json')),
    await changedAt(join(root, 'electron.vite.config.ts')),
  );
  if (built > newest) return;
  const step = 'Building the screens';
  terminal.progress({ step, done: 0, total: 1 });
  await build(root);
  await mkdir(dirname(stamp), { recursive: true });
  await writeFile(stamp, '');
  terminal.progress({ step, done: 1, total: 1 });
}

function build(root: string): Promise<void> {
  const tool = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [tool, 'build', '--logLevel', 'warn'], { cwd: root });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    }
    child.on('error', fail);
    child.on('exit', (code) => {
      if (code === 0) {
        done();
        return;
      }
      fail(
        new LoupeError(
          'runtime',
          `The screens could not be built:\n${output.trim()}`,
          'Run: npm run build',
        ),
      );
    });
  });
}

/** When a file was last changed in ms; 0 where there is none. */
async function changedAt(file: string): Promise<number> {
  return (await statOrNull(file))?.mtimeMs ?? 0;
}

async function newestIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const times = await Promise.all(
    entries.map((entry) => changedAt(join(entry.parentPath, entry.name))),
  );
  return Math.max(0, ...times);
}
