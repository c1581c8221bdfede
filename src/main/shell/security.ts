/**
 * Why this file exists: what the window may do, in one place: little. Numbers are those of the list in
 * docs/decisions/0005-contract-and-transports.md; test/unit/shell/security.test.ts holds each of them.
 */
import type { App, Session, WebPreferences } from 'electron';
import { APP_ORIGIN } from '../ipc/electron.ts';
import { MEDIA_ORIGIN } from '../../shared/media.ts';

/** (2) Schemes of the page and of the bytes; registered once, before Electron is ready. */
export const SCHEMES = [
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  {
    scheme: 'media',
    privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true },
  },
];

/**
 * (1) Stated although most are the defaults: no change of a default may loosen them.
 * @param preload path of the built preload script
 */
export function webPreferences(preload: string): WebPreferences {
  return {
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    sandbox: true,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    preload,
  };
}

/** (9) True for what the page itself is made of; nothing else is ever requested. */
export function mayBeRequested(address: string): boolean {
  const own = [`${APP_ORIGIN}/`, `${MEDIA_ORIGIN}/`, `blob:${APP_ORIGIN}/`];
  return own.some((start) => address.startsWith(start));
}

/** The part of a session that is closed off. */
export type ClosedSession = Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setSpellCheckerEnabled'
  | 'setSpellCheckerDictionaryDownloadURL'
> & { webRequest: Pick<Session['webRequest'], 'onBeforeRequest'> };

/** (5, 9) No permission, no dictionary from elsewhere, no request that leaves the machine. */
export function closeOffSession(session: ClosedSession): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.setSpellCheckerDictionaryDownloadURL(`${APP_ORIGIN}/none/`);
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayBeRequested(url) }));
}

/** (6) The page stays the page: no navigation away, no second window, no frame inside. */
export function closeOffContents(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}
