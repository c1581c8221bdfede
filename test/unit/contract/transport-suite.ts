/**
 * Why this file exists: both transports must behave alike. The same questions are put to each: to
 * Electron's by a fake pair of ports, to the loopback server's by a real WebSocket.
 */
import { expect, test } from 'vitest';
import type { Handlers, ServerMessage } from '../../../src/shared/contract.ts';
import type { ApplicationEvent, Served } from '../../../src/main/application.ts';
import { LoupeError } from '../../../src/shared/errors.ts';

/** One connected client: sends anything, hears everything. */
export interface Connection {
  /** Resolves to the answer of this one message. */
  ask: (message: unknown) => Promise<ServerMessage>;
  /** Resolves to the next event. */
  nextEvent: () => Promise<ServerMessage>;
  close: () => Promise<void>;
}

export const secret = 'a detail that must not leave main';

/** An application of which every kind of outcome can be had. */
export function fakeApplication(): Served & { emit: (event: ApplicationEvent) => void } {
  const listeners = new Set<(event: ApplicationEvent) => void>();
  const handlers: Partial<Handlers> = {
    'system.status': async () => ({
      product: 'Loupe',
      version: '9',
      home: '/h',
      device: null,
      compute: { state: 'off', problem: null, memoryMb: null },
    }),
    'reports.list': async () => {
      throw new Error(secret);
    },
    'reports.get': async ({ id }) => {
      throw new LoupeError('not-found', `There is no report "${id}".`, 'Go back to the list.');
    },
  };
  return {
    handlers,
    media: {
      find: () => Promise.reject(new LoupeError('not-found', 'Nothing here.', 'Look elsewhere.')),
    },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
  };
}

/** Declares the tests for one transport. */
export function transportSuite(
  connect: (application: Served) => Promise<Connection>,
  /** Messages that the transport itself can carry but the contract does not know. */
  malformed: readonly unknown[],
): void {
  const withClient = async (
    run: (client: Connection, emit: (event: ApplicationEvent) => void) => Promise<void>,
  ): Promise<void> => {
    const application = fakeApplication();
    const client = await connect(application);
    try {
      await run(client, application.emit);
    } finally {
      await client.close();
    }
  };

  test('a request is answered under its own id', async () => {
    await withClient(async (client) => {
      const answer = await client.ask({
        kind: 'request',
        id: 41,
        name: 'system.status',
        input: {},
      });
      expect(answer).toEqual({
        kind: 'answer',
        id: 41,
        result: {
          ok: true,
          output: {
            product: 'Loupe',
            version: '9',
            home: '/h',
            device: null,
            compute: { state: 'off', problem: null, memoryMb: null },
          },
        },
      });
    });
  });

  test('a failure arrives with code, sentence and next step', async () => {
    await withClient(async (client) => {
      const message = { kind: 'request', id: 1, name: 'reports.get', input: { id: 'x' } };
      expect(await client.ask(message)).toMatchObject({
        id: 1,
        result: {
          ok: false,
          error: {
            code: 'not-found',
            sentence: 'There is no report "x".',
            nextStep: 'Go back to the list.',
          },
        },
      });
    });
  });

  test('a fault of Loupe itself is answered without its details', async () => {
    await withClient(async (client) => {
      const answer = await client.ask({ kind: 'request', id: 2, name: 'reports.list', input: {} });
      expect(answer).toMatchObject({ id: 2, result: { ok: false, error: { code: 'internal' } } });
      expect(JSON.stringify(answer)).not.toContain(secret);
    });
  });

  test.each(malformed)('malformed message %j gets a typed error', async (message) => {
    await withClient(async (client) => {
      expect(await client.ask(message)).toMatchObject({
        kind: 'answer',
        result: { ok: false, error: { code: 'usage' } },
      });
    });
  });

  test('a request this version does not have says so', async () => {
    await withClient(async (client) => {
      for (const name of ['reports.delete', 'constructor', '__proto__', 'toString']) {
        const answer = await client.ask({ kind: 'request', id: 3, name, input: {} });
        expect(answer).toMatchObject({
          id: 3,
          result: { ok: false, error: { code: 'not-built' } },
        });
      }
    });
  });

  test('events arrive numbered from 0', async () => {
    await withClient(async (client, emit) => {
      // An answer proves that the server is listening to the application by now.
      await client.ask({ kind: 'request', id: 4, name: 'system.status', input: {} });
      for (const sequence of [0, 1]) {
        const next = client.nextEvent();
        emit({ name: 'reports.changed', payload: {} });
        expect(await next).toEqual({
          kind: 'event',
          name: 'reports.changed',
          sequence,
          payload: {},
        });
      }
    });
  });
}
