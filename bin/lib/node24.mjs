/**
 * Why this file exists: Loupe runs on Node 24 (better-sqlite3 13 crashes on 20, TypeScript is run
 * directly), which comes as an npm package, so that any Node from 20 on can start it.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LaunchError } from './packages.mjs';

/** The oldest Node that can run this launcher and npm. */
export const OLDEST_LAUNCHER = 20;
/** The Node that runs Loupe itself. */
export const WANTED = 24;

/** Major version of a Node version string such as `v20.20.2`. */
export function majorOf(version) {
  return Number(version.replace(/^v/, '').split('.')[0]);
}

/** Throws when the running Node is too old even to launch. */
export function checkLauncher(version) {
  if (majorOf(version) < OLDEST_LAUNCHER) {
    throw new LaunchError(
      `Loupe needs Node ${OLDEST_LAUNCHER} or newer to start, and this is ${version}. Install Node ${WANTED}, then run the same command again.`,
    );
  }
}

/**
 * The Node that runs Loupe: the one from npm, else the running one if new enough.
 *
 * @param {string} root the project's folder
 * @param {{ platform: string, arch: string, version: string, execPath: string }} running
 * @returns {string} path of the executable
 */
export function findNode(root, running) {
  const windows = running.platform === 'win32';
  const name = `node-${windows ? 'win' : running.platform}-${running.arch}`;
  const file = join(root, 'node_modules', name, 'bin', windows ? 'node.exe' : 'node');
  if (existsSync(file)) return file;
  if (majorOf(running.version) >= WANTED) return running.execPath;
  throw new LaunchError(
    `Loupe runs on Node ${WANTED}; this is ${running.version}, and npm has no Node ${WANTED} for ` +
      `${running.platform} on ${running.arch} in node_modules/${name}.\n` +
      (running.platform === 'darwin' && running.arch === 'arm64'
        ? `On Macs with Apple silicon install Node ${WANTED} yourself (nodejs.org or Homebrew: brew install node@${WANTED}), put it first in the PATH and run the same command again.`
        : `Run npm ci to fetch it; where npm has none, install Node ${WANTED} and put it first in the PATH.`),
  );
}
