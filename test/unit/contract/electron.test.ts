/** Why this file exists: the Electron transport, with the two ports it needs faked. */
import { describe, expect, test } from 'vitest';
import { isOwnPage, sendEvents, serveRequests } from '../../../src/main/ipc/electron.ts';
import type { RequestEvent, RequestPort } from '../../../src/main/ipc/electron.ts';
import type { ServerMessage } from '../../../src/shared/contract.ts';
import { fakeApplication, transportSuite } from './transport-suite.ts';

type Listener = Parameters<RequestPort['handle']>[1];

const ownPage: RequestEvent = { senderFrame: { url: 'app://loupe/', parent: null } };

function fakePorts(application: ReturnType<typeof fakeApplication>) {
  let listener: Listener | undefined;
  let hear: (message: ServerMessage) => void = () => undefined;
  serveRequests({ handle: (_channel, given) => (listener = given) }, application, () => undefined);
  const stop = sendEvents(
    { isDestroyed: () => false, send: (_channel, message) => hear(message) },
    application,
  );
  return {
    ask: async (message: unknown, from = ownPage): Promise<ServerMessage> => {
      if (listener === undefined) throw new Error('nothing listens');
      return listener(from, message);
    },
    nextEvent: () => new Promise<ServerMessage>((resolve) => (hear = resolve)),
    close: async () => stop(),
  };
}

describe('Electron IPC', () => {
  transportSuite(
    async (application) => fakePorts(application as ReturnType<typeof fakeApplication>),
    [undefined, null, 7, 'text', [], {}, { kind: 'request' }, new Map()],
  );

  test.each([
    ['a page of the web', { url: 'https://example.org/', parent: null }],
    ['a page whose host only begins alike', { url: 'app://loupe.evil/', parent: null }],
    ['another scheme', { url: 'file:///app://loupe/', parent: null }],
    ['a frame inside the page', { url: 'app://loupe/', parent: {} }],
    ['no address at all', { url: '', parent: null }],
    ['a frame that has gone', null],
  ])('%s is not answered', async (_name, senderFrame) => {
    expect(isOwnPage(senderFrame)).toBe(false);
    const ports = fakePorts(fakeApplication());
    const message = { kind: 'request', id: 0, name: 'system.status', input: {} };
    await expect(ports.ask(message, { senderFrame })).rejects.toThrow('only its own page');
  });

  test('a window that was closed gets no event', () => {
    const application = fakeApplication();
    const sent: unknown[] = [];
    const port = {
      isDestroyed: () => true,
      send: (_: string, message: unknown) => sent.push(message),
    };
    sendEvents(port, application);
    application.emit({ name: 'reports.changed', payload: {} });
    expect(sent).toEqual([]);
  });
});
