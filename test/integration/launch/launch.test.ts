import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { projectFolder } from '../../../src/main/places.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { run } from './loupe.ts';

const base = temporaryFolder();
let root = '';
let count = 0;

/** A small project with the real launcher, a made-up npm, and a command that tells what it got. */
beforeEach(() => {
  root = join(base, `clone ${count++} ä`);
  cpSync(join(projectFolder(), 'bin'), join(root, 'bin'), { recursive: true });
  const packages = { '': {}, 'node_modules/zod': { version: '1.0.0' } };
  write('package.json', { type: 'module' });
  write('package-lock.json', { packages });
  write(
    'src/main/cli.ts',
    `const args: string[] = process.argv.slice(2);
     if (args.includes('wait')) {
       process.on('SIGTERM', () => process.exit(7));
       setInterval(() => undefined, 1000);
     } else process.exitCode = Number(args.at(-1));
     console.log(JSON.stringify({ args, cwd: process.cwd(), node: process.versions.node }));`,
  );
  write(
    'npm.cjs',
    `const fs = require('node:fs');
     fs.appendFileSync('npm-calls.txt', process.argv.slice(2).join(' ') + '\\n');
     console.log('npm talks');
     if (process.env.NPM_FAILS) process.exit(3);
     fs.mkdirSync('node_modules/zod', { recursive: true });
     fs.writeFileSync('node_modules/zod/package.json', '{}');
     fs.writeFileSync('node_modules/.package-lock.json', JSON.stringify({
       packages: { 'node_modules/zod': { version: '1.0.0' } } }));`,
  );
});

function write(path: string, content: unknown) {
  const file = join(root, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
}

const env = (more: Record<string, string> = {}) => ({
  npm_execpath: join(root, 'npm.cjs'),
  npm_lifecycle_event: '',
  INIT_CWD: '',
  ...more,
});
const launch = (args: string[], more: Record<string, string> = {}) =>
  run(process.execPath, [join(root, 'bin', 'launch.mjs'), ...args], { cwd: base, env: env(more) });
const calls = () => readFileSync(join(root, 'npm-calls.txt'), 'utf8').trim().split('\n');

describe('the launcher', () => {
  it('installs packages on a fresh clone, once, and keeps npm away from standard output', async () => {
    const first = await launch(['loupe', 'doctor', '--json', '0']);
    expect(first.code).toBe(0);
    expect(JSON.parse(first.out)).toMatchObject({ args: ['doctor', '--json', '0'] });
    expect(first.error).toMatch(/Installing packages[^]*npm talks[^]*Packages installed in \d+ s/);
    const second = await launch(['loupe', '0']);
    expect(second.error).toBe('');
    expect(calls()).toHaveLength(1);
    expect(calls()[0]).toMatch(/^ci --prefer-offline --include=dev --include=optional/);
  });

  it('installs again when the lock file changed', async () => {
    await launch(['loupe', '0']);
    write('package-lock.json', {
      packages: { '': {}, 'node_modules/zod': { version: '1.0.0', integrity: 'sha512-new' } },
    });
    const { error } = await launch(['loupe', '0']);
    expect(error).toContain('node_modules/zod is not the version that package-lock.json names');
    expect(calls()).toHaveLength(2);
  });

  it('says which command mends a failed install, and stops', async () => {
    const { code, out, error } = await launch(['start'], { NPM_FAILS: '1' });
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(error).toMatch(/npm ci ended with 3[^]*Then run: npm ci\n$/);
    expect(error).not.toContain('    at ');
  });

  it('hands on arguments as they are and the exit code', async () => {
    const { code, out } = await launch(['loupe', 'inspect', 'a b.png', '--out', 'ö "x" $y', '5']);
    expect(code).toBe(5);
    expect(JSON.parse(out)).toMatchObject({
      args: ['inspect', 'a b.png', '--out', 'ö "x" $y', '5'],
    });
  });

  it('runs in the folder of the caller, also through npm, so that relative paths hold', async () => {
    expect(JSON.parse((await launch(['loupe', '0'])).out)).toMatchObject({ cwd: base });
    const throughNpm = await launch(['start', '0'], {
      npm_lifecycle_event: 'start',
      INIT_CWD: root,
    });
    expect(JSON.parse(throughNpm.out)).toMatchObject({ cwd: root, args: ['start', '0'] });
  });

  it('hands a termination on and reports what the command made of it', async () => {
    await launch(['loupe', '0']);
    const child = spawn(process.execPath, [join(root, 'bin', 'launch.mjs'), 'loupe', 'wait'], {
      env: { ...process.env, ...env() },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect((await once(child, 'exit'))[0]).toBe(7);
  });

  it('lists its commands when it does not know one', async () => {
    const { code, error } = await launch(['fly']);
    expect(code).toBe(1);
    expect(error).toMatch(/Unknown command fly\. Known: start, setup, loupe, test/);
    expect(existsSync(join(root, 'npm-calls.txt'))).toBe(false);
  });
});
