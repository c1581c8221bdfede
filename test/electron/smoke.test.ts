/**
 * The built page and preload script in a real Electron window, with the real services behind.
 *
 * It proves that window, sandboxed preload, contextBridge, contract, events and bytes work together.
 * It does not prove that Loupe runs in Electron 45: the binary is 9.4.1, main is the test's own
 * (`protocol.handle`, `utilityProcess` and the native modules do not exist there), and the page is
 * built for an older Chromium.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectFolder } from '../../src/main/places.ts';
import { shellHeaders } from '../../src/main/shell/schemes.ts';
import { provideElectron9, provideXvfb } from '../support/electron-9.ts';

const electron = provideElectron9();
const screen = 'program' in electron ? provideXvfb() : { missing: 'not looked for' };
const missing = [electron, screen].flatMap((part) => ('missing' in part ? [part.missing] : []));
if (missing.length > 0) console.warn(`SKIPPED: no smoke run in Electron 9: ${missing.join('; ')}.`);

interface Seen {
  versions: { electron: string; chrome: string };
  bridge: string[];
  desktop: string[];
  node: string;
  status: unknown;
  refused: unknown;
  event: string;
  text: string;
  complaints: string[];
}

const root = projectFolder();
const folder = mkdtempSync(join(tmpdir(), 'loupe-smoke-'));
const picture = join(root, 'test', 'output', 'screens', 'electron-9.png');

function build(mode: 'page' | 'preload'): void {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const config = join(root, 'test', 'electron', 'smoke', 'vite.config.ts');
  const { status, stderr } = spawnSync(
    process.execPath,
    [vite, 'build', '--config', config, '--mode', mode, '--logLevel', 'error'],
    { cwd: root, encoding: 'utf8', env: { ...process.env, LOUPE_SMOKE_OUT: folder } },
  );
  expect(status, stderr).toBe(0);
}

function startScreen(program: string): Promise<{ display: string; xvfb: ChildProcess }> {
  const xvfb = spawn(
    program,
    ['-displayfd', '3', '-screen', '0', '1400x900x24', '-nolisten', 'tcp'],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  );
  return new Promise((done, fail) => {
    xvfb.on('error', fail);
    xvfb.on('exit', (code) => fail(new Error(`Xvfb ended with code ${code ?? 'none'}`)));
    xvfb.stdio[3]?.once('data', (number: Buffer) =>
      done({ display: `:${number.toString().trim()}`, xvfb }),
    );
  });
}

describe.skipIf(missing.length > 0)('in the window of Electron 9', () => {
  let seen: Seen;

  beforeAll(async () => {
    if (!('program' in electron) || !('program' in screen)) return;
    build('page');
    build('preload');
    mkdirSync(join(root, 'test', 'output', 'screens'), { recursive: true });
    const { display, xvfb } = await startScreen(screen.program);
    try {
      const { stdout, stderr } = spawnSync(
        electron.program,
        ['--no-sandbox', '--disable-gpu', join(root, 'test', 'electron', 'smoke', 'main.cjs')],
        {
          encoding: 'utf8',
          timeout: 120_000,
          env: {
            ...process.env,
            DISPLAY: display,
            LOUPE_HOME: join(folder, 'home'),
            XDG_CONFIG_HOME: join(folder, 'config'),
            SMOKE_NODE: process.execPath,
            SMOKE_SERVICES: join(root, 'test', 'electron', 'smoke', 'services.ts'),
            SMOKE_OUT: folder,
            SMOKE_PICTURE: picture,
            SMOKE_POLICY: shellHeaders().page['content-security-policy'] ?? '',
          },
        },
      );
      const line = stdout.split('\n').find((each) => each.startsWith('SMOKE '));
      if (line === undefined) throw new Error(`Electron 9 said nothing: ${stderr.slice(-2000)}`);
      seen = JSON.parse(line.slice('SMOKE '.length)) as Seen;
    } finally {
      xvfb.removeAllListeners('exit');
      xvfb.kill();
    }
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('the page has the bridge and nothing of Node', () => {
    expect(seen.bridge).toEqual(['desktop', 'onEvent', 'request']);
    expect(seen.desktop).toContain('chooseFolder');
    expect(seen.node).toBe('undefined undefined');
  });

  test('a request of the contract is answered by the services', () => {
    expect(seen.status).toMatchObject({
      kind: 'answer',
      id: 900001,
      result: { ok: true, output: { product: 'Loupe', version: 'smoke' } },
    });
    expect(seen.refused).toMatchObject({ result: { ok: false, error: { code: 'not-built' } } });
  });

  test('an event reaches the page', () => {
    expect(seen.event).toBe('catalog.changed');
  });

  test('the first screen is there, without an error on the console', () => {
    expect(seen.complaints).toEqual([]);
    expect(seen.text).toContain('Loupe');
    expect(statSync(picture).size).toBeGreaterThan(10_000);
  });
});
