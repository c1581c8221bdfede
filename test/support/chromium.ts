/**
 * Why this file exists: the e2e tests need a Chromium. One that is there is used; on a bare Debian
 * or Ubuntu container it is installed; elsewhere those tests skip and say so.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { hasSystemCode } from '../../src/shared/errors.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT', 'EACCES', 'ENOTDIR')) return false;
    throw error;
  }
}

/** The Chromium named by LOUPE_CHROMIUM, on the PATH, or installed by Playwright. */
export function findChromium(): string | undefined {
  const { LOUPE_CHROMIUM: named, PATH = '' } = process.env;
  if (named) return named;
  const onPath = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...onPath, ...MAC, chromium.executablePath()].find(isExecutable);
}

/** Whether this process may install packages with apt. */
function canInstall(): boolean {
  const isRoot = process.getuid?.() === 0;
  return isRoot && existsSync('/etc/debian_version') && isExecutable('/usr/bin/apt-get');
}

/** The executable, installed first where that can be done; undefined where there is none. */
export function provideChromium(say: (line: string) => void): string | undefined {
  const found = findChromium();
  if (found) return found;
  if (!canInstall()) {
    say(
      'No Chromium was found: the e2e tests will be skipped. Install one, or set LOUPE_CHROMIUM.',
    );
    return undefined;
  }
  say('Installing Chromium with apt for the e2e tests (about 400 MB, a minute or two) ...');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const { status, stderr } = spawnSync('apt-get', ['-q', ...args], { env, encoding: 'utf8' });
    if (status !== 0) {
      say(`apt-get ${args[0] ?? ''} failed: ${stderr.trim().split('\n').slice(-3).join(' ')}`);
    }
  }
  const installed = findChromium();
  if (!installed) say('Chromium could not be installed: the e2e tests will be skipped.');
  return installed;
}
