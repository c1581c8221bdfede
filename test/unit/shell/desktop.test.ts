import { describe, expect, test, vi } from 'vitest';
import { serveDesktop, type Desktop } from '../../../src/main/shell/desktop.ts';
import { acceleratorOf, menuTemplate } from '../../../src/main/shell/menu.ts';

const ownPage = { url: 'app://loupe/#/products', parent: null };

function setUp() {
  let folder: string | undefined;
  const desktop = {
    openDialog: vi.fn<Desktop<string>['openDialog']>(async () => ({
      canceled: false,
      filePaths: ['/parts/a'],
    })),
    saveDialog: vi.fn<Desktop<string>['saveDialog']>(async () => ({
      canceled: true,
      filePath: '',
    })),
    setMenu: vi.fn<Desktop<string>['setMenu']>(),
    openWindow: vi.fn<Desktop<string>['openWindow']>(),
    lastFolder: () => folder,
    rememberFolder: (path: string) => void (folder = path),
  };
  let ask: (
    message: unknown,
    frame?: { url: string; parent: unknown } | null,
  ) => Promise<unknown> = () => Promise.reject(new Error('not served'));
  serveDesktop<string>(
    {
      handle: (_channel, listener) => {
        ask = (message, frame = ownPage) =>
          listener({ senderFrame: frame, sender: 'window' }, message);
      },
    },
    desktop,
  );
  return { desktop, ask: (...given: Parameters<typeof ask>) => ask(...given) };
}

describe('what the page may ask of the desktop', () => {
  test('a folder, and the next dialog begins where the last one ended', async () => {
    const { desktop, ask } = setUp();
    expect(await ask({ kind: 'choose-folder', title: 'Images' })).toBe('/parts/a');
    await ask({ kind: 'choose-folder', title: 'Images' });
    expect(desktop.openDialog.mock.calls.map(([, options]) => options.defaultPath)).toEqual([
      undefined,
      '/parts/a',
    ]);
  });

  test('nothing comes of a dialog that was left', async () => {
    const { desktop, ask } = setUp();
    desktop.openDialog.mockResolvedValue({ canceled: true, filePaths: [] });
    expect(await ask({ kind: 'choose-folder', title: 'Images' })).toBeNull();
    expect(await ask({ kind: 'choose-files', title: 'Images' })).toEqual([]);
    expect(await ask({ kind: 'choose-save', title: 'Report', name: 'r.pdf' })).toBeNull();
  });

  test('a further window only of its own', async () => {
    const { desktop, ask } = setUp();
    await ask({ kind: 'open-window', hash: '#/product/1/review' });
    expect(desktop.openWindow).toHaveBeenCalledExactlyOnceWith('#/product/1/review');
    await expect(ask({ kind: 'open-window', hash: 'https://example.org' })).rejects.toThrow();
  });

  test.each([
    [null],
    ['choose-folder'],
    [{ kind: 'run', command: 'rm' }],
    [{ kind: 'choose-folder', title: 'x', more: 1 }],
    [{ kind: 'set-menu', menus: [{ label: 'x' }] }],
  ])('but not %j', async (message) => {
    await expect(setUp().ask(message)).rejects.toThrow();
  });

  test.each([
    [null],
    [{ url: 'https://example.org/', parent: null }],
    [{ url: 'app://loupe/', parent: {} }],
  ])('and nothing at all from the frame %j', async (frame) => {
    const { desktop, ask } = setUp();
    await expect(ask({ kind: 'choose-folder', title: 'x' }, frame)).rejects.toThrow('own page');
    expect(desktop.openDialog).not.toHaveBeenCalled();
  });
});

describe('the menu', () => {
  const own = { name: 'Loupe', quit: 'Quit', fullScreen: 'Full screen' };

  test('is the action table: label, key, state; choosing sends the id', () => {
    const perform = vi.fn();
    const [, view] = menuTemplate(
      [
        {
          label: 'View',
          entries: [
            { id: 'fit', label: 'Fit & centre', key: '0', enabled: true, checked: null },
            { id: 'overlay', label: 'Overlay', key: 'O', enabled: false, checked: true },
          ],
        },
      ],
      own,
      perform,
    );
    const entries = view?.submenu as { click: () => void }[];
    expect(entries).toMatchObject([
      { label: 'Fit && centre', accelerator: '0', registerAccelerator: false, enabled: true },
      { label: 'Overlay', type: 'checkbox', checked: true, enabled: false },
    ]);
    entries[0]?.click();
    expect(perform).toHaveBeenCalledExactlyOnceWith('fit');
  });

  test('names keys as Electron does', () => {
    expect(['Shift+ArrowLeft', 'Ctrl+Z', '+', '?'].map(acceleratorOf)).toEqual([
      'Shift+Left',
      'CommandOrControl+Z',
      'Plus',
      '?',
    ]);
  });
});
