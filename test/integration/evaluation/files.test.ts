/** Why this file exists: holds that no write ever shows half a file, whatever stops it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ensureFolder,
  removeTemporaryFiles,
  temporaryPathBeside,
  writeFileAtomically,
  writeProblem,
} from '../../../src/main/files.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loupe files ü '));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const systemError = (code: string) => Object.assign(new Error(`${code}: made up`), { code });

describe('writeFileAtomically', () => {
  it('writes text, bytes and lists of chunks, replaces what was there and leaves nothing else', async () => {
    const path = join(folder, 'report.json');
    await writeFileAtomically(path, 'first, longer than the second');
    await writeFileAtomically(path, 'größer');
    expect(await readFile(path, 'utf8')).toBe('größer');
    await writeFileAtomically(path, new Uint8Array([1, 2, 3]), { sync: false });
    expect([...(await readFile(path))]).toEqual([1, 2, 3]);
    await writeFileAtomically(path, [new Uint8Array([1]), new Uint8Array(0), new Uint8Array([2])]);
    expect([...(await readFile(path))]).toEqual([1, 2]);
    expect(await readdir(folder)).toEqual(['report.json']);
  });

  it('accepts a name of the longest length a file system allows', async () => {
    const name = 'x'.repeat(255);
    await writeFileAtomically(join(folder, name), 'a');
    expect(await readdir(folder)).toEqual([name]);
  });

  it('keeps the old content and removes its temporary file when the rename fails', async () => {
    const path = join(folder, 'target');
    await mkdir(path);
    await writeFile(join(path, 'inside'), 'kept');
    await expect(writeFileAtomically(path, 'a')).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['target']);
    expect(await readFile(join(path, 'inside'), 'utf8')).toBe('kept');
  });

  it('says that the folder is missing', async () => {
    await expect(writeFileAtomically(join(folder, 'none', 'a'), 'a')).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining(join(folder, 'none')) as string,
    });
  });

  it('says that the folder is read-only', async () => {
    await chmod(folder, 0o555);
    // The superuser may write anywhere, so the test steps down to an ordinary user.
    const superuser = process.getuid?.() === 0;
    if (superuser) process.seteuid?.(65534);
    try {
      await expect(writeFileAtomically(join(folder, 'a'), 'a')).rejects.toMatchObject({
        code: 'read-only',
        message: expect.stringContaining(folder) as string,
      });
      await expect(ensureFolder(join(folder, 'sub'))).rejects.toMatchObject({ code: 'read-only' });
    } finally {
      if (superuser) process.seteuid?.(0);
      await chmod(folder, 0o755);
    }
    expect(await readdir(folder)).toEqual([]);
  });

  it('says that the disk is full, keeps the old file and leaves no temporary file', (context) => {
    const probe = spawnSync('unshare', ['-rm', 'true']);
    if (probe.status !== 0) {
      console.warn('Skipped: a tiny disk needs `unshare -rm`, which this system does not allow.');
      context.skip();
    }
    const script = `
      import { writeFileAtomically } from ${JSON.stringify(new URL('../../../src/main/files.ts', import.meta.url).href)};
      import { readFileSync, readdirSync } from 'node:fs';
      const path = process.argv[1] + '/model.bin';
      await writeFileAtomically(path, 'old');
      const failure = await writeFileAtomically(path, new Uint8Array(1_000_000)).then(() => null, (error) => error);
      console.log(JSON.stringify({ code: failure?.code, message: failure?.message, old: readFileSync(path, 'utf8'), files: readdirSync(process.argv[1]) }));
    `;
    const output = execFileSync(
      'unshare',
      [
        '-rm',
        'sh',
        '-c',
        'mount -t tmpfs -o size=64k tmpfs "$1" && exec "$2" --input-type=module -e "$3" "$1"',
        'sh',
        folder,
        process.execPath,
        script,
      ],
      { encoding: 'utf8' },
    );
    expect(JSON.parse(output)).toMatchObject({
      code: 'no-space',
      message: expect.stringContaining(folder) as string,
      old: 'old',
      files: ['model.bin'],
    });
  });
});

describe('ensureFolder', () => {
  it('makes parents and accepts a folder that is there', async () => {
    await ensureFolder(join(folder, 'a', 'b'));
    await ensureFolder(join(folder, 'a', 'b'));
    expect(await readdir(join(folder, 'a'))).toEqual(['b']);
  });

  it('says that a file is in the way', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(ensureFolder(join(folder, 'file'))).rejects.toMatchObject({ code: 'usage' });
    await expect(ensureFolder(join(folder, 'file', 'sub'))).rejects.toMatchObject({
      code: 'usage',
    });
  });
});

describe('writeProblem', () => {
  it('names the folder and the kind of failure', () => {
    for (const [code, kind] of [
      ['ENOSPC', 'no-space'],
      ['EDQUOT', 'no-space'],
      ['EACCES', 'read-only'],
      ['EROFS', 'read-only'],
    ] as const) {
      expect(writeProblem(systemError(code), '/out')).toMatchObject({
        code: kind,
        message: expect.stringContaining('/out') as string,
      });
    }
  });

  it('leaves an error it does not know as it is', () => {
    const unknown = systemError('EIO');
    expect(writeProblem(unknown, '/out')).toBe(unknown);
  });
});

describe('removeTemporaryFiles', () => {
  it('removes what killed writes left, at any depth, and nothing else', async () => {
    await mkdir(join(folder, 'maps'));
    await writeFile(temporaryPathBeside(join(folder, 'maps', 'a.npy')), 'half');
    await writeFile(temporaryPathBeside(join(folder, 'a')), 'half');
    await writeFile(join(folder, 'maps', '.loupe-notes.tmp'), 'mine');
    await removeTemporaryFiles(folder);
    expect(await readdir(folder)).toEqual(['maps']);
    expect(await readdir(join(folder, 'maps'))).toEqual(['.loupe-notes.tmp']);
  });
});
