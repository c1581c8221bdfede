/** The checklist of docs/decisions/0005 and of Electron's own security guide, over the real objects. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { projectFolder } from '../../../src/main/places.ts';
import { shellHeaders } from '../../../src/main/shell/schemes.ts';
import {
  closeOffContents,
  closeOffSession,
  mayBeRequested,
  SCHEMES,
  webPreferences,
} from '../../../src/main/shell/security.ts';

describe('(1) the window', () => {
  test('is sandboxed, isolated and without Node, said and not left to defaults', () => {
    expect(webPreferences('/p')).toMatchObject({
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
      preload: '/p',
    });
  });
});

describe('(2) the schemes', () => {
  test('none gets round the content security policy, none is a service worker', () => {
    for (const { privileges } of SCHEMES) {
      expect(privileges).toMatchObject({ standard: true, secure: true });
      expect(privileges).not.toHaveProperty('bypassCSP');
      expect(privileges).not.toHaveProperty('allowServiceWorkers');
    }
    expect(SCHEMES.map(({ scheme }) => scheme)).toEqual(['app', 'media']);
  });
});

describe('(3) the policy', () => {
  const policy = shellHeaders().page['content-security-policy'] ?? '';

  test('allows nothing from elsewhere, nothing inline, no eval', () => {
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|data:|https?:|ws:/);
    for (const closed of ['object-src', 'base-uri', 'form-action', 'frame-ancestors']) {
      expect(policy).toContain(`${closed} 'none'`);
    }
  });

  test('goes with the page and with the bytes alike', () => {
    const { page, media } = shellHeaders();
    expect(media['content-security-policy']).toBe(policy);
    expect(page['x-content-type-options']).toBe('nosniff');
    expect(media['access-control-allow-origin']).toBe('app://loupe');
  });
});

describe('(5, 9) the session', () => {
  function closed() {
    const calls: Record<string, unknown[]> = {};
    const record =
      (name: string) =>
      (...given: unknown[]): void => {
        calls[name] = given;
      };
    closeOffSession({
      setPermissionRequestHandler: record('request'),
      setPermissionCheckHandler: record('check'),
      setDevicePermissionHandler: record('device'),
      setSpellCheckerEnabled: record('spell'),
      setSpellCheckerDictionaryDownloadURL: record('dictionary'),
      webRequest: { onBeforeRequest: record('before') },
    });
    return calls;
  }

  test('denies every permission', () => {
    const { request, check, device, spell } = closed();
    const answer = vi.fn();
    (request?.[0] as (a: unknown, b: string, c: typeof answer) => void)(null, 'media', answer);
    expect(answer).toHaveBeenCalledExactlyOnceWith(false);
    expect((check?.[0] as () => boolean)()).toBe(false);
    expect((device?.[0] as () => boolean)()).toBe(false);
    expect(spell).toEqual([false]);
  });

  test.each([
    ['app://loupe/index.html', true],
    ['media://loupe/media/images/1/thumb', true],
    ['blob:app://loupe/1234', true],
    ['https://example.org/', false],
    ['http://127.0.0.1:80/', false],
    ['file:///etc/passwd', false],
    ['app://loupe.evil/', false],
    ['media://other/', false],
    ['blob:https://example.org/1', false],
    ['ws://127.0.0.1:1/', false],
    ['devtools://devtools/x', false],
  ])('lets %s through: %s', (address, allowed) => {
    expect(mayBeRequested(address)).toBe(allowed);
    const answer = vi.fn();
    const before = closed()['before']?.[0] as (d: { url: string }, a: typeof answer) => void;
    before({ url: address }, answer);
    expect(answer).toHaveBeenCalledExactlyOnceWith({ cancel: !allowed });
  });
});

describe('(6) the page', () => {
  test('cannot be led away, opens no window and takes no frame in', () => {
    const listeners = new Map<string, (event: { preventDefault: () => void }) => void>();
    let opened: (() => unknown) | undefined;
    const contents = {
      on: (name: string, listener: never) => listeners.set(name, listener),
      setWindowOpenHandler: (handler: () => unknown) => (opened = handler),
    };
    let created: ((event: unknown, contents: unknown) => void) | undefined;
    closeOffContents({
      on: (_name: string, listener: never) => (created = listener),
    });
    created?.({}, contents);
    for (const name of [
      'will-navigate',
      'will-frame-navigate',
      'will-redirect',
      'will-attach-webview',
    ]) {
      const preventDefault = vi.fn();
      listeners.get(name)?.({ preventDefault });
      expect(preventDefault, name).toHaveBeenCalledOnce();
    }
    expect(opened?.()).toEqual({ action: 'deny' });
  });
});

describe('(7) the preload script', () => {
  const source = readFileSync(join(projectFolder(), 'src/preload/index.ts'), 'utf8');

  test('exposes one object of named functions and hands no event on', () => {
    expect(source.match(/exposeInMainWorld\(/g)).toHaveLength(1);
    expect(source).not.toMatch(/exposeInMainWorld\([^)]*ipcRenderer/);
    // Electron's event holds the sender; only the value behind it is handed on.
    expect(source).toMatch(/forward = \(_: IpcRendererEvent, value: T\)/);
  });
});

describe('(10) the sources', () => {
  test('open no address outside and use no remote module', () => {
    const main = readFileSync(join(projectFolder(), 'src/main/index.ts'), 'utf8');
    expect(main).not.toMatch(/shell\.openExternal|@electron\/remote|enableRemoteModule/);
    expect(main).toContain('uploadToServer: false');
  });
});
