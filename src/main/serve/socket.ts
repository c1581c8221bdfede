/**
 * Why this file exists: the contract over one WebSocket: requests in, answers and events out.
 *
 * A client that does not read must cost nobody else anything. While much waits for it, its next
 * requests wait too and events are left out (the gap in their numbers tells it to ask anew); when
 * all clients together have too much waiting, the slowest is cut off.
 */
import type { WebSocket } from 'ws';
import { MAX_CLIENT_MESSAGE_BYTES, type ServerMessage } from '../../shared/contract.ts';
import type { Served } from '../application.ts';
import { dispatch, type OnInternalError } from '../ipc/dispatch.ts';

/** No further request of a client is begun while this much waits for it, ... */
const MOST_WAITING_BYTES = 4 * 1024 * 1024;
/** ... or so many of its requests are being answered. */
const MOST_UNDER_WAY = 32;
/** Events are left out while this much waits. */
const MOST_BEFORE_EVENTS = 1024 * 1024;
/** Of all clients together. */
const MOST_WAITING_IN_ALL = 256 * 1024 * 1024;

/** Serves one connected client until it goes away. @param clients all that are connected, this one too */
export function serveSocket(
  socket: WebSocket,
  application: Served,
  onInternalError: OnInternalError,
  clients: Iterable<WebSocket>,
): void {
  /** Requests that have arrived and not begun. Bounded: the socket is paused as soon as one waits. */
  const inbox: unknown[] = [];
  let underWay = 0;
  let sequence = 0;

  const send = (message: ServerMessage): void => {
    if (socket.readyState !== socket.OPEN) return;
    socket.send(JSON.stringify(message), () => pump());
    if (socket.bufferedAmount > MOST_BEFORE_EVENTS) relieve(clients);
  };

  function pump(): void {
    while (
      inbox.length > 0 &&
      underWay < MOST_UNDER_WAY &&
      socket.bufferedAmount <= MOST_WAITING_BYTES &&
      socket.readyState === socket.OPEN
    ) {
      underWay += 1;
      void dispatch(application.handlers, inbox.shift(), onInternalError).then((answer) => {
        underWay -= 1;
        send(answer);
        pump();
      });
    }
    if (inbox.length > 0) socket.pause();
    else if (socket.isPaused) socket.resume();
  }

  const stopEvents = application.onEvent(({ name, payload }) => {
    const number = sequence++;
    if (socket.bufferedAmount > MOST_BEFORE_EVENTS) return;
    send({ kind: 'event', name, sequence: number, payload });
  });
  socket.on('close', () => {
    stopEvents();
    inbox.length = 0;
  });
  // `ws` closes the socket after an error by itself (oversize: 1009); without a listener Node
  // would take the whole server down with it.
  socket.on('error', (error) => onInternalErrorUnlessClient(error, onInternalError));
  socket.on('message', (data, isBinary) => {
    inbox.push(isBinary ? undefined : parseJson((data as Buffer).toString('utf8')));
    pump();
  });
}

/** Options of the WebSocket server that bound what a client may send. */
export const socketLimits = { maxPayload: MAX_CLIENT_MESSAGE_BYTES, perMessageDeflate: false };

/** Cuts off the clients with the most waiting for them until all together keep to the limit. */
function relieve(clients: Iterable<WebSocket>): void {
  const waiting = [...clients].filter((client) => client.readyState === client.OPEN);
  let total = waiting.reduce((sum, { bufferedAmount }) => sum + bufferedAmount, 0);
  waiting.sort((a, b) => b.bufferedAmount - a.bufferedAmount);
  for (const client of waiting) {
    if (total <= MOST_WAITING_IN_ALL) return;
    total -= client.bufferedAmount;
    // No goodbye: it would stand behind all that the client does not read.
    client.terminate();
  }
}

function onInternalErrorUnlessClient(error: Error, onInternalError: OnInternalError): void {
  const code = 'code' in error ? String(error.code) : '';
  const clientsFault = code.startsWith('WS_ERR_') || code === 'ECONNRESET' || code === 'EPIPE';
  if (!clientsFault) onInternalError('socket', error);
}

/** Undefined (which is no message of the contract) for text that is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
