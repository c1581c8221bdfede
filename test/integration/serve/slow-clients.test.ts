/**
 * Why this file exists: clients that ask and never read. The server's memory stays bounded, and
 * whoever reads is served.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import type { Served } from '../../../src/main/application.ts';
import { startServer, type RunningServer } from '../../../src/main/serve/server.ts';
import type { ServerMessage } from '../../../src/shared/contract.ts';
import { fakeApplication } from '../../unit/contract/transport-suite.ts';
import { openSocket, signIn } from './client.ts';

const MB = 1024 * 1024;
/** About 1 MB as JSON. */
const manyIds = Array.from({ length: 150_000 }, (_, i) => 100_000 + i);

let renderer = '';
let server: RunningServer;
let origin = '';
let cookie = '';
const fake = fakeApplication();
const application: Served & Pick<typeof fake, 'emit'> = {
  ...fake,
  handlers: { ...fake.handlers, 'gallery.ids': async () => manyIds },
  media: {
    find: async () => ({
      contentType: 'image/png',
      etag: '"1"',
      load: async () => ({ bytes: new Uint8Array(64 * MB), headers: {} }),
    }),
  },
};

beforeAll(async () => {
  renderer = await mkdtemp(join(tmpdir(), 'loupe-page-'));
  await writeFile(join(renderer, 'index.html'), '');
  server = await startServer(application, { renderer });
  origin = new URL(server.url).origin;
  cookie = await signIn(server.url);
});
afterAll(async () => {
  await server.close();
  await rm(renderer, { recursive: true, force: true });
});

function ask(socket: WebSocket, name: string, input: unknown): Promise<ServerMessage> {
  const answer = new Promise<ServerMessage>((resolve) => {
    socket.on('message', function hear(data: Buffer) {
      const message = JSON.parse(data.toString('utf8')) as ServerMessage;
      if (message.kind !== 'answer') return;
      socket.off('message', hear);
      resolve(message);
    });
  });
  socket.send(JSON.stringify({ kind: 'request', id: 1, name, input }));
  return answer;
}

const soon = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The most memory this process (server and clients) has while `work` runs, above its beginning. */
async function growth(work: () => Promise<void>): Promise<number> {
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 10);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return most - before;
}

describe('a hundred clients that ask and never read', () => {
  it('cost a bounded memory, and one that reads is served', async () => {
    const request = { kind: 'request', id: 0, name: 'gallery.ids', input: { productId: 1 } };
    const text = JSON.stringify(request);
    const deaf: WebSocket[] = [];
    const grown = await growth(async () => {
      for (let i = 0; i < 100; i += 1) {
        const socket = await openSocket(origin, { cookie, origin });
        socket.pause();
        socket.on('error', () => undefined);
        // 100 answers of 1 MB each: 10 GB in all, were they kept.
        for (let n = 0; n < 100; n += 1) socket.send(text);
        deaf.push(socket);
        if (i % 10 === 0) await soon(20);
      }
      const reader = await openSocket(origin, { cookie, origin });
      const answer = await ask(reader, 'system.status', {});
      expect(answer).toMatchObject({ result: { ok: true } });
      await soon(300);
      expect(await ask(reader, 'gallery.ids', { productId: 1 })).toMatchObject({
        result: { ok: true },
      });
      reader.terminate();
    });
    for (const socket of deaf) socket.terminate();
    expect(grown).toBeLessThan(1500 * MB);
  });
});

describe('one client', () => {
  it('that reads late gets every answer, however many it asked for', async () => {
    const socket = await openSocket(origin, { cookie, origin });
    socket.pause();
    const request = { kind: 'request', name: 'gallery.ids', input: { productId: 1 } };
    const asked = 60;
    for (let id = 0; id < asked; id += 1) socket.send(JSON.stringify({ ...request, id }));
    await soon(300);
    const ids = new Set<number>();
    const all = new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => {
        const { id } = JSON.parse(data.toString('utf8')) as { id: number };
        ids.add(id);
        if (ids.size === asked) resolve();
      });
    });
    socket.resume();
    await all;
    socket.terminate();
  });

  it('that does not read misses events, and sees that by their numbers', async () => {
    const socket = await openSocket(origin, { cookie, origin });
    await ask(socket, 'system.status', {});
    socket.pause();
    const request = { kind: 'request', name: 'gallery.ids', input: { productId: 1 } };
    for (let id = 0; id < 20; id += 1) socket.send(JSON.stringify({ ...request, id }));
    await soon(300);
    for (let i = 0; i < 500; i += 1) application.emit({ name: 'reports.changed', payload: {} });
    const sequences: number[] = [];
    const last = new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => {
        const message = JSON.parse(data.toString('utf8')) as ServerMessage;
        if (message.kind !== 'event') return;
        sequences.push(message.sequence);
        if (message.sequence === 500) resolve();
      });
    });
    socket.resume();
    await soon(500);
    application.emit({ name: 'reports.changed', payload: {} });
    await last;
    expect(sequences.at(-1)).toBe(500);
    expect(sequences.length).toBeLessThan(501);
    socket.terminate();
  });
});

describe('readers of pictures that do not read', () => {
  /** Asks for a picture of 64 MB and reads nothing of it. */
  function deafReader(): Socket {
    const { port } = new URL(origin);
    const socket = connect(Number(port), '127.0.0.1');
    socket.pause();
    socket.on('error', () => undefined);
    const host = new URL(origin).host;
    socket.write(`GET /media/any HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\n\r\n`);
    return socket;
  }

  it('are told to come back once too much is on the way, and the page goes on', async () => {
    const grown = await growth(async () => {
      const deaf = Array.from({ length: 30 }, deafReader);
      await soon(500);
      const refused = await fetch(`${origin}/media/any`, { headers: { cookie } });
      expect(refused.status).toBe(503);
      expect(refused.headers.get('retry-after')).toBe('1');
      expect(await refused.json()).toMatchObject({ code: 'busy' });
      expect((await fetch(`${origin}/`, { headers: { cookie } })).status).toBe(200);
      for (const socket of deaf) socket.destroy();
      await soon(200);
      const served = await fetch(`${origin}/media/any`, { headers: { cookie } });
      expect(served.status).toBe(200);
      expect((await served.arrayBuffer()).byteLength).toBe(64 * MB);
    });
    expect(grown).toBeLessThan(2500 * MB);
  });
});
