/** Why this file exists: holds that a kill in the middle of writing never leaves half a model. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readCheckpoint, writeCheckpoint } from '../../../src/main/models/checkpoint.ts';
import { readModel, writeModel } from '../../../src/main/models/model-store.ts';
import type { TrainingCheckpoint } from '../../../src/main/engine/train-encoders.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { madeUpLayers, madeUpModel, madeUpPictures, readMultiScale } from './support.ts';

const folder = temporaryFolder();
const WRITER = fileURLToPath(new URL('killed-writer.ts', import.meta.url));
const LARGE = 40_000_000;

/** What a writer has under its temporary name so far: bytes of a file, or of a folder's files. */
function bytesWritten(place: string): number {
  const temporary = readdirSync(place).find((name) => name.startsWith('.loupe-'));
  if (temporary === undefined) return -1;
  const path = join(place, temporary);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found?.size ?? -1;
  let bytes = 0;
  for (const name of readdirSync(path, { recursive: true, encoding: 'utf8' })) {
    bytes += statSync(join(path, name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}

/** Starts writing `path` in a process and kills it as soon as `due` says so. */
async function killWhile(path: string, due: () => boolean): Promise<void> {
  const child = spawn(process.execPath, [WRITER, path], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit');
  while (child.exitCode === null && !due()) await new Promise((r) => setTimeout(r, 1));
  child.kill('SIGKILL');
  const [code, signal] = (await ended) as [number | null, string | null];
  expect({ code, signal }).toEqual({ code: null, signal: 'SIGKILL' });
}

describe.each(['model', 'model.loupe'])('writing %s', (name) => {
  it.each([
    ['its temporary place is made', 0],
    ['half is written', LARGE / 2],
    ['nearly all is written', LARGE],
  ])('and killed when %s leaves no model, and the next write succeeds', async (_, bytes) => {
    const place = await mkdtemp(join(folder, 'killed '));
    const path = join(place, name);
    await killWhile(path, () => bytesWritten(place) >= bytes);

    const left = readdirSync(place);
    expect(left).toHaveLength(1);
    if (existsSync(path)) {
      // The kill came after the rename: then the model is whole.
      await readModel(path);
      return;
    }
    await expect(readModel(path)).rejects.toMatchObject({ code: 'not-found' });
    // Nor is the half one accepted under the name it has.
    const half = await readModel(join(place, left[0] ?? '')).catch((error: unknown) => error);
    expect(half).toMatchObject({ code: 'bad-model' });
    await writeModel(path, madeUpModel(), madeUpPictures());
    expect((await readMultiScale(path)).banks).toEqual(madeUpModel().banks);
  });

  it('into a read-only place says so and leaves nothing', async () => {
    const place = await mkdtemp(join(folder, 'read-only '));
    await chmod(place, 0o555);
    // The superuser may write anywhere, so the test steps down to an ordinary user.
    const superuser = process.getuid?.() === 0;
    if (superuser) {
      await chmod(folder, 0o755);
      process.seteuid?.(65534);
    }
    try {
      const writing = writeModel(join(place, name), madeUpModel(), madeUpPictures());
      await expect(writing).rejects.toMatchObject({
        code: 'read-only',
        message: expect.stringContaining(place) as string,
      });
    } finally {
      if (superuser) process.seteuid?.(0);
      await chmod(place, 0o755);
    }
    expect(await readdir(place)).toEqual([]);
  });

  it('onto a full disk says so and leaves nothing', (context) => {
    if (spawnSync('unshare', ['-rm', 'true']).status !== 0) {
      console.warn('Skipped: a tiny disk needs `unshare -rm`, which this system does not allow.');
      context.skip();
    }
    const place = join(folder, `full ${name}`);
    mkdirSync(place);
    const shell =
      'mount -t tmpfs -o size=20m tmpfs "$1" && { "$2" "$3" "$1/$4" 2>&1; ls -A "$1"; echo end; }';
    const { stdout } = spawnSync(
      'unshare',
      ['-rm', 'sh', '-c', shell, 'sh', place, process.execPath, WRITER, name],
      { encoding: 'utf8' },
    );
    expect(stdout).toContain("code: 'no-space'");
    expect(stdout).toContain(`no room left for ${place}`);
    // Nothing is listed between the error and the end.
    expect(stdout.trimEnd()).toMatch(/\n\s*Node\.js v[\d.]+\nend$/);
  });
});

describe('a checkpoint', () => {
  const file = join(folder, 'checkpoint.safetensors');
  const best = madeUpLayers(16, 3);
  const checkpoint: TrainingCheckpoint = {
    finished: { 64: { weights: madeUpLayers(64, 1), steps: 80 } },
    current: {
      theta: 16,
      step: 12,
      state: new Map([
        ['encoder/0', { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }],
        ['adam-encoder/0', { shape: [], data: Float32Array.of(12) }],
        ['adam-encoder/1', { shape: [2], data: Float32Array.of(0.5, -0.5) }],
        ['adam-encoder/10', { shape: [1], data: Float32Array.of(7) }],
        ['centres', { shape: [1, 3], data: Float32Array.of(9, 8, 7) }],
      ]),
      best: { weights: best, step: 10, value: 0.75 },
    },
    curves: [
      {
        theta: 64,
        step: 4,
        svdd: 0.1,
        cos: -0.2,
        ssl: 2.4,
        kmeans: 0.3,
        total: 2.7,
        angleAccuracy: 0.1,
        meanDistance: 1.1,
        effectiveRank: 12,
        heldOut: null,
      },
    ],
  };

  it('comes back as it was written, tensors in their order', async () => {
    await writeCheckpoint(file, 'run 1', checkpoint);
    const found = await readCheckpoint(file, 'run 1');
    expect(found).toEqual(checkpoint);
    expect([...(found?.current?.state.keys() ?? [])]).toEqual([
      ...(checkpoint.current?.state.keys() ?? []),
    ]);
  });

  it('between two scales comes back as well', async () => {
    const between = { ...checkpoint, current: null };
    await writeCheckpoint(file, 'run 1', between);
    expect(await readCheckpoint(file, 'run 1')).toEqual(between);
  });

  it('of another run is refused, not used', async () => {
    await writeCheckpoint(file, 'run 1', checkpoint);
    await expect(readCheckpoint(file, 'run 2')).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('another training') as string,
    });
  });

  it('that is not there is none', async () => {
    expect(await readCheckpoint(join(folder, 'none'), 'run 1')).toBeNull();
  });

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 5)],
    ['cut short in its header', (bytes: Buffer) => bytes.subarray(0, 100)],
    ['empty', () => Buffer.alloc(0)],
    ['some other file', () => Buffer.from('a text of more than eight letters')],
  ])('that is %s is refused by name', async (_, damage) => {
    await writeCheckpoint(file, 'run 1', checkpoint);
    await writeFile(file, damage(await readFile(file)));
    await expect(readCheckpoint(file, 'run 1')).rejects.toMatchObject({
      code: 'bad-data',
      message: expect.stringContaining(file) as string,
    });
    await rm(file);
  });
});
