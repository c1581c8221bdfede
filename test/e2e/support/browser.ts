/**
 * Why this file exists: finds a Chromium on this machine and runs one. There is no download: where
 * none is installed the tests that need one are skipped, and say so.
 */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const CANDIDATES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The Chromium to use: `LOUPE_CHROMIUM`, else the first one found; undefined where there is none. */
export function findChromium(): string | undefined {
  const named = process.env['LOUPE_CHROMIUM'];
  if (named !== undefined && named !== '') return named;
  const found = CANDIDATES.find((path) => existsSync(path));
  if (found === undefined) {
    console.warn(
      'SKIPPED: no Chromium on this machine, so no screen was tested. ' +
        'Install one (Debian: apt-get install chromium) or name it in LOUPE_CHROMIUM.',
    );
  }
  return found;
}

/** Starts the Chromium that `findChromium` found. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
}
