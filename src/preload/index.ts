/**
 * Why this file exists: the only door between the sandboxed page and main. It exposes two named
 * functions and no Electron object. Linked: src/shared/bridge.ts, src/main/ipc/electron.ts.
 */
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { EVENT_CHANNEL, REQUEST_CHANNEL, type LoupeBridge } from '../shared/bridge.ts';
import type { Answer, EventMessage } from '../shared/contract.ts';

const bridge: LoupeBridge = {
  request: (message) => ipcRenderer.invoke(REQUEST_CHANNEL, message) as Promise<Answer>,
  onEvent: (listener) => {
    const forward = (_: IpcRendererEvent, event: EventMessage): void => listener(event);
    ipcRenderer.on(EVENT_CHANNEL, forward);
    return () => ipcRenderer.removeListener(EVENT_CHANNEL, forward);
  },
};

contextBridge.exposeInMainWorld('loupe', bridge);
