/**
 * Why this file exists: the only door between the sandboxed page and main. It exposes named
 * functions and no Electron object. Linked: src/shared/bridge.ts, src/main/ipc/electron.ts,
 * src/main/shell/desktop.ts.
 */
import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import {
  COMMAND_CHANNEL,
  DESKTOP_CHANNEL,
  EVENT_CHANNEL,
  REQUEST_CHANNEL,
} from '../shared/channels.ts';
import type { DesktopMessage, LoupeBridge } from '../shared/bridge.ts';
import type { Answer, EventMessage } from '../shared/contract.ts';

const ask = (message: DesktopMessage): Promise<unknown> =>
  ipcRenderer.invoke(DESKTOP_CHANNEL, message);

/** Hands on what main sends on `channel` until the returned function is called. */
function listen<T>(channel: string, listener: (value: T) => void): () => void {
  const forward = (_: IpcRendererEvent, value: T): void => listener(value);
  ipcRenderer.on(channel, forward);
  return () => ipcRenderer.removeListener(channel, forward);
}

const bridge: LoupeBridge = {
  request: (message) => ipcRenderer.invoke(REQUEST_CHANNEL, message) as Promise<Answer>,
  onEvent: (listener) => listen<EventMessage>(EVENT_CHANNEL, listener),
  desktop: {
    chooseFolder: (title) => ask({ kind: 'choose-folder', title }) as Promise<string | null>,
    chooseFiles: (title) => ask({ kind: 'choose-files', title }) as Promise<string[]>,
    chooseSave: (title, name) =>
      ask({ kind: 'choose-save', title, name }) as Promise<string | null>,
    pathOf: (file) => webUtils.getPathForFile(file),
    setMenu: (menus) => void ask({ kind: 'set-menu', menus: [...menus] }),
    onCommand: (listener) => listen<string>(COMMAND_CHANNEL, listener),
    openWindow: (hash) => void ask({ kind: 'open-window', hash }),
  },
};

contextBridge.exposeInMainWorld('loupe', bridge);
