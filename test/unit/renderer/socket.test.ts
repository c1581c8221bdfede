/** Why this file exists: a lost connection rejects what was asked, says so, and comes back. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createClient, RequestError } from '../../../src/renderer/src/transport/client.ts';
import { createSocketTransport } from '../../../src/renderer/src/transport/socket.ts';

type Kind = 'open' | 'close' | 'message';

/** A socket whose other end is the test. */
class FakeSocket {
  sent: string[] = [];
  private listeners = new Map<string, (event: { data: string }) => void>();
  send(text: string): void {
    this.sent.push(text);
  }
  addEventListener(kind: string, listener: (event: { data: string }) => void): void {
    this.listeners.set(kind, listener);
  }
  emit(kind: Kind, message: unknown = ''): void {
    this.listeners.get(kind)?.({ data: JSON.stringify(message) });
  }
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function connect() {
  const sockets: FakeSocket[] = [];
  const transport = createSocketTransport(() => {
    const socket = new FakeSocket();
    sockets.push(socket);
    return socket as never;
  });
  const at = (i: number): FakeSocket => {
    const socket = sockets[i];
    if (socket === undefined) throw new Error(`no socket ${i}`);
    return socket;
  };
  return { client: createClient(transport), at, sockets };
}

const answer = (id: number, output: unknown) => ({
  kind: 'answer',
  id,
  result: { ok: true, output },
});

test('requests wait for the connection and get their own answers, in any order', async () => {
  const { client, at } = connect();
  const first = client.request('system.status', {});
  const second = client.request('reports.get', { id: 'a' });
  expect(at(0).sent).toEqual([]);
  at(0).emit('open');
  expect(client.state()).toBe('open');
  expect(at(0).sent.map((text) => (JSON.parse(text) as { name: string }).name)).toEqual([
    'system.status',
    'reports.get',
  ]);
  at(0).emit('message', answer(1, 'second'));
  at(0).emit('message', answer(0, 'first'));
  expect(await Promise.all([first, second])).toEqual(['first', 'second']);
});

test('a failure becomes an error with code and next step', async () => {
  const { client, at } = connect();
  const asked = client.request('system.status', {});
  at(0).emit('open');
  const error = { code: 'busy', sentence: 'It is busy.', nextStep: 'Wait.' };
  at(0).emit('message', { kind: 'answer', id: 0, result: { ok: false, error } });
  await expect(asked).rejects.toMatchObject({
    code: 'busy',
    message: 'It is busy.',
    nextStep: 'Wait.',
  });
});

test('a lost connection rejects what was asked, then returns by itself', async () => {
  const { client, at, sockets } = connect();
  const states: string[] = [];
  client.onState(() => states.push(client.state()));
  at(0).emit('open');
  const asked = client.request('system.status', {});
  at(0).emit('close');
  await expect(asked).rejects.toBeInstanceOf(RequestError);
  await expect(client.request('system.status', {})).rejects.toMatchObject({ code: 'disconnected' });
  vi.advanceTimersByTime(400);
  expect(sockets).toHaveLength(2);
  at(1).emit('close');
  vi.advanceTimersByTime(400);
  expect(sockets).toHaveLength(2);
  vi.advanceTimersByTime(400);
  expect(sockets).toHaveLength(3);
  at(2).emit('open');
  expect(states).toEqual(['open', 'lost', 'open']);
  const again = client.request('system.status', {});
  at(2).emit('message', answer(2, 'back'));
  expect(await again).toBe('back');
});

test('events reach those that listen to their stream, until they stop', () => {
  const { client, at } = connect();
  let heard = 0;
  const stop = client.onEvent('reports.changed', () => (heard += 1));
  at(0).emit('open');
  at(0).emit('message', { kind: 'event', name: 'reports.changed', sequence: 0, payload: {} });
  at(0).emit('message', { kind: 'event', name: 'other', sequence: 1, payload: {} });
  stop();
  at(0).emit('message', { kind: 'event', name: 'reports.changed', sequence: 2, payload: {} });
  expect(heard).toBe(1);
});
