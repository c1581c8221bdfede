/**
 * Why this file exists: fetching one pinned wheel with pip, which knows the user's index, proxy
 * and mirrors, and checking its SHA-256.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LoupeError, hasSystemCode } from '../../shared/errors.ts';
import type { OnProgress } from '../../shared/progress.ts';
import { runTool } from './tools.ts';
import type { WheelPin } from './pins.ts';

/** Command lines that may start Python, in the order tried. */
const CANDIDATES: readonly (readonly [string, ...string[]])[] =
  process.platform === 'win32'
    ? [['py', '-3'], ['python'], ['python3']]
    : [['python3'], ['python']];

export type Pip = { found: true; command: readonly [string, ...string[]]; version: string };
export type NoPip = { found: false; reason: string; mend: string };

/** The first Python that has pip. */
export async function findPip(): Promise<Pip | NoPip> {
  let pythonWithoutPip: string | undefined;
  for (const [command, ...first] of CANDIDATES) {
    const result = await runTool(command, [...first, '-m', 'pip', '--version']);
    if (result.missing) continue;
    if (result.code === 0) {
      return {
        found: true,
        command: [command, ...first, '-m', 'pip'],
        version: result.output.trim().split(/\s+/)[1] ?? 'unknown',
      };
    }
    pythonWithoutPip ??= command;
  }
  return pythonWithoutPip
    ? {
        found: false,
        reason: `${pythonWithoutPip} is there, but it has no pip, which fetches native TensorFlow.`,
        mend: `Install pip (Debian, Ubuntu: apt install python3-pip; elsewhere: ${pythonWithoutPip} -m ensurepip), then run: npm run setup`,
      }
    : {
        found: false,
        reason: 'python3 with pip, which fetches native TensorFlow, was not found.',
        mend: 'Install it (Debian, Ubuntu: apt install python3-pip), then run: npm run setup',
      };
}

/** SHA-256 of a file of any size, hexadecimal. */
export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}

/** Bytes of all files below `folder`, some of which may vanish meanwhile. */
async function bytesBelow(folder: string): Promise<number> {
  let total = 0;
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    try {
      total += (await stat(join(entry.parentPath, entry.name))).size;
    } catch (error) {
      if (!hasSystemCode(error, 'ENOENT')) throw error;
    }
  }
  return total;
}

/** Makes pip look for another Python's wheel than the one it would choose for itself. */
function builtFor({ python, abi, platform }: NonNullable<WheelPin['built']>): string[] {
  return [
    '--implementation=cp',
    `--python-version=${python}`,
    `--abi=${abi}`,
    `--platform=${platform}`,
  ];
}

function pipArguments(pin: WheelPin, folder: string): string[] {
  return [
    'download',
    '--no-deps',
    '--only-binary=:all:',
    '--require-hashes',
    // pip's own cache would keep a second copy of hundreds of megabytes.
    '--no-cache-dir',
    '--no-input',
    '--disable-pip-version-check',
    '--progress-bar=off',
    ...(pin.built ? builtFor(pin.built) : []),
    `--dest=${join(folder, 'wheel')}`,
    `--requirement=${join(folder, 'requirements.txt')}`,
  ];
}

function pipFailure(pin: WheelPin, output: string): LoupeError {
  const what = `${pin.project} ${pin.version}`;
  if (/no space left|errno 28/i.test(output)) {
    return new LoupeError(
      'no-space',
      `The disk filled up while pip fetched ${what}.`,
      'Free some space, or set LOUPE_CACHE to a folder on another disk, then run: npm run setup',
    );
  }
  const errors = output.split('\n').filter((line) => line.startsWith('ERROR:'));
  const said = errors.length > 0 ? errors.join(' ') : output.trim().split('\n').slice(-2).join(' ');
  return new LoupeError(
    'runtime',
    `pip could not fetch ${what}: ${said || 'it gave no reason'}`,
    "Check the network and pip's settings (pip config list; behind a proxy set HTTPS_PROXY; with " +
      'the wheel in a folder set PIP_NO_INDEX=1 and PIP_FIND_LINKS=FOLDER), then run: npm run setup',
  );
}

/** Where a fetched wheel waits until it is unpacked. */
export function keptWheel(pin: WheelPin, downloads: string): string {
  return join(downloads, `${pin.sha256.slice(0, 16)}.whl`);
}

/**
 * Fetches the wheel into `downloads`, unless a whole one lies there from an interrupted run.
 *
 * @param scratch a folder of the caller's own for what is incomplete
 * @returns the wheel's path
 * @throws LoupeError `no-space` or `runtime` with pip's own reason
 */
export async function fetchWheel(
  pip: Pip,
  pin: WheelPin,
  downloads: string,
  scratch: string,
  onProgress: OnProgress,
): Promise<string> {
  const kept = keptWheel(pin, downloads);
  if (await isWhole(kept, pin.sha256)) return kept;

  await mkdir(downloads, { recursive: true });
  await mkdir(join(scratch, 'wheel'), { recursive: true });
  await writeFile(
    join(scratch, 'requirements.txt'),
    `${pin.project}==${pin.version} --hash=sha256:${pin.sha256}\n`,
  );
  const total = Math.round(pin.bytes / 1e6);
  const step = `Downloading ${pin.project} ${pin.version}`;
  const report = (done: number) => onProgress({ step, done, total, unit: 'MB' });
  report(0);
  const timer = setInterval(() => {
    bytesBelow(scratch).then(
      (bytes) => report(Math.min(total - 1, Math.round(bytes / 1e6))),
      // The download itself reports what is wrong with the disk.
      () => report(0),
    );
  }, 1000);
  const [command, ...first] = pip.command;
  let result;
  try {
    result = await runTool(command, [...first, ...pipArguments(pin, scratch)], {
      // pip collects the file in TMPDIR, which may be a small file system of its own.
      env: { TMPDIR: scratch, TEMP: scratch, TMP: scratch, PIP_REQUIRE_VIRTUALENV: '0' },
    });
  } finally {
    clearInterval(timer);
  }
  if (result.code !== 0) throw pipFailure(pin, result.output);
  const [name] = await readdir(join(scratch, 'wheel'));
  const file = join(scratch, 'wheel', name ?? '');
  if (!name || !(await isWhole(file, pin.sha256))) {
    throw pipFailure(pin, 'ERROR: what it fetched does not have the pinned SHA-256');
  }
  await rename(file, kept);
  report(total);
  return kept;
}

async function isWhole(file: string, sha256: string): Promise<boolean> {
  try {
    return (await sha256OfFile(file)) === sha256;
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT')) return false;
    throw error;
  }
}
