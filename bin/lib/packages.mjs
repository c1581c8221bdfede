/**
 * Why this file exists: decides whether `node_modules` is what package-lock.json asks for, and
 * installs it when it is not. Plain JavaScript without dependencies: it runs before there are any.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A failure the launcher shows without a stack: what is wrong, and the command that mends it. */
export class LaunchError extends Error {}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Compares the lock file with npm's own record of what it installed
 * (`node_modules/.package-lock.json`, written last, so that an interrupted install has none).
 *
 * @param {string} root the project's folder
 * @returns {string | undefined} why an install is needed, or undefined when nothing is missing
 */
export function installNeeded(root) {
  const lock = readJson(join(root, 'package-lock.json'));
  if (!lock)
    throw new LaunchError(
      'package-lock.json is missing or damaged. Mend it with: git checkout package-lock.json',
    );
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'));
  if (!installed) return 'the packages are not installed yet, or an install was interrupted';
  for (const [path, wanted] of Object.entries(lock.packages)) {
    if (path === '') continue;
    const found = installed.packages[path];
    // Optional packages for other systems are left out by npm.
    if (!found && wanted.optional) continue;
    if (!found || found.version !== wanted.version || found.integrity !== wanted.integrity) {
      return `${path} is not the version that package-lock.json names`;
    }
    if (!existsSync(join(root, path, 'package.json'))) return `${path} is missing`;
  }
  return undefined;
}

/** How many of the packages in the lock file are on disk, for a progress line. */
function countInstalled(root, paths) {
  return paths.filter((path) => existsSync(join(root, path, 'package.json'))).length;
}

/** npm as this process was started by it, else the one on the PATH. */
function npmCommand() {
  const npm = process.env.npm_execpath;
  if (npm && /\.c?js$/.test(npm) && existsSync(npm)) return [process.execPath, [npm]];
  return process.platform === 'win32' ? ['npm.cmd', []] : ['npm', []];
}

/**
 * Runs `npm ci`, saying on standard error what happens. Packages in npm's cache are not asked for
 * again, so that it works offline with a filled cache and behind a proxy set for npm.
 *
 * @param {string} root the project's folder
 * @param {string} reason why it is needed
 */
export async function install(root, reason) {
  const say = (line) => process.stderr.write(`${line}\n`);
  const lock = readJson(join(root, 'package-lock.json'));
  const paths = Object.entries(lock.packages).flatMap(([path, entry]) =>
    path === '' || entry.optional ? [] : [path],
  );
  say(`Installing packages with npm (${reason}; about 720 MB on disk).`);
  const started = Date.now();
  const elapsed = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const timer = setInterval(() => {
    say(`  ${countInstalled(root, paths)} of ${paths.length} packages, ${elapsed()}`);
  }, 5000);
  const [command, first] = npmCommand();
  const args = [...first, 'ci', '--prefer-offline', '--include=dev', '--include=optional'];
  try {
    const code = await new Promise((resolve, reject) => {
      // npm's standard output would mix with a command's own, e.g. `loupe evaluate --json`.
      const child = spawn(command, [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
        cwd: root,
        stdio: ['ignore', 2, 2],
        shell: command.endsWith('.cmd'),
      });
      child.on('error', reject);
      child.on('exit', (status, signal) => resolve(status ?? signal));
    });
    if (code !== 0) {
      throw new LaunchError(
        `The packages could not be installed: npm ci ended with ${code} (its reason is above).\n` +
          'Offline, npm needs a filled cache; behind a proxy: npm config set https-proxy URL.\n' +
          'Then run: npm ci',
      );
    }
  } catch (error) {
    if (error.code === 'ENOENT') {
      throw new LaunchError('npm was not found. Install Node 24 with npm, then run: npm ci');
    }
    throw error;
  } finally {
    clearInterval(timer);
  }
  say(`Packages installed in ${elapsed()}.`);
}
