import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Progress } from '../../../src/shared/progress.ts';
import { fetchWheel } from '../../../src/main/runtime/python.ts';
import type { Pip } from '../../../src/main/runtime/python.ts';
import type { WheelPin } from '../../../src/main/runtime/pins.ts';
import { temporaryFolder } from '../../support/folder.ts';

const base = temporaryFolder();
let folder = '';
let count = 0;

/** A pip that runs this JavaScript, with its arguments in `args` and its target folder in `dest`. */
function pip(script: string): Pip {
  const file = join(folder, 'pip.cjs');
  const prelude = `
    const fs = require('node:fs');
    const args = process.argv.slice(2);
    const option = (name) => args.find((a) => a.startsWith(name + '=')).slice(name.length + 1);
    const dest = option('--dest');
  `;
  writeFileSync(file, prelude + script);
  return { found: true, command: [process.execPath, file], version: '24.0' };
}

const pinOf = (content: string): WheelPin => ({
  project: 'some-project',
  version: '1.2.3',
  built: { python: '3.11', abi: 'cp311', platform: 'manylinux_2_27_x86_64' },
  sha256: createHash('sha256').update(content).digest('hex'),
  bytes: 5_000_000,
});

const fetch = (command: Pip, pin: WheelPin, onProgress: (p: Progress) => void = () => undefined) =>
  fetchWheel(command, pin, join(folder, 'downloads'), join(folder, 'scratch'), onProgress);

beforeEach(() => {
  folder = join(base, String(count++));
  mkdirSync(folder);
});

describe('fetchWheel', () => {
  it('asks pip for exactly the pinned wheel, whatever Python is installed', async () => {
    const command = pip(`
      fs.writeFileSync(${JSON.stringify(join(folder, 'args.json'))}, JSON.stringify({
        args, requirements: fs.readFileSync(option('--requirement'), 'utf8'),
      }));
      fs.writeFileSync(dest + '/some.whl', 'wheel');
    `);
    const pin = pinOf('wheel');
    const file = await fetch(command, pin);
    expect(existsSync(file)).toBe(true);
    const { args, requirements } = (await import(join(folder, 'args.json'), {
      with: { type: 'json' },
    }).then((module: { default: unknown }) => module.default)) as {
      args: string[];
      requirements: string;
    };
    expect(requirements).toBe(`some-project==1.2.3 --hash=sha256:${pin.sha256}\n`);
    for (const expected of ['--require-hashes', '--no-deps', '--python-version=3.11']) {
      expect(args).toContain(expected);
    }
  });

  it('reports sizes and an end', async () => {
    const seen: Progress[] = [];
    await fetch(pip(`fs.writeFileSync(dest + '/some.whl', 'wheel');`), pinOf('wheel'), (p) =>
      seen.push(p),
    );
    expect(seen[0]).toMatchObject({ done: 0, total: 5, unit: 'MB' });
    expect(seen.at(-1)).toMatchObject({ done: 5, total: 5 });
  });

  it('does not fetch again what an interrupted run had fetched whole', async () => {
    const pin = pinOf('wheel');
    const first = await fetch(pip(`fs.writeFileSync(dest + '/some.whl', 'wheel');`), pin);
    await expect(fetch(pip('process.exit(1);'), pin)).resolves.toBe(first);
  });

  it('fetches again when what lies there is cut short', async () => {
    const pin = pinOf('wheel');
    const good = `fs.writeFileSync(dest + '/some.whl', 'wheel');`;
    const file = await fetch(pip(good), pin);
    writeFileSync(file, 'whe');
    await expect(fetch(pip('process.exit(1);'), pin)).rejects.toThrow(/pip could not fetch/);
    await expect(fetch(pip(good), pin)).resolves.toBe(file);
  });

  it('refuses a wheel with another SHA-256', async () => {
    const command = pip(`fs.writeFileSync(dest + '/some.whl', 'other');`);
    await expect(fetch(command, pinOf('wheel'))).rejects.toThrow(/pinned SHA-256/);
  });

  it("gives pip's own reason and what to check", async () => {
    const command = pip(`
      console.error('WARNING: retrying');
      console.error('ERROR: No matching distribution found for some-project');
      process.exit(1);
    `);
    await expect(fetch(command, pinOf('wheel'))).rejects.toMatchObject({
      code: 'runtime',
      message:
        'pip could not fetch some-project 1.2.3: ERROR: No matching distribution found for some-project',
      nextStep: expect.stringContaining('PIP_FIND_LINKS') as string,
    });
  });

  it('calls a full disk a full disk', async () => {
    const command = pip(`
      console.error('ERROR: Could not install: [Errno 28] No space left on device');
      process.exit(1);
    `);
    await expect(fetch(command, pinOf('wheel'))).rejects.toMatchObject({ code: 'no-space' });
  });
});
