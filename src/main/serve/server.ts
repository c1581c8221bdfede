/**
 * Why this file exists: the application over a web server on this machine only, for machines
 * without Electron and for tests in a plain browser. What it refuses is in access.ts.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { WebSocketServer } from 'ws';
import { hasSystemCode, LoupeError } from '../../shared/errors.ts';
import type { Served } from '../application.ts';
import { toWireError, type OnInternalError } from '../ipc/dispatch.ts';
import { projectFolder } from '../places.ts';
import { createAccess, type Access, type Refusal } from './access.ts';
import { answerMedia, errorAnswer, type HttpAnswer } from './answer.ts';
import { contentSecurityPolicy, securityHeaders } from './headers.ts';
import { refusalPage } from './refusal-page.ts';
import { serveSocket, socketLimits } from './socket.ts';
import { readStatic } from './static.ts';

const LOOPBACK = '127.0.0.1';
/** A connection on which nothing moves for so long is closed: its reader is gone or stuck. */
const IDLE_MS = 60_000;
const MOST_CONNECTIONS = 512;
/** Of answers whose readers have not taken them yet. */
const MOST_BYTES_ON_THE_WAY = 512 * 1024 * 1024;

export interface ServeOptions {
  /** 1..65535, or 0 for any free one (the default). */
  port?: number;
  /** The built renderer; by default the project's own `out/renderer`. */
  renderer?: string;
  /** What to show first: the part of the address after `#`, e.g. `/report/plates`. */
  open?: string;
  /** Receives failures that are Loupe's own fault. By default they go to standard error. */
  onInternalError?: OnInternalError;
}

export interface RunningServer {
  /** The address to open; its token works once. */
  url: string;
  /** One more address, for another browser. */
  freshUrl(): string;
  /** Stops taking requests, ends the open ones and says goodbye to the clients. */
  close(): Promise<void>;
}

/**
 * Serves `application` on 127.0.0.1. Throws `busy` when the port is taken, `usage` when it may not
 * be used.
 */
export async function startServer(
  application: Served,
  options: ServeOptions = {},
): Promise<RunningServer> {
  const onInternalError = options.onInternalError ?? printError;
  const renderer = options.renderer ?? join(projectFolder(), 'out', 'renderer');
  const server = createServer();
  server.setTimeout(IDLE_MS);
  server.maxConnections = MOST_CONNECTIONS;
  const port = await listen(server, options.port ?? 0);
  const access = createAccess(port);
  const policy = contentSecurityPolicy({ socket: `ws://${LOOPBACK}:${port}` });
  const safe = securityHeaders(policy);

  let onTheWay = 0;
  /** An answer stays in memory until its reader has taken it. */
  const deliver = (response: ServerResponse, headersOnly: boolean, answer: HttpAnswer): void => {
    const { byteLength } = answer.body;
    if (onTheWay + byteLength > MOST_BYTES_ON_THE_WAY && onTheWay > 0) {
      send(response, headersOnly, safe, tooBusy());
      return;
    }
    onTheWay += byteLength;
    response.once('close', () => (onTheWay -= byteLength));
    send(response, headersOnly, safe, answer);
  };

  server.on('request', (request, response) => {
    respond(request, { application, access, renderer })
      .catch((error: unknown) => {
        onInternalError(request.url ?? '', error);
        return errorAnswer(500, {
          code: 'internal',
          sentence: 'Loupe failed while answering. The fault is its own.',
          nextStep: 'Look at the output of the window that runs Loupe, then reload the page.',
        });
      })
      .then((answer) => deliver(response, request.method === 'HEAD', answer))
      .catch((error: unknown) => onInternalError(request.url ?? '', error));
  });
  const sockets = acceptSockets(server, access, application, onInternalError);

  const freshUrl = (): string => {
    const hash = options.open === undefined ? '' : `#${options.open}`;
    return `http://${LOOPBACK}:${port}/?token=${access.mintToken()}${hash}`;
  };
  return {
    url: freshUrl(),
    freshUrl,
    close: async () => {
      for (const client of sockets.clients) client.close(1001, 'Loupe is stopping');
      const closed = new Promise<void>((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
      });
      server.closeIdleConnections();
      // A client that does not answer the goodbye is not waited for.
      setTimeout(() => {
        for (const client of sockets.clients) client.terminate();
        server.closeAllConnections();
      }, 500).unref();
      await closed;
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenProblem(error, port)));
    server.listen(port, LOOPBACK, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

function listenProblem(error: Error, port: number): Error {
  if (hasSystemCode(error, 'EADDRINUSE')) {
    return new LoupeError(
      'busy',
      `Port ${port} on this machine is in use by another program.`,
      'Choose another one with --port, or leave it out to take a free one.',
      { cause: error },
    );
  }
  if (hasSystemCode(error, 'EACCES')) {
    return new LoupeError(
      'usage',
      `Port ${port} may not be used by this user.`,
      'Choose one above 1023 with --port, or leave it out to take a free one.',
      { cause: error },
    );
  }
  return error;
}

interface Site {
  application: Served;
  access: Access;
  renderer: string;
}

async function respond(request: IncomingMessage, site: Site): Promise<HttpAnswer> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return { status: 405, headers: { allow: 'GET, HEAD' }, body: new Uint8Array() };
  }
  const target = request.url ?? '/';
  const url = URL.canParse(target, 'http://loupe') ? new URL(target, 'http://loupe') : undefined;
  if (url?.origin !== 'http://loupe') return notFound();
  const token = url.pathname === '/' ? url.searchParams.get('token') : null;
  const isPage = url.pathname === '/';
  const refusal = site.access.refusal(request.headers, token === null ? 'page' : 'entry');
  if (token !== null && refusal === undefined) {
    const cookie = site.access.redeem(token);
    // A used token in a browser that already has its session (a reload) simply goes on.
    const stranger = cookie === undefined && site.access.refusal(request.headers, 'page');
    if (stranger) return refuse('no-session', isPage);
    // Pictures are cached under their numbers; another catalog on this port has others.
    const forget = { 'clear-site-data': '"cache"' };
    const headers = { location: '/', 'cache-control': 'no-store', ...forget };
    return {
      status: 303,
      headers: cookie === undefined ? headers : { ...headers, 'set-cookie': cookie },
      body: new Uint8Array(),
    };
  }
  if (refusal !== undefined) return refuse(refusal, isPage);
  if (url.pathname.startsWith('/media/')) {
    return answerMedia(site.application.media, {
      pathname: url.pathname,
      range: request.headers.range,
      ifNoneMatch: request.headers['if-none-match'],
      ifRange: String(request.headers['if-range'] ?? '') || undefined,
    });
  }
  try {
    return { status: 200, ...(await readStatic(site.renderer, url.pathname)) };
  } catch (error) {
    if (!(error instanceof LoupeError)) throw error;
    if (isPage) return refuse('not-built', true);
    return errorAnswer(404, toWireError(error));
  }
}

function tooBusy(): HttpAnswer {
  const answer = errorAnswer(503, {
    code: 'busy',
    sentence: 'Too many pictures are waiting for slow readers at this moment.',
    nextStep: 'Try again in a moment.',
  });
  return { ...answer, headers: { ...answer.headers, 'retry-after': '1' } };
}

function notFound(): HttpAnswer {
  return errorAnswer(404, {
    code: 'not-found',
    sentence: 'There is nothing at this address.',
    nextStep: 'Open the start page.',
  });
}

function refuse(refusal: Refusal | 'not-built', asPage: boolean): HttpAnswer {
  const { status, error, page } = refusalPage(refusal);
  if (!asPage) return errorAnswer(status, error);
  const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
  return { status, headers, body: Buffer.from(page) };
}

function send(
  response: ServerResponse,
  headersOnly: boolean,
  safe: Record<string, string>,
  { status, headers, body }: HttpAnswer,
): void {
  const length = status === 304 ? {} : { 'content-length': String(body.byteLength) };
  response.writeHead(status, { ...safe, ...headers, ...length });
  response.end(headersOnly ? undefined : body);
}

function acceptSockets(
  server: Server,
  access: Access,
  application: Served,
  onInternalError: OnInternalError,
): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true, ...socketLimits });
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const refusal =
      request.url === '/socket' ? access.refusal(request.headers, 'socket') : 'foreign-origin';
    if (refusal !== undefined) {
      socket.end(`HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      serveSocket(client, application, onInternalError, sockets.clients);
    });
  });
  return sockets;
}

function printError(where: string, error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`Loupe failed at ${where}: ${text}\n`);
}
