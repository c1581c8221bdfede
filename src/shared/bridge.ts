/**
 * Why this file exists: what the preload script and the renderer agree on, and main's ends of it.
 * Linked: src/preload/index.ts puts it on the window, src/main/ipc/electron.ts answers it.
 */
import type { Answer, ClientMessage, EventMessage } from './contract.ts';

/** Electron's two channels, one per direction. */
export const REQUEST_CHANNEL = 'loupe:request';
export const EVENT_CHANNEL = 'loupe:event';

/** What the preload script puts on `window.loupe`: no Electron object among it. */
export interface LoupeBridge {
  /** Sends one message of the contract; resolves to its answer. */
  request(message: ClientMessage): Promise<Answer>;
  /** Calls `listener` for each event until the returned function is called. */
  onEvent(listener: (event: EventMessage) => void): () => void;
}
