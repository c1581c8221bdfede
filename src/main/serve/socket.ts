/** Why this file exists: the contract over one WebSocket: requests in, answers and events out. */
import type { WebSocket } from 'ws';
import { MAX_CLIENT_MESSAGE_BYTES, type ServerMessage } from '../../shared/contract.ts';
import type { Application } from '../application.ts';
import { dispatch, type OnInternalError } from '../ipc/dispatch.ts';

/** A client that does not read is cut off when this much waits for it. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

/** Serves one connected client until it goes away. */
export function serveSocket(
  socket: WebSocket,
  application: Application,
  onInternalError: OnInternalError,
): void {
  let sequence = 0;

  const send = (message: ServerMessage): void => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > MAX_WAITING_BYTES) {
      socket.close(1013, 'too slow');
      return;
    }
    socket.send(JSON.stringify(message));
  };

  const stopEvents = application.onEvent(({ name, payload }) => {
    send({ kind: 'event', name, sequence: sequence++, payload });
  });
  socket.on('close', stopEvents);
  // `ws` closes the socket after an error by itself (oversize: 1009); without a listener Node
  // would take the whole server down with it.
  socket.on('error', (error) => onInternalErrorUnlessClient(error, onInternalError));
  socket.on('message', (data, isBinary) => {
    const message = isBinary ? undefined : parseJson((data as Buffer).toString('utf8'));
    void dispatch(application.handlers, message, onInternalError).then(send);
  });
}

/** Options of the WebSocket server that bound what a client may send. */
export const socketLimits = { maxPayload: MAX_CLIENT_MESSAGE_BYTES, perMessageDeflate: false };

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
