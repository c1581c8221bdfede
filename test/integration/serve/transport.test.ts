/** Why this file exists: the WebSocket transport passes the same tests as Electron's. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { startServer } from '../../../src/main/serve/server.ts';
import type { ServerMessage } from '../../../src/shared/contract.ts';
import { transportSuite } from '../../unit/contract/transport-suite.ts';
import { openSocket, signIn } from './client.ts';

let renderer = '';

beforeAll(async () => {
  renderer = await mkdtemp(join(tmpdir(), 'loupe-page-'));
  await writeFile(join(renderer, 'index.html'), '');
});
afterAll(() => rm(renderer, { recursive: true, force: true }));

/** Sent as it is; anything else is sent as JSON. */
class Raw {
  readonly data: string | Buffer;
  constructor(data: string | Buffer) {
    this.data = data;
  }
}

describe('the loopback WebSocket', () => {
  transportSuite(
    async (application) => {
      const server = await startServer(application, { renderer, onInternalError: () => undefined });
      const { origin } = new URL(server.url);
      const socket = await openSocket(origin, { cookie: await signIn(server.url), origin });
      const next = (): Promise<ServerMessage> =>
        new Promise((resolve) => {
          socket.once('message', (data: Buffer) => {
            resolve(JSON.parse(data.toString('utf8')) as ServerMessage);
          });
        });
      return {
        ask: (message) => {
          const answer = next();
          socket.send(message instanceof Raw ? message.data : JSON.stringify(message));
          return answer;
        },
        nextEvent: next,
        close: async () => {
          socket.close();
          await server.close();
        },
      };
    },
    [
      null,
      7,
      'text',
      [],
      {},
      { kind: 'request' },
      { kind: 'answer', id: 1 },
      new Raw('{"kind":"requ'),
      new Raw(''),
      new Raw(Buffer.from([0xff, 0xfe, 0x00])),
      new Raw('['.repeat(20_000)),
    ],
  );
});
