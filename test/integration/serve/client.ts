/** Why this file exists: the browser's part in tests of the loopback server. */
import { WebSocket } from 'ws';

/** Exchanges an address for its session cookie. */
export async function signIn(url: string): Promise<string> {
  const answer = await fetch(url, { redirect: 'manual' });
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

/** An open socket; rejects when the server refuses it. */
export function openSocket(
  origin: string,
  headers: Record<string, string>,
  path = '/socket',
): Promise<WebSocket> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}${path}`, { headers });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
}
