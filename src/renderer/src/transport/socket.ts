/**
 * Why this file exists: the contract over the loopback server's WebSocket. When the connection is
 * lost, what was asked is rejected and a new connection is tried, first soon, then every 5 s.
 */
import type { Answer, ServerMessage, WireError } from '../../../shared/contract.ts';
import { strings } from '../strings/index.ts';
import { RequestError, type ConnectionState, type Transport } from './client.ts';

const FIRST_RETRY_MS = 400;
const LAST_RETRY_MS = 5000;

interface Waiting {
  resolve: (answer: Answer) => void;
  reject: (error: RequestError) => void;
}

/** The part of a browser's WebSocket that is used; tests give their own. */
export type SocketLike = Pick<WebSocket, 'send' | 'addEventListener'>;

/** A transport over sockets made by `connect`, the first one at once. */
export function createSocketTransport(connect: () => SocketLike): Transport {
  const waiting = new Map<number, Waiting>();
  const eventListeners = new Set<Parameters<Transport['onEvent']>[0]>();
  const stateListeners = new Set<() => void>();
  /** Messages asked for before the connection stood. */
  let queue: string[] = [];
  let state: ConnectionState = 'connecting';
  let retry = FIRST_RETRY_MS;
  let socket: SocketLike;

  const setState = (next: ConnectionState): void => {
    if (state === next) return;
    state = next;
    for (const listener of stateListeners) listener();
  };

  const lose = (): void => {
    for (const { reject } of waiting.values()) reject(new RequestError(disconnected()));
    waiting.clear();
    queue = [];
    setState('lost');
    setTimeout(open, retry);
    retry = Math.min(retry * 2, LAST_RETRY_MS);
  };

  const receive = (text: string): void => {
    const message = JSON.parse(text) as ServerMessage;
    if (message.kind === 'event') {
      for (const listener of eventListeners) listener(message);
      return;
    }
    if (message.id === null) return;
    waiting.get(message.id)?.resolve(message);
    waiting.delete(message.id);
  };

  function open(): void {
    socket = connect();
    socket.addEventListener('open', () => {
      retry = FIRST_RETRY_MS;
      for (const text of queue) socket.send(text);
      queue = [];
      setState('open');
    });
    // A failed attempt closes too, so `close` alone is enough.
    socket.addEventListener('close', lose);
    socket.addEventListener('message', ({ data }) => receive(String(data)));
  }
  open();

  return {
    mediaOrigin: '',
    send: (message) =>
      new Promise((resolve, reject) => {
        if (state === 'lost') {
          reject(new RequestError(disconnected()));
          return;
        }
        waiting.set(message.id, { resolve, reject });
        const text = JSON.stringify(message);
        if (state === 'open') socket.send(text);
        else queue.push(text);
      }),
    onEvent: (listener) => {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
    state: () => state,
    onState: (listener) => {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
  };
}

function disconnected(): WireError {
  return {
    code: strings.state.lostCode,
    sentence: strings.state.lostSentence,
    nextStep: strings.state.lostNext,
  };
}
