/**
 * The real application in the real Electron, driven by Playwright. The binary cannot be had from the
 * package registries: where it is (`ELECTRON_OVERRIDE_DIST_PATH` or node_modules/electron/dist, and a
 * screen) these tests run, elsewhere they skip and say so.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findElectron } from '../../src/main/commands/show.ts';
import { projectFolder } from '../../src/main/places.ts';

const program = findElectron();
if (program === null) {
  console.warn(
    'SKIPPED: the application was not run in Electron: there is no binary or no screen here. ' +
      'Set ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron distribution.',
  );
}

describe.skipIf(program === null)('in Electron', () => {
  const root = projectFolder();
  const home = mkdtempSync(join(tmpdir(), 'loupe-electron-'));
  const env = { ...process.env, LOUPE_HOME: home, XDG_CONFIG_HOME: join(home, 'config') };
  let app: ElectronApplication;
  let page: Page;

  beforeAll(async () => {
    const vite = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
    expect(spawnSync(process.execPath, [vite, 'build'], { cwd: root }).status).toBe(0);
    app = await _electron.launch({
      executablePath: program ?? '',
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root],
      env: env,
    });
    page = await app.firstWindow();
    await page.locator('main').waitFor();
  });

  afterAll(async () => {
    await app.close();
    rmSync(home, { recursive: true, force: true });
  });

  test('the window opens on the page of the application', async () => {
    expect(page.url()).toMatch(/^app:\/\/loupe\//);
    await page.screenshot({ path: join(root, 'test', 'output', 'screens', 'electron.png') });
  });

  test('the contract answers', async () => {
    const answer = await page.evaluate(() =>
      (
        globalThis as unknown as { loupe: { request(message: object): Promise<unknown> } }
      ).loupe.request({ kind: 'request', id: 1, name: 'system.status', input: {} }),
    );
    expect(answer).toMatchObject({ result: { ok: true, output: { product: 'Loupe', home } } });
  });

  test('a second start brings the first window to the front and ends', async () => {
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const second = spawn(program ?? '', [...sandbox, root], { env, stdio: 'ignore' });
    const code = await new Promise((done) => second.on('exit', done));
    expect(code).toBe(0);
    expect(app.windows()).toHaveLength(1);
  });

  test('the page cannot be led away and opens no window', async () => {
    await page.evaluate(() => {
      (globalThis as unknown as { location: { href: string } }).location.href =
        'https://example.org/';
    });
    await page.evaluate(() => {
      (globalThis as unknown as { open(address: string): unknown }).open('https://example.org/');
    });
    await page.waitForTimeout(500);
    expect(page.url()).toMatch(/^app:\/\/loupe\//);
    expect(app.windows()).toHaveLength(1);
  });
});
