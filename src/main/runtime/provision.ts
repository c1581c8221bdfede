/**
 * Why this file exists: makes native TensorFlow usable: the pinned wheel by pip, the needed files
 * out of it, the binding by g++, a self-test. Every step ends in a rename, so that a kill at any
 * moment leaves nothing half done that a later run would take for whole.
 */
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LoupeError, messageOf } from '../../shared/errors.ts';
import type { OnProgress } from '../../shared/progress.ts';
import { writingTo } from '../files.ts';
import { compileBinding, findCompiler } from './compile.ts';
import { forgetFailure, rememberFailure } from './failure.ts';
import { linkBinding } from './link.ts';
import { withLock } from './lock.ts';
import {
  bindingFile,
  bindingFolder,
  bindingPackage,
  nativeFolder,
  nativeRoot,
  nativeState,
  quietFile,
  readBinding,
  readLibraries,
  readSelfTest,
  selfTestFile,
  systemName,
} from './native-store.ts';
import type { SelfTestStamp } from './native-store.ts';
import { nativePin } from './pins.ts';
import type { NativePin, Variant } from './pins.ts';
import { cannot, provideLibraries, scratchFolder } from './provide-libraries.ts';
import { findPip } from './python.ts';
import { runTool } from './tools.ts';

export interface ProvisionOptions {
  /** The per-user cache folder (`cacheFolder()`). */
  cache: string;
  variant: Variant;
  onProgress: OnProgress;
  say: (line: string) => void;
}

/** Throws unless this system can run the pinned wheel. */
function checkSystem(variant: Variant): NativePin {
  const system = systemName();
  const pin = nativePin(variant, system);
  const goesOn = 'Loupe goes on with WASM, which is slower.';
  if (!pin) {
    const what = variant === 'gpu' ? 'TensorFlow with CUDA' : 'native TensorFlow';
    throw cannot(`There is no ${what} for ${system} that Loupe could use.`, goesOn);
  }
  const { header } = process.report.getReport() as {
    header: { glibcVersionRuntime?: string };
  };
  const glibc = header.glibcVersionRuntime;
  if (glibc === undefined) {
    throw cannot(
      'Native TensorFlow needs the GNU C library, which this system does not use.',
      goesOn,
    );
  }
  if (glibc.localeCompare(pin.glibc, 'en', { numeric: true }) < 0) {
    throw cannot(
      `Native TensorFlow needs glibc ${pin.glibc} or newer; this system has ${glibc}.`,
      goesOn,
    );
  }
  return pin;
}

async function provideBinding(
  packageFolder: string,
  native: string,
  compiler: string,
  onProgress: OnProgress,
): Promise<void> {
  const folder = bindingFolder(native, packageFolder);
  const scratch = await scratchFolder(native);
  const step = 'Compiling the TensorFlow binding with g++ (about 10 seconds)';
  onProgress({ step, done: 0, total: 1 });
  try {
    await compileBinding(packageFolder, native, scratch, compiler);
    await rm(folder, { recursive: true, force: true });
    await rename(scratch, folder);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  onProgress({ step, done: 1, total: 1 });
}

/** Runs the self-test in a process of its own and stores what it found. */
async function testBinding(packageFolder: string, folder: string): Promise<SelfTestStamp> {
  const binding = readBinding(folder);
  if (!binding) throw cannot('The compiled binding vanished.', 'Run: npm run setup');
  linkBinding(packageFolder, bindingFile(folder));
  const child = join(import.meta.dirname, 'self-test-child.ts');
  const args = ['--disable-warning=ExperimentalWarning', child, quietFile(folder)];
  const result = await runTool(process.execPath, args);
  const line = result.output.trim().split('\n').at(-1) ?? '';
  const passed = result.code === 0 && /^\{"passed":true,/.test(line);
  const detail = passed
    ? line
    : result.signal
      ? `it ended with ${result.signal}, as on a processor without AVX`
      : line || `it ended with code ${result.code}`;
  const stamp = { bindingSha256: binding.sha256, passed, detail };
  await writeFile(selfTestFile(folder), JSON.stringify(stamp));
  return stamp;
}

async function provide(options: ProvisionOptions): Promise<void> {
  const { cache, variant, onProgress, say } = options;
  const pin = checkSystem(variant);
  const packageFolder = bindingPackage();
  if (!packageFolder) {
    throw cannot('The npm package @tensorflow/tfjs-node-gpu is not installed.', 'Run: npm ci');
  }
  const native = nativeFolder(cache, variant);
  const folder = bindingFolder(native, packageFolder);
  // Both tools are looked for before hundreds of megabytes are fetched for nothing.
  if (!readBinding(folder) || !readLibraries(native)) {
    const compiler = await findCompiler();
    if (!compiler.found) throw cannot(compiler.reason, compiler.mend);
    if (!readLibraries(native)) {
      const pip = await findPip();
      if (!pip.found) throw cannot(pip.reason, pip.mend);
      await provideLibraries(pip, pin, native, nativeRoot(cache), onProgress);
    }
    await provideBinding(packageFolder, native, compiler.version, onProgress);
  }
  const binding = readBinding(folder);
  const test = binding && readSelfTest(folder, binding);
  if (!test?.passed) {
    const found = await testBinding(packageFolder, folder);
    if (!found.passed) {
      throw cannot(
        `Native TensorFlow is set up but fails its self-test: ${found.detail}.`,
        `Loupe goes on with WASM. To try once more remove ${native} and run: npm run setup`,
      );
    }
    say('Native TensorFlow passed its self-test.');
  }
  linkBinding(packageFolder, bindingFile(folder));
}

/** The failure as a person should read it: about the cache, and with the set-up as next step. */
function asProblem(error: unknown): LoupeError {
  if (error instanceof LoupeError) {
    if (error.code !== 'no-space' && error.code !== 'read-only') return error;
    const nextStep =
      'Free some space there, or set LOUPE_CACHE to a folder on another disk that you can write to, then run: npm run setup';
    return new LoupeError(error.code, error.message, nextStep, { cause: error });
  }
  return new LoupeError(
    'runtime',
    `Native TensorFlow could not be set up: ${messageOf(error)}.`,
    'Run it again with LOUPE_DEBUG=1 npm run setup to see where it failed.',
    { cause: error },
  );
}

/**
 * Sets native TensorFlow up in the cache and links it into this clone; quick when all is there.
 *
 * @throws LoupeError `runtime`, `no-space` or `read-only` when it cannot be had here, with what
 *   would mend it; Loupe then runs on WASM
 */
export async function provisionNative(options: ProvisionOptions): Promise<void> {
  const { cache, variant, say } = options;
  const root = nativeRoot(cache);
  const started = performance.now();
  const state = nativeState(cache, variant);
  if (state.ready) {
    linkBinding(state.packageFolder, state.file);
    return;
  }
  try {
    await writingTo(root, () =>
      withLock(
        join(root, 'setup.lock'),
        (holder) => say(`Another Loupe (${holder}) is setting up TensorFlow; waiting for it.`),
        () => provide(options),
      ),
    );
  } catch (error) {
    const problem = asProblem(error);
    rememberFailure(root, variant, problem, (performance.now() - started) / 1000);
    throw problem;
  }
  forgetFailure(root, variant);
}
