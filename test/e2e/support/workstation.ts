/**
 * Why this file exists: the page object of every screen: small verbs in a person's terms. It also
 * holds the page to what no test should have to say: no error on the console, no request that
 * leaves the machine.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { createApplication, type Application } from '../../../src/main/application.ts';
import { ensureScreens } from '../../../src/main/commands/screens.ts';
import { createTerminal } from '../../../src/main/commands/terminal.ts';
import { datasetSources } from '../../../src/main/reports/sources.ts';
import { startServer, type RunningServer } from '../../../src/main/serve/server.ts';

/** Git ignores it; the pictures are there to be looked at. */
const SCREENS = resolve(import.meta.dirname, '..', '..', 'output', 'screens');

/** A terminal that says nothing: building the screens is not what is tested. */
const silent = createTerminal({
  writeOut: () => undefined,
  writeError: () => undefined,
  redraws: false,
  columns: () => 80,
  now: () => 0,
  quiet: () => true,
});

/** Puts something in place of a part of the application, e.g. what only a model at work can say. */
type Wrap = (application: Application) => Application;

export interface WorkstationOptions {
  wrap?: Wrap;
  /** Device pixels for one CSS pixel. */
  pixelRatio?: number;
}

/** A home folder, a server over it, and a window on the server. */
export class Workstation {
  readonly home: string;
  readonly page: Page;
  readonly problems: string[] = [];
  private server: RunningServer;
  private readonly wrap: Wrap;
  private readonly origin: string;

  private constructor(home: string, server: RunningServer, page: Page, wrap: Wrap) {
    this.home = home;
    this.server = server;
    this.page = page;
    this.wrap = wrap;
    this.origin = new URL(server.url).origin;
    page.on('pageerror', (error) => this.problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') {
        this.problems.push(message.text());
      }
    });
    page.on('request', (request) => {
      const own = [this.origin, this.origin.replace('http', 'ws'), `blob:${this.origin}`];
      if (!own.some((start) => request.url().startsWith(start))) {
        this.problems.push(`A request left the machine: ${request.url()}`);
      }
    });
  }

  /** `prepare` fills the home folder before the server starts. */
  static async open(
    browser: Browser,
    prepare: (home: string) => Promise<unknown>,
    options: WorkstationOptions = {},
  ): Promise<Workstation> {
    await ensureScreens(silent);
    const home = await mkdtemp(join(tmpdir(), 'loupe-e2e-'));
    await prepare(home);
    const { wrap = (application) => application, pixelRatio = 1 } = options;
    const server = await serve(home, 0, wrap);
    // A context of its own: the accessibility checker opens a second page in it.
    const context = await browser.newContext({
      viewport: { width: 1366, height: 768 },
      deviceScaleFactor: pixelRatio,
    });
    const page = await context.newPage();
    const workstation = new Workstation(home, server, page, wrap);
    await page.goto(server.url);
    return workstation;
  }

  async close(): Promise<void> {
    await this.page.context().close();
    await this.server.close();
    await rm(this.home, { recursive: true, force: true });
  }

  async stopServer(): Promise<void> {
    await this.server.close();
  }

  /** Starts the server again where it was; it knows no session of the one before. */
  async restartServer(): Promise<void> {
    this.server = await serve(this.home, Number(new URL(this.origin).port), this.wrap);
  }

  freshUrl(): string {
    return this.server.freshUrl();
  }

  /** Goes to an address of the page, e.g. `#/reports`, as if it were typed. */
  async go(hash: string): Promise<void> {
    await this.page.goto(`${this.origin}/${hash}`);
  }

  hash(): string {
    return new URL(this.page.url()).hash;
  }

  async look(size: [number, number], theme: 'light' | 'dark'): Promise<void> {
    await this.page.setViewportSize({ width: size[0], height: size[1] });
    await this.page.emulateMedia({ colorScheme: theme });
  }

  async screenshot(name: string): Promise<void> {
    await mkdir(SCREENS, { recursive: true });
    // Pictures that are on their way; a lazy one may be out of view and stay there.
    const loaded =
      "[...document.images].every((image) => image.loading === 'lazy' || image.complete)";
    // Not `waitForFunction`: it evaluates inside the page, which the policy forbids.
    await expect.poll(() => this.page.evaluate(loaded), { timeout: 20_000 }).toBe(true);
    await this.page.screenshot({ path: join(SCREENS, `${name}.png`), animations: 'disabled' });
  }

  figure(name: string): Locator {
    return this.page.locator('.figure', { hasText: name }).locator('.figure-value');
  }

  cell(name: string): Locator {
    return this.page.getByRole('group', { name: /choose a cell/i }).getByRole('button', { name });
  }

  get tiles(): Locator {
    // The filters' choices have the role of an option too.
    return this.page.locator('.tiles .tile');
  }

  /** The number of images the gallery says it shows. */
  async galleryCount(): Promise<string> {
    return (await this.page.locator('.gallery-bar h2').textContent()) ?? '';
  }

  async openTile(path: string): Promise<void> {
    await this.tiles.and(this.page.getByTitle(path)).click();
    await this.imageReady();
  }

  get viewer(): Locator {
    return this.page.getByTestId('viewer');
  }

  async imageReady(): Promise<void> {
    await this.viewer.locator('canvas').first().waitFor();
    // Regions are known only after the worker has answered.
    await this.page.locator('.regions, .note', { hasText: /.+/ }).first().waitFor();
  }

  /** Moves the pointer to a place of the canvas, in 0..1 of it. */
  async pointAt(x: number, y: number): Promise<void> {
    const box = await this.viewer.boundingBox();
    if (box === null) throw new Error('the canvas is not on screen');
    await this.page.mouse.move(box.x + box.width * x, box.y + box.height * y);
  }

  /** The probed raw value; undefined when the probe reads none. */
  async probeValue(): Promise<number | undefined> {
    const value = this.page.getByTestId('probe-value');
    return (await value.count()) === 0 ? undefined : Number(await value.textContent());
  }

  /** The probed source pixel; undefined when the pointer is outside the image. */
  async probePlace(): Promise<{ x: number; y: number } | undefined> {
    const place = this.page.getByTestId('probe-at');
    if ((await place.count()) === 0) return undefined;
    const match = /x (\d+), y (\d+)/.exec((await place.textContent()) ?? '');
    return { x: Number(match?.[1]), y: Number(match?.[2]) };
  }

  async zoomPercent(): Promise<number> {
    return Number.parseFloat((await this.page.getByTestId('zoom').textContent()) ?? '');
  }

  /** The canvas as it is on screen, to see whether it changed. */
  async canvasPicture(): Promise<string> {
    return (await this.viewer.screenshot()).toString('base64');
  }
}

async function serve(home: string, port: number, wrap: Wrap): Promise<RunningServer> {
  const application = createApplication({
    home,
    version: '0.1.0',
    sources: datasetSources,
    // Weights are not a part of the project; what a screen shows of a training does not need them.
    backbone: 'none',
  });
  const server = await startServer(wrap(application), { port });
  return {
    ...server,
    close: async () => {
      await server.close();
      await application.close();
    },
  };
}
