/**
 * Why this file exists: which packages an installed Loupe needs (those that main loads at run time),
 * and which of their files: no tests, no sources of other languages, no source maps.
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative, sep } from 'node:path';
import { z } from 'zod';

const PackageSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.unknown().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});

export interface ProductionPackage {
  name: string;
  version: string;
  licence: string;
  /** Its folder, absolute. */
  folder: string;
}

/** Electron brings its own Node; the launcher's is not packed. */
const NOT_PACKED = /^node-(linux|darwin|win)-/;
/** Headers for compiling only. */
const NOT_LOADED = new Set(['node-addon-api']);

/**
 * The packages that `root` needs at run time, each once for each place it lies in; sorted by folder.
 * Optional ones that are not installed (those of other systems) are left out.
 * @throws Error when a needed package is not installed
 */
export function productionPackages(root: string): ProductionPackage[] {
  const found = new Map<string, ProductionPackage>();
  const visit = (from: string, name: string, optional: boolean): void => {
    if (NOT_PACKED.test(name) || NOT_LOADED.has(name)) return;
    const folder = resolvePackage(root, from, name);
    if (folder === undefined) {
      if (optional) return;
      throw new Error(`${name}, needed by ${relative(root, from) || 'Loupe'}, is not installed.`);
    }
    if (found.has(folder)) return;
    const { version, license, dependencies, optionalDependencies } = readPackage(folder);
    const licence = typeof license === 'string' ? license : 'its licence is in its text';
    found.set(folder, { name, version, licence, folder });
    visitAll(folder, dependencies, optionalDependencies);
  };
  const visitAll = (
    from: string,
    needed: Record<string, string> = {},
    optional: Record<string, string> = {},
  ): void => {
    for (const name of Object.keys(needed)) visit(from, name, name in optional);
    for (const name of Object.keys(optional)) visit(from, name, true);
  };
  const own = readPackage(root);
  visitAll(root, own.dependencies, own.optionalDependencies);
  return [...found.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

function readPackage(folder: string): z.infer<typeof PackageSchema> {
  return PackageSchema.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
}

/** As Node looks for it: in each `node_modules` from `from` up to the project. */
function resolvePackage(root: string, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (basename(folder) !== 'node_modules') {
      const candidate = join(folder, 'node_modules', ...name.split('/'));
      if (existsSync(join(candidate, 'package.json'))) return candidate;
    }
    if (folder === root || folder === dirname(folder)) return undefined;
  }
}

const UNUSED_FOLDERS = new Set([
  'test',
  'tests',
  '__tests__',
  'docs',
  'doc',
  'example',
  'examples',
  'benchmark',
  '.github',
]);
const UNUSED_ENDINGS = new Set([
  '.map',
  '.ts',
  '.mts',
  '.c',
  '.cts',
  '.cc',
  '.cpp',
  '.h',
  '.gyp',
  '.tgz',
]);
const KEPT = /^(licen[sc]e|copying|notice)/i;

/**
 * True for a file of a package that is packed.
 * @param path relative to the package's folder, with the system's separator
 */
export function isPacked(path: string): boolean {
  const parts = path.split(sep);
  const name = parts.at(-1) ?? '';
  // Packages inside packages are packages of their own.
  if (parts.includes('node_modules') || parts.includes('__tests__')) return false;
  // Only at the top: a package may well load its `dist/doc`.
  if (parts.length > 1 && UNUSED_FOLDERS.has(parts[0] ?? '')) return false;
  if (KEPT.test(name)) return true;
  if (/\.(test|spec|bench)\.[cm]?js$|_test\.js$|\.config\.[cm]?js$/.test(name)) return false;
  if (name.endsWith('.md') || name.startsWith('.')) return false;
  return !UNUSED_ENDINGS.has(extname(name));
}
