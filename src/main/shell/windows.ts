/**
 * Why this file exists: the windows. The main one comes back where it was; further ones (review on a
 * second screen) open beside it. All are the same closed-off page.
 */
import { join } from 'node:path';
import { BrowserWindow, screen, type WebContents } from 'electron';
import type { Application } from '../application.ts';
import { APP_ORIGIN, sendEvents } from '../ipc/electron.ts';
import { projectFolder } from '../places.ts';
import { webPreferences } from './security.ts';
import {
  MINIMUM,
  readWindowState,
  visibleBounds,
  writeWindowState,
  type Rectangle,
} from './window-state.ts';

/** Bounds are written this long after the last move. */
const SETTLE_MS = 500;

export interface WindowsOptions {
  application: Application;
  /** File that keeps where the main window was. */
  stateFile: string;
  /** Full screen without a way out, for operators. */
  kiosk: boolean;
  onError: (where: string, error: unknown) => void;
}

export interface Windows {
  /** Opens the main window, or brings it to the front. */
  showMain(): void;
  /** Opens one more window at `hash`, on another screen where there is one. */
  openAt(hash: string): void;
  all(): readonly BrowserWindow[];
  of(contents: WebContents): BrowserWindow | null;
}

export function createWindows({ application, stateFile, kiosk, onError }: WindowsOptions): Windows {
  const open = new Set<BrowserWindow>();
  let main: BrowserWindow | null = null;

  function openWindow(hash: string, bounds: Rectangle): BrowserWindow {
    const window = new BrowserWindow({
      ...bounds,
      minWidth: MINIMUM.width,
      minHeight: MINIMUM.height,
      show: false,
      kiosk,
      title: 'Loupe',
      backgroundColor: '#16181d',
      webPreferences: webPreferences(join(projectFolder(), 'out', 'preload', 'index.cjs')),
    });
    open.add(window);
    const stopEvents = sendEvents(window.webContents, application);
    window.on('closed', () => {
      stopEvents();
      open.delete(window);
    });
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      onError('window', new Error(`The page ended: ${reason}.`));
      if (reason !== 'clean-exit' && !window.isDestroyed()) window.reload();
    });
    window.once('ready-to-show', () => window.show());
    window.loadURL(`${APP_ORIGIN}/${hash}`).catch((error: unknown) => onError('page', error));
    return window;
  }

  function openMain(): BrowserWindow {
    const kept = readWindowState(stateFile);
    const window = openWindow('', visibleBounds(kept?.bounds ?? null, workAreas()));
    if (kept?.maximised === true) window.maximize();
    if (kept?.fullScreen === true) window.setFullScreen(true);
    keepState(window, stateFile, onError);
    window.on('closed', () => (main = null));
    return window;
  }

  return {
    showMain: () => {
      if (main === null) {
        main = openMain();
        return;
      }
      if (main.isMinimized()) main.restore();
      main.show();
      main.focus();
    },
    openAt: (hash) => {
      const here = main === null ? null : screen.getDisplayMatching(main.getBounds());
      const other = screen.getAllDisplays().find(({ id }) => id !== here?.id);
      const area = (other ?? here ?? screen.getPrimaryDisplay()).workArea;
      openWindow(hash, visibleBounds(null, [area]));
    },
    all: () => [...open],
    of: (contents) => BrowserWindow.fromWebContents(contents),
  };
}

function workAreas(): Rectangle[] {
  const main = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== main.id);
  return [main, ...others].map(({ workArea }) => workArea);
}

function keepState(window: BrowserWindow, file: string, onError: WindowsOptions['onError']): void {
  let timer: NodeJS.Timeout | undefined;
  const write = (): void => {
    clearTimeout(timer);
    if (window.isDestroyed()) return;
    try {
      writeWindowState(file, {
        bounds: window.getNormalBounds(),
        maximised: window.isMaximized(),
        fullScreen: window.isFullScreen(),
      });
    } catch (error) {
      onError(file, error);
    }
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(write, SETTLE_MS);
  };
  window.on('resize', later);
  window.on('move', later);
  window.on('close', write);
}
