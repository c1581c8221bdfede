/** The folder that becomes the installed application, made for real and started. */
import { fork, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stage, type Staged } from '../../../resources/packaging/stage.ts';
import { cacheFolder, homeFolder, projectFolder } from '../../../src/main/places.ts';
import { FromProcessSchema } from '../../../src/main/compute/protocol.ts';
import { nativeState } from '../../../src/main/runtime/native-store.ts';

const native = nativeState(cacheFolder(), 'cpu').ready || nativeState(cacheFolder(), 'gpu').ready;
if (!native) {
  console.warn('SKIPPED: no native TensorFlow is set up here, so none can be staged.');
}

let folder = '';
let staged: Staged;

beforeAll(async () => {
  const root = projectFolder();
  const vite = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const built = spawnSync(process.execPath, [vite, 'build'], { cwd: root, encoding: 'utf8' });
  expect(built.status, built.stderr).toBe(0);
  folder = await mkdtemp(join(tmpdir(), 'loupe-stage-'));
  staged = await stage({
    root,
    to: join(folder, 'stage'),
    cache: cacheFolder(),
    home: homeFolder(),
  });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the staged application', () => {
  test('holds the built code and its entry', async () => {
    expect(staged.files).toEqual(
      expect.arrayContaining([
        'app/package.json',
        'app/out/main/index.js',
        'app/out/main/compute-process.js',
        'app/out/preload/index.cjs',
        'app/out/renderer/index.html',
      ]),
    );
    const own = JSON.parse(await readFile(join(staged.app, 'package.json'), 'utf8')) as object;
    expect(own).toMatchObject({ name: 'loupe', main: 'out/main/index.js', type: 'module' });
    // electron-builder packs what is named here and drops the rest.
    expect(own).toHaveProperty(['dependencies', '@tensorflow/tfjs-node-gpu']);
    expect(own).not.toHaveProperty('optionalDependencies');
    expect(own).not.toHaveProperty('devDependencies');
    expect(own).not.toHaveProperty('scripts');
  });

  test('holds nothing of tests, no sources and no source maps', () => {
    const stray = staged.files.filter((file) =>
      /\.map$|\.tsx?$|(^|\/)(test|tests|__tests__)\//.test(file.replace(/^app\/out\//, '')),
    );
    expect(stray).toEqual([]);
    expect(staged.files.filter((file) => /playwright|vitest|electron-vite/.test(file))).toEqual([]);
  });

  test('holds the native parts of this system', () => {
    expect(staged.files.some((file) => /better-sqlite3\/.*\.node$/.test(file))).toBe(true);
    expect(staged.files.some((file) => /@img\/sharp-.*\.node$/.test(file))).toBe(true);
  });

  test('names no path of the machine that built it', async () => {
    for (const file of ['out/main/index.js', 'out/main/compute-process.js']) {
      const code = await readFile(join(staged.app, file), 'utf8');
      expect(code).not.toContain(projectFolder());
    }
  });

  test.skipIf(!native)('computes with the TensorFlow that it carries', async () => {
    expect(staged.missing.filter((sentence) => sentence.includes('TensorFlow'))).toEqual([]);
    const child = fork(join(staged.app, 'out', 'main', 'compute-process.js'), [], {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      // Nothing of this machine's own set-up is found there.
      env: { ...process.env, LOUPE_HOME: folder, LOUPE_CACHE: join(folder, 'no-cache') },
    });
    try {
      const label = await new Promise<string>((done, fail) => {
        child.on('exit', (code) => fail(new Error(`it ended with code ${code ?? 'none'}`)));
        child.on('message', (raw) => {
          const message = FromProcessSchema.parse(raw);
          if (message.kind === 'ready') done(message.device.label);
        });
      });
      expect(label).toContain('native CPU');
    } finally {
      child.kill('SIGKILL');
    }
  });
});
