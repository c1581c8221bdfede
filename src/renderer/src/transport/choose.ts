/** Why this file exists: the same page runs in Electron and in a browser; this finds out which. */
import type { LoupeBridge } from '../../../shared/bridge.ts';
import { MEDIA_ORIGIN } from '../../../shared/media.ts';
import { createClient, type Client, type Transport } from './client.ts';
import { createSocketTransport } from './socket.ts';

declare global {
  interface Window {
    /** Put there by the preload script; absent in a browser. */
    readonly loupe?: LoupeBridge;
  }
}

/** The client of this window. */
export function connectClient(): Client {
  const bridge = window.loupe;
  if (bridge !== undefined) return createClient(bridgeTransport(bridge));
  const address = `ws://${window.location.host}/socket`;
  return createClient(createSocketTransport(() => new WebSocket(address)));
}

/** Electron's IPC is there as long as the window is. */
function bridgeTransport(bridge: LoupeBridge): Transport {
  return {
    mediaOrigin: MEDIA_ORIGIN,
    send: (message) => bridge.request(message),
    onEvent: (listener) => bridge.onEvent(listener),
    state: () => 'open',
    onState: () => () => undefined,
  };
}
