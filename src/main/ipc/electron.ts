/**
 * Why this file exists: the contract over Electron IPC. Only the top frame of the application's own
 * page is answered; everything else is told nothing. What it needs of Electron is passed in, so that
 * it is tested without a window.
 */
import { EVENT_CHANNEL, REQUEST_CHANNEL } from '../../shared/channels.ts';
import type { Answer, EventMessage } from '../../shared/contract.ts';
import type { Served } from '../application.ts';
import { dispatch, type OnInternalError } from './dispatch.ts';

/** Where the page is served from in Electron. */
export const APP_ORIGIN = 'app://loupe';

/** The part of `ipcMain` that is used. */
export interface RequestPort {
  handle(
    channel: string,
    listener: (event: RequestEvent, message: unknown) => Promise<Answer>,
  ): void;
}

export interface RequestEvent {
  /** Null when the frame has gone. */
  senderFrame: { url: string; parent: unknown } | null;
}

/** The part of a window's `webContents` that is used. */
export interface EventPort {
  isDestroyed(): boolean;
  send(channel: string, message: EventMessage): void;
}

/** Answers the contract's requests on `port`. */
export function serveRequests(
  port: RequestPort,
  application: Served,
  onInternalError: OnInternalError,
): void {
  port.handle(REQUEST_CHANNEL, (event, message) => {
    if (!isOwnPage(event.senderFrame)) {
      throw new Error('Loupe answers only its own page.');
    }
    return dispatch(application.handlers, message, onInternalError);
  });
}

/** Sends the application's events to one window until the returned function is called. */
export function sendEvents(port: EventPort, application: Served): () => void {
  let sequence = 0;
  return application.onEvent(({ name, payload }) => {
    if (port.isDestroyed()) return;
    port.send(EVENT_CHANNEL, { kind: 'event', name, sequence: sequence++, payload });
  });
}

/** True for the top frame of a page of `app://loupe`. */
export function isOwnPage(frame: RequestEvent['senderFrame']): boolean {
  return frame !== null && frame.parent === null && isOwnAddress(frame.url);
}

/** True when `address` is a page of the application. A custom scheme has no URL origin to compare. */
export function isOwnAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host } = new URL(address);
  return `${protocol}//${host}` === APP_ORIGIN;
}
