/**
 * Why this file exists: where provisioned native TensorFlow lies in the per-user cache, and
 * whether what lies there is whole and has passed its self-test. Reads only; provision.ts writes.
 *
 *   <cache>/native/tensorflow-2.21.0-cpu-linux-x64/
 *     libraries.json  deps/lib/*.so.2  include/         (arrives at once, by a rename)
 *     binding-<key>/napi-v8/tfjs_binding.node           (one per version of the binding's sources)
 *     binding-<key>/binding.json
 *     binding-<key>/self-test-<processor>.json
 */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { hasSystemCode, messageOf } from '../../shared/errors.ts';
import { bundledNative, bundledQuiet } from './bundled.ts';
import { projectFolder } from '../places.ts';
import { lastFailure } from './failure.ts';
import { linkedBinding } from './link.ts';
import { TENSORFLOW_VERSION } from './pins.ts';
import type { Variant } from './pins.ts';

export const COMPILE_FLAGS = ['-std=c++17', '-O2', '-shared', '-fPIC', '-DNAPI_VERSION=8'] as const;

const LibrariesSchema = z.object({
  tensorflow: z.string(),
  wheelSha256: z.string(),
  /** By path below `deps`, with `/`. */
  libraries: z.record(z.string(), z.object({ sha256: z.string(), bytes: z.number() })),
});
export type Libraries = z.infer<typeof LibrariesSchema>;

const BindingSchema = z.object({ sha256: z.string(), compiler: z.string() });
export type Binding = z.infer<typeof BindingSchema>;

const SelfTestSchema = z.object({
  bindingSha256: z.string(),
  passed: z.boolean(),
  detail: z.string(),
});
export type SelfTestStamp = z.infer<typeof SelfTestSchema>;

/** `linux-x64`, `darwin-arm64` ... */
export function systemName(): string {
  return `${process.platform}-${process.arch}`;
}

export function nativeRoot(cache: string): string {
  return join(cache, 'native');
}

export function nativeFolder(cache: string, variant: Variant): string {
  return join(nativeRoot(cache), `tensorflow-${TENSORFLOW_VERSION}-${variant}-${systemName()}`);
}

/** The npm package tfjs-node-gpu, or undefined where npm could not install it. */
export function bindingPackage(): string | undefined {
  const require = createRequire(import.meta.url);
  try {
    return dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json'));
  } catch (error) {
    if (hasSystemCode(error, 'MODULE_NOT_FOUND')) return undefined;
    throw error;
  }
}

/** The C++ files compiled into the binding, and the small one loaded before it. */
export function nativeSources(packageFolder: string): { binding: string[]; quiet: string } {
  return {
    binding: ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) =>
      join(packageFolder, 'binding', name),
    ),
    quiet: join(projectFolder(), 'src', 'main', 'runtime', 'native', 'quiet.cc'),
  };
}

/** Names the binding by its sources and compiler flags, so that a changed one is compiled anew. */
export function bindingKey(packageFolder: string): string {
  const hash = createHash('sha256').update(COMPILE_FLAGS.join(' '));
  const headers = join(packageFolder, 'binding');
  const files = readdirSync(headers).map((name) => join(headers, name));
  for (const file of [...files.sort(), nativeSources(packageFolder).quiet]) {
    hash.update(`\n${basename(file)}\n`).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 12);
}

export function bindingFolder(native: string, packageFolder: string): string {
  return join(native, `binding-${bindingKey(packageFolder)}`);
}

export function bindingFile(folder: string): string {
  return join(folder, 'napi-v8', 'tfjs_binding.node');
}

/** Loaded before the binding, so that TensorFlow is quiet while it starts. */
export function quietFile(folder: string): string {
  return join(folder, 'napi-v8', 'quiet.node');
}

/** A library that runs on one processor can crash on an older one that shares the home folder. */
export function selfTestFile(folder: string): string {
  const model = `${process.arch} ${cpus()[0]?.model ?? ''}`;
  const key = createHash('sha256').update(model).digest('hex').slice(0, 8);
  return join(folder, `self-test-${key}.json`);
}

/** Reads a stamp; undefined when it is missing or not as it should be. */
function readStamp<T>(file: string, schema: z.ZodType<T>): T | undefined {
  try {
    const result = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return result.success ? result.data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || hasSystemCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

function sizeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.size;
}

export function sha256Of(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** The unpacked libraries, if all of them are there in their full size. */
export function readLibraries(native: string): Libraries | undefined {
  const stamp = readStamp(join(native, 'libraries.json'), LibrariesSchema);
  if (!stamp) return undefined;
  const whole = Object.entries(stamp.libraries).every(
    ([path, { bytes }]) => sizeOf(join(native, 'deps', path)) === bytes,
  );
  return whole ? stamp : undefined;
}

/** The compiled binding, if its bytes are those that were compiled. */
export function readBinding(folder: string): Binding | undefined {
  const stamp = readStamp(join(folder, 'binding.json'), BindingSchema);
  const file = bindingFile(folder);
  if (!stamp || sizeOf(file) === undefined) return undefined;
  return sha256Of(file) === stamp.sha256 ? stamp : undefined;
}

/** What the self-test found on this processor, if it ran on these very bytes. */
export function readSelfTest(folder: string, binding: Binding): SelfTestStamp | undefined {
  const stamp = readStamp(selfTestFile(folder), SelfTestSchema);
  return stamp?.bindingSha256 === binding.sha256 ? stamp : undefined;
}

/** Native TensorFlow ready for use, or why it is not. */
export type NativeState =
  | {
      ready: true;
      variant: Variant;
      file: string;
      /** Already where tfjs-node-gpu looks: an installed Loupe carries it. */
      bundled: boolean;
      quiet: string;
      tensorflow: string;
      packageFolder: string;
    }
  | { ready: false; reason: string; mend?: string };

/** The reason is that of the last attempt, where there was one. */
function notSetUp(what: string, cache: string, variant: Variant, mend: string) {
  const failure = lastFailure(nativeRoot(cache), variant);
  return failure
    ? { reason: `${what} is not set up: ${failure.reason}`, mend: failure.mend }
    : { reason: `${what} is not set up in ${nativeFolder(cache, variant)}.`, mend };
}

/** Looks at one variant in the cache. Takes milliseconds. */
export function nativeState(cache: string, variant: Variant): NativeState {
  const mend = `Run: npm run setup${variant === 'gpu' ? ' -- --gpu' : ''}`;
  const what = variant === 'gpu' ? 'TensorFlow with CUDA' : 'Native TensorFlow';
  const packageFolder = bindingPackage();
  if (!packageFolder) {
    return {
      ready: false,
      reason: 'The package @tensorflow/tfjs-node-gpu is not installed.',
      mend: 'Run: npm ci',
    };
  }
  const native = nativeFolder(cache, variant);
  try {
    const bundled = bundledNative(packageFolder);
    if (bundled?.variant === variant) {
      return {
        ready: true,
        variant,
        file: linkedBinding(packageFolder),
        bundled: true,
        quiet: bundledQuiet(packageFolder),
        tensorflow: bundled.tensorflow,
        packageFolder,
      };
    }
    const libraries = readLibraries(native);
    if (!libraries) return { ready: false, ...notSetUp(what, cache, variant, mend) };
    const folder = bindingFolder(native, packageFolder);
    const binding = readBinding(folder);
    if (!binding) {
      return { ready: false, reason: `${what} is not compiled for this version of Loupe.`, mend };
    }
    const test = readSelfTest(folder, binding);
    if (!test) {
      return { ready: false, reason: `${what} has not been tested on this processor.`, mend };
    }
    if (!test.passed) {
      return { ready: false, reason: `${what} failed its self-test: ${test.detail}`, mend };
    }
    const { tensorflow } = libraries;
    return {
      ready: true,
      variant,
      file: bindingFile(folder),
      bundled: false,
      quiet: quietFile(folder),
      tensorflow,
      packageFolder,
    };
  } catch (error) {
    return {
      ready: false,
      reason: `${what} in ${native} cannot be read: ${messageOf(error)}.`,
      mend,
    };
  }
}
