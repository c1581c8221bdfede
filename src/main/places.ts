/** Why this file exists: where Loupe keeps things, decided once for every entry. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import {
  machineSettingsFile,
  readMachineSettings,
  type MachineSettings,
} from './machine-settings.ts';

/** What the decision depends on; given by tests, else the running process. */
export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  home: string;
  /** What the plant has set for the machine. */
  machine: MachineSettings;
}

let read: MachineSettings | undefined;

/** What the plant has set for this machine; read once. Throws `usage` when it is not understood. */
export function machineSettings(): MachineSettings {
  read ??= readMachineSettings(machineSettingsFile(process.env, process.platform));
  return read;
}

function surroundings(): Surroundings {
  const machine = machineSettings();
  return { env: process.env, platform: process.platform, home: homedir(), machine };
}

let project: string | undefined;

/**
 * The project's folder, or the installed application's: the nearest one above that holds a
 * `package.json`. The same from the sources and from wherever a bundler puts this code below `out`.
 */
export function projectFolder(): string {
  project ??= folderAbove(import.meta.dirname);
  return project;
}

function folderAbove(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) throw new Error(`no package.json lies above ${start}`);
  }
}

/**
 * Catalog, models, reports, data sets and backbones: `LOUPE_HOME`, else as the machine's settings
 * say, else this user's place for application data.
 */
export function homeFolder(where: Surroundings = surroundings()): string {
  const { env, platform, home, machine } = where;
  if (env['LOUPE_HOME']) return resolve(env['LOUPE_HOME']);
  if (machine.home !== undefined) return machine.home;
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'loupe');
  if (platform === 'win32') {
    return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'loupe');
  }
  return join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'loupe');
}

/**
 * What can be made again (native TensorFlow), shared by all clones of this user: `LOUPE_CACHE`,
 * else as the machine's settings say, else the system's cache folder.
 */
export function cacheFolder(where: Surroundings = surroundings()): string {
  const { env, platform, home, machine } = where;
  if (env['LOUPE_CACHE']) return resolve(env['LOUPE_CACHE']);
  if (machine.cache !== undefined) return machine.cache;
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'loupe');
  if (platform === 'win32') {
    return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'loupe', 'cache');
  }
  return join(env['XDG_CACHE_HOME'] || join(home, '.cache'), 'loupe');
}

/** Data and weights handed to this machine: `LOUPE_SHARED`, else `../shared` beside the project. */
export function sharedFolder({ env }: Surroundings = surroundings()): string {
  if (env['LOUPE_SHARED']) return resolve(env['LOUPE_SHARED']);
  return resolve(projectFolder(), '..', 'shared');
}
