/**
 * Why this file exists: the Electron entry: one window, two schemes, and everything else refused.
 * It holds no logic of the application. Numbers are those of the list in
 * docs/decisions/0005-contract-and-transports.md.
 */
import { join } from 'node:path';
import { app, BrowserWindow, ipcMain, Menu, protocol, session, type Session } from 'electron';
import { MEDIA_ORIGIN } from '../shared/media.ts';
import { LoupeError, messageOf } from '../shared/errors.ts';
import type { Application } from './application.ts';
import { createApplication } from './application.ts';
import { APP_ORIGIN, isOwnAddress, sendEvents, serveRequests } from './ipc/electron.ts';
import { homeFolder, projectFolder } from './places.ts';
import { datasetSources } from './reports/sources.ts';
import { answerMedia, type HttpAnswer } from './serve/answer.ts';
import { contentSecurityPolicy, securityHeaders } from './serve/headers.ts';
import { readStatic } from './serve/static.ts';
import { productVersion } from './version.ts';

// (2) Once, before ready. `media:` may be fetched by the page and drawn on its canvas.
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  {
    scheme: 'media',
    privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true },
  },
]);

function logError(where: string, error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`Loupe failed at ${where}: ${text}\n`);
}

function toResponse({ status, headers, body }: HttpAnswer, safe: Record<string, string>): Response {
  const bare = status === 304;
  return new Response(bare ? null : Uint8Array.from(body), {
    status,
    headers: { ...safe, ...headers },
  });
}

/** (2, 3) The page by `app://loupe/`, the bytes of images by `media://loupe/`. */
function serveSchemes(target: Session, application: Application): void {
  const policy = contentSecurityPolicy({ media: MEDIA_ORIGIN });
  const safe = securityHeaders(policy);
  const renderer = join(projectFolder(), 'out', 'renderer');
  target.protocol.handle('app', async ({ url }) => {
    const { host, pathname } = new URL(url);
    try {
      if (!isOwnAddress(url)) return new Response(null, { status: 404 });
      return toResponse({ status: 200, ...(await readStatic(renderer, pathname)) }, safe);
    } catch (error) {
      if (error instanceof LoupeError) return new Response(error.message, { status: 404 });
      logError(`app://${host}${pathname}`, error);
      return new Response(messageOf(error), { status: 500 });
    }
  });
  // The page's origin may read it; `same-origin` of `safe` would keep it out, being another scheme.
  const open = {
    ...safe,
    'cross-origin-resource-policy': 'cross-origin',
    'access-control-allow-origin': APP_ORIGIN,
    'access-control-expose-headers': '*',
  };
  target.protocol.handle('media', async ({ url, headers }) => {
    const { pathname } = new URL(url);
    try {
      const answer = await answerMedia(application.media, {
        pathname,
        range: headers.get('range') ?? undefined,
        ifNoneMatch: headers.get('if-none-match') ?? undefined,
        ifRange: headers.get('if-range') ?? undefined,
      });
      return toResponse(answer, open);
    } catch (error) {
      logError(url, error);
      return new Response(messageOf(error), { status: 500, headers: open });
    }
  });
}

/** (5, 9) No permission, no spell checker's download, no request that leaves the machine. */
function closeOff(target: Session): void {
  target.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  target.setPermissionCheckHandler(() => false);
  target.setSpellCheckerEnabled(false);
  const own = [`${APP_ORIGIN}/`, `${MEDIA_ORIGIN}/`, 'blob:', 'devtools:'];
  target.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !own.some((start) => url.startsWith(start)) });
  });
}

function openWindow(application: Application): void {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    title: 'Loupe',
    webPreferences: {
      // (1) Stated although they are the defaults: no change of a default may loosen them.
      contextIsolation: true,
      nodeIntegration: false,
      sandbox: true,
      webviewTag: false,
      spellcheck: false,
      preload: join(projectFolder(), 'out', 'preload', 'index.cjs'),
    },
  });
  const stopEvents = sendEvents(window.webContents, application);
  window.on('closed', stopEvents);
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`${APP_ORIGIN}/`);
}

/** (6) The page stays the page: no navigation away, no second window, no frame inside. */
app.on('web-contents-created', (_event, contents) => {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
});

app.on('window-all-closed', () => app.quit());

async function start(): Promise<void> {
  await app.whenReady();
  const application = createApplication({
    home: homeFolder(),
    version: productVersion(),
    sources: datasetSources,
  });
  closeOff(session.defaultSession);
  serveSchemes(session.defaultSession, application);
  // (4) The sender is checked there.
  serveRequests(ipcMain, application, logError);
  Menu.setApplicationMenu(null);
  openWindow(application);
  app.once('will-quit', (event) => {
    event.preventDefault();
    application.close().then(
      () => app.exit(0),
      (error: unknown) => {
        logError('quit', error);
        app.exit(1);
      },
    );
  });
}

start().catch((error: unknown) => {
  logError('start', error);
  app.exit(1);
});
