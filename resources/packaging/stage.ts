/**
 * Why this file exists: the folder that becomes the installed application, made file by file so that
 * it can be looked at and tested where no Electron is: the built code, the packages it loads, native
 * TensorFlow in its place, and the backbone beside it.
 */
import { constants } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { backboneFile } from '../../src/main/backbone/store.ts';
import { BUNDLED_NAME, bundledQuiet } from '../../src/main/runtime/bundled.ts';
import { linkedBinding } from '../../src/main/runtime/link.ts';
import { nativeState } from '../../src/main/runtime/native-store.ts';
import { isPacked, productionPackages } from './production.ts';

export interface StageOptions {
  /** The project, built. */
  root: string;
  /** Where the application is staged: `app/` and `resources/` inside; emptied first. */
  to: string;
  /** Where native TensorFlow and the backbone were set up. */
  cache: string;
  home: string;
}

export interface Staged {
  app: string;
  resources: string;
  /** Files of `app` and `resources`, relative to `to`, with `/`, sorted. */
  files: string[];
  bytes: number;
  /** What could not be put in, as sentences. */
  missing: string[];
}

const BINDING_PACKAGE = join('node_modules', '@tensorflow', 'tfjs-node-gpu');

/** Stages the application. */
export async function stage({ root, to, cache, home }: StageOptions): Promise<Staged> {
  const app = join(to, 'app');
  const resources = join(to, 'resources');
  await rm(to, { recursive: true, force: true });
  await mkdir(resources, { recursive: true });
  const missing: string[] = [];

  await copyTree(join(root, 'out', 'main'), join(app, 'out', 'main'), isBuilt);
  await copyTree(join(root, 'out', 'preload'), join(app, 'out', 'preload'), isBuilt);
  await copyTree(join(root, 'out', 'renderer'), join(app, 'out', 'renderer'), isBuilt);
  await writeFile(join(app, 'package.json'), await ownPackage(root));
  await copyFile(join(root, 'LICENSE'), join(app, 'LICENSE'));
  for (const { folder } of productionPackages(root)) {
    await copyTree(folder, join(app, relative(root, folder)), isPacked);
  }
  missing.push(...(await stageNative(cache, join(app, BINDING_PACKAGE))));
  missing.push(...(await stageBackbone(home, resources)));

  const files = (await filesBelow(to)).map((file) => relative(to, file).replaceAll('\\', '/'));
  let bytes = 0;
  for (const file of files) bytes += (await stat(join(to, file))).size;
  return { app, resources, files: files.sort(), bytes, missing };
}

const isBuilt = (path: string): boolean => !path.endsWith('.map');

/**
 * The package without what only a clone needs. What is optional in a clone and staged is a dependency
 * here: electron-builder packs what the package names, and would drop it.
 */
async function ownPackage(root: string): Promise<string> {
  const { name, version, description, type, main, dependencies, optionalDependencies } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  ) as PackageFile;
  const staged = new Set(productionPackages(root).map((one) => one.name));
  const needed = Object.fromEntries(
    Object.entries({ ...dependencies, ...optionalDependencies }).filter(([key]) => staged.has(key)),
  );
  const own = { name, productName: 'Loupe', version, description, type, main };
  const author = 'The Loupe founders';
  return `${JSON.stringify({ ...own, author, dependencies: needed }, null, 2)}\n`;
}

interface PackageFile extends Record<string, unknown> {
  dependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
}

/** Native TensorFlow into the package that loads it; says so where this machine has none. */
async function stageNative(cache: string, packageFolder: string): Promise<string[]> {
  const gpu = nativeState(cache, 'gpu');
  const state = gpu.ready ? gpu : nativeState(cache, 'cpu');
  if (!state.ready) {
    return [
      `Native TensorFlow is left out, so the application would compute by WASM: ${state.reason}`,
    ];
  }
  const binding = linkedBinding(packageFolder);
  await mkdir(dirname(binding), { recursive: true });
  await copyFile(state.file, binding);
  await copyFile(state.quiet, bundledQuiet(packageFolder));
  const native = dirname(dirname(dirname(state.file)));
  await copyTree(join(native, 'deps', 'lib'), join(packageFolder, 'deps', 'lib'), () => true);
  const { tensorflow, variant } = state;
  await writeFile(join(packageFolder, BUNDLED_NAME), JSON.stringify({ tensorflow, variant }));
  return [];
}

async function stageBackbone(home: string, resources: string): Promise<string[]> {
  const from = backboneFile(home);
  const to = join(resources, 'backbones', 'backbone.safetensors');
  try {
    await mkdir(dirname(to), { recursive: true });
    await copyFile(from, to);
    return [];
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    return [`The backbone is left out: there is none at ${from}. Run: npm run setup`];
  }
}

/** Copies the files that `wanted` says yes to; where the file system can, without doubling the bytes. */
async function copyTree(
  from: string,
  to: string,
  wanted: (path: string) => boolean,
): Promise<void> {
  for (const file of await filesBelow(from)) {
    const path = relative(from, file);
    if (!wanted(path)) continue;
    const target = join(to, path);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(file, target, constants.COPYFILE_FICLONE);
  }
}

/** All files below a folder; links to files count as files. Packages inside packages are their own. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files: string[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() || (entry.isSymbolicLink() && (await stat(path)).isFile())) files.push(path);
  }
  return files;
}
