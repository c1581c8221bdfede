/** Why this file exists: compiling tfjs-node-gpu's own binding sources against the unpacked library. */
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { LoupeError } from '../../shared/errors.ts';
import { COMPILE_FLAGS, bindingFile, nativeSources, quietFile, sha256Of } from './native-store.ts';
import { runTool } from './tools.ts';
import type { ToolResult } from './tools.ts';

export type Compiler =
  { found: true; version: string } | { found: false; reason: string; mend: string };

/** Looks for g++, which compiles the binding. */
export async function findCompiler(): Promise<Compiler> {
  const result = await runTool('g++', ['-dumpfullversion', '-dumpversion']);
  if (!result.missing && result.code === 0) {
    return { found: true, version: `g++ ${result.output.trim()}` };
  }
  return {
    found: false,
    reason: 'g++, which compiles the binding of native TensorFlow, was not found.',
    mend: 'Install it (Debian, Ubuntu: apt install g++; Fedora: dnf install gcc-c++), then run: npm run setup',
  };
}

/** Where node-api-headers keeps its C headers. */
function nodeApiHeaders(): string {
  const require = createRequire(import.meta.url);
  return join(dirname(require.resolve('node-api-headers/package.json')), 'include');
}

/**
 * Compiles the binding into `folder` with its stamp. `native` is the folder with `deps/lib` and
 * `include`; at run time the binding finds the libraries two folders above itself, and a copy of
 * it by the absolute path.
 *
 * @throws LoupeError `runtime` with the compiler's first error
 */
export async function compileBinding(
  packageFolder: string,
  native: string,
  folder: string,
  compiler: string,
): Promise<void> {
  const libraries = join(native, 'deps', 'lib');
  const sources = nativeSources(packageFolder);
  const cc = '-l:libtensorflow_cc.so.2';
  const framework = '-l:libtensorflow_framework.so.2';
  const includes = [`-I${nodeApiHeaders()}`, `-I${join(native, 'include')}`];
  const runPaths = ['-Wl,-rpath,$ORIGIN/../../deps/lib', `-Wl,-rpath,${libraries}`];
  const compile = async (from: readonly string[], output: string, linked: readonly string[]) => {
    const args = [...from, '-o', output, `-L${libraries}`, ...linked, ...runPaths];
    // g++ writes its intermediate files here rather than to a possibly small /tmp.
    const env = { TMPDIR: folder };
    const result = await runTool('g++', [...COMPILE_FLAGS, ...includes, ...args], { env });
    if (result.code !== 0) throw compileFailure(result, folder);
  };
  await mkdir(dirname(bindingFile(folder)), { recursive: true });
  await compile([sources.quiet], quietFile(folder), ['-ldl']);
  await compile(sources.binding, bindingFile(folder), [cc, framework]);
  const stamp = { sha256: sha256Of(bindingFile(folder)), compiler };
  await writeFile(join(folder, 'binding.json'), JSON.stringify(stamp));
}

function compileFailure({ output, code, signal }: ToolResult, folder: string): LoupeError {
  if (/no space left/i.test(output)) {
    return new LoupeError(
      'no-space',
      `The disk filled up while ${folder} was written.`,
      'Free some space, or set LOUPE_CACHE to a folder on another disk, then run: npm run setup',
    );
  }
  const reason = output.split('\n').find((line) => /error/i.test(line));
  return new LoupeError(
    'runtime',
    `g++ could not compile the binding of native TensorFlow: ${reason ?? `it ended with ${code ?? signal}`}`,
    'A newer g++ (9 or later) may help; then run: npm run setup',
  );
}
