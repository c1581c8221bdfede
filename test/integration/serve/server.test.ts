/**
 * Why this file exists: the loopback server as a browser, a foreign page and a bad client meet it,
 * with real sockets, real files and the real decoder.
 */
import { request as httpRequest } from 'node:http';
import {
  mkdtemp,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { createApplication, type Application } from '../../../src/main/application.ts';
import { datasetSources } from '../../../src/main/reports/sources.ts';
import { startServer, type RunningServer } from '../../../src/main/serve/server.ts';
import { decodeNpy } from '../../../src/main/evaluation/npy.ts';
import { MAX_CLIENT_MESSAGE_BYTES } from '../../../src/shared/contract.ts';
import { mediaPath } from '../../../src/shared/media.ts';
import type { Report } from '../../../src/shared/report.ts';
import { writeSyntheticReport } from '../../e2e/support/synthetic-report.ts';
import { openSocket, signIn } from './client.ts';

let home = '';
let renderer = '';
let server: RunningServer;
let application: Application;
let origin = '';
let cookie = '';
let report: Report;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'loupe-serve-'));
  renderer = await mkdtemp(join(tmpdir(), 'loupe-page-'));
  await writeFile(join(renderer, 'index.html'), '<title>Loupe</title>');
  await writeFile(join(home, 'secret.html'), 'secret');
  await symlink(join(home, 'secret.html'), join(renderer, 'link.html'));
  report = await writeSyntheticReport(home, { good: 2, defective: 1 });
  application = createApplication({ home, version: '9.9.9', sources: datasetSources });
  server = await startServer(application, { renderer, onInternalError: () => undefined });
  origin = new URL(server.url).origin;
  cookie = await signIn(server.url);
});

afterAll(async () => {
  await server.close();
  await application.close();
  await rm(home, { recursive: true, force: true });
  await rm(renderer, { recursive: true, force: true });
});

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${origin}${path}`, { headers: { cookie, ...headers }, redirect: 'manual' });

/** A request whose path and headers go out exactly as given. */
function rawRequest(path: string, headers: Record<string, string>): Promise<number> {
  const { port } = new URL(origin);
  return new Promise((resolve, reject) => {
    httpRequest({ host: '127.0.0.1', port, path, headers, setHost: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

describe('the address', () => {
  test('opens one browser, once; a reload there goes on', async () => {
    const url = server.freshUrl();
    const first = await fetch(url, { redirect: 'manual' });
    expect(first.status).toBe(303);
    expect(first.headers.get('location')).toBe('/');
    const session = (first.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const stranger = await fetch(url, { redirect: 'manual' });
    expect(stranger.status).toBe(401);
    expect(await stranger.text()).toContain('fresh address');
    const reload = await fetch(url, { headers: { cookie: session }, redirect: 'manual' });
    expect(reload.status).toBe(303);
    expect((await fetch(`${origin}/`, { headers: { cookie: session } })).status).toBe(200);
  });

  test('without a token or session gives a page that says what to do', async () => {
    const answer = await fetch(`${origin}/`);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toContain('text/html');
    const media = await fetch(`${origin}${mediaPath(report.id, 'thumb', 0)}`);
    expect(media.status).toBe(401);
    expect(await media.json()).toMatchObject({ code: 'usage' });
  });

  test('is of this machine only', async () => {
    expect(new URL(server.url).hostname).toBe('127.0.0.1');
    const headers = { host: 'evil.example', cookie };
    expect(await rawRequest('/', headers)).toBe(421);
    const token = new URL(server.freshUrl()).search;
    expect(await rawRequest(`/${token}`, { host: 'evil.example' })).toBe(421);
  });

  test('says so when the port is taken', async () => {
    const taken = Number(new URL(origin).port);
    await expect(startServer(application, { port: taken })).rejects.toMatchObject({
      code: 'busy',
      nextStep: expect.stringContaining('--port') as string,
    });
  });
});

describe('the page', () => {
  test('comes with a policy that allows nothing from elsewhere', async () => {
    const answer = await get('/');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*|data:|https?:/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  });

  test('is not given to a page of another origin or of another port', async () => {
    expect((await get('/', { origin: 'https://evil.example' })).status).toBe(403);
    expect((await get('/', { 'sec-fetch-site': 'same-site' })).status).toBe(403);
  });

  test.each([
    '/../secret.html',
    '/%2e%2e/secret.html',
    '/..%2f..%2fsecret.html',
    '/link.html',
    '//evil.example/x',
    'http://evil.example/',
    '/%',
    '/assets/%00',
  ])('%s leads nowhere', async (path) => {
    const { host } = new URL(origin);
    const status = await rawRequest(path, { host, cookie });
    expect([400, 404]).toContain(status);
  });

  test('only reads', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await fetch(`${origin}/`, { method, headers: { cookie } })).status).toBe(405);
    }
  });
});

describe('media', () => {
  test('an image is the source, pixel by pixel', async () => {
    const answer = await get(mediaPath(report.id, 'image', 0));
    expect(answer.headers.get('content-type')).toBe('image/png');
    const sent = await sharp(Buffer.from(await answer.arrayBuffer()))
      .raw()
      .toBuffer();
    const source = await sharp(join(report.dataset.root, report.images[0]?.path ?? ''))
      .raw()
      .toBuffer();
    expect(sent.equals(source)).toBe(true);
  });

  test('a thumbnail is small', async () => {
    const answer = await get(mediaPath(report.id, 'thumb', 0));
    const { width, height, format } = await sharp(
      Buffer.from(await answer.arrayBuffer()),
    ).metadata();
    expect({ width, height, format }).toEqual({ width: 256, height: 192, format: 'webp' });
  });

  test('a map is the file’s own values with its size', async () => {
    const index = 3;
    const answer = await get(mediaPath(report.id, 'map', index));
    const path = join(home, 'reports', report.id, report.images[index]?.map ?? '');
    const stored = decodeNpy(await readFile(path), path);
    expect(Number(answer.headers.get('x-map-width'))).toBe(stored.width);
    expect(Number(answer.headers.get('x-map-height'))).toBe(stored.height);
    expect(new Float32Array(await answer.arrayBuffer())).toEqual(new Float32Array(stored.data));
  });

  test('a mask is 0 or 255 at source size; a good part has none', async () => {
    const answer = await get(mediaPath(report.id, 'mask', 2));
    const { data, info } = await sharp(Buffer.from(await answer.arrayBuffer()))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([320, 240]);
    expect(new Set(data)).toEqual(new Set([0, 255]));
    expect((await get(mediaPath(report.id, 'mask', 0))).status).toBe(404);
  });

  test('a range and a known version are honoured', async () => {
    const path = mediaPath(report.id, 'map', 0);
    const whole = new Uint8Array(await (await get(path)).arrayBuffer());
    const part = await get(path, { range: 'bytes=16-31' });
    expect(part.status).toBe(206);
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(whole.subarray(16, 32));
    const etag = part.headers.get('etag') ?? '';
    expect((await get(path, { 'if-none-match': etag })).status).toBe(304);
  });

  test.each([
    '/media/reports/nope/image/0',
    '/media/reports/plates/image/999',
    '/media/reports/plates/file/0',
    '/media/reports/plates/image/-1',
    '/media/reports/plates/image/0x1',
    '/media/reports/plates/image/../../../report.json',
    '/media/reports/..%2f..%2fetc/image/0',
    '/media/reports/%/image/0',
    '/media/',
  ])('%s is not found', async (path) => {
    const { host } = new URL(origin);
    expect(await rawRequest(path, { host, cookie })).toBe(404);
  });

  test('a report cannot name a file outside its data set', async () => {
    const { id, dataset, images } = await writeSyntheticReport(home, {
      id: 'crafted',
      good: 1,
      defective: 1,
    });
    const file = join(home, 'reports', id, 'report.json');
    const text = await readFile(file, 'utf8');
    const first = images[0]?.path ?? '';
    await writeFile(file, text.replace(first, '../../secret.html'));
    expect((await get(mediaPath(id, 'image', 0))).status).toBe(403);
    await writeFile(
      file,
      text.replace(`maps/${first.replace('.png', '.npy')}`, '../plates/report.json'),
    );
    expect((await get(mediaPath(id, 'map', 0))).status).toBe(403);
    await writeFile(file, text);
    await rename(join(dataset.root, first), join(home, 'moved.png'));
    await symlink(join(home, 'moved.png'), join(dataset.root, first));
    expect((await get(mediaPath(id, 'image', 0))).status).toBe(403);
    await unlink(join(dataset.root, first));
    await rename(join(home, 'moved.png'), join(dataset.root, first));
  });

  test('a missing and a damaged file are told apart, each with what to do', async () => {
    const { id, dataset, images } = await writeSyntheticReport(home, { id: 'torn', good: 2 });
    const [first, second] = images;
    await unlink(join(dataset.root, first?.path ?? ''));
    const missing = await get(mediaPath(id, 'image', 0));
    expect(missing.status).toBe(404);
    expect(await missing.json()).toMatchObject({ code: 'not-found' });
    await truncate(join(dataset.root, second?.path ?? ''), 900);
    const damaged = await get(mediaPath(id, 'image', 1));
    expect(damaged.status).toBe(422);
    await truncate(join(home, 'reports', id, second?.map ?? ''), 900);
    const cut = await get(mediaPath(id, 'map', 1));
    expect(cut.status).toBe(422);
    expect(await cut.json()).toMatchObject({ code: 'bad-data' });
    await writeSyntheticReport(home, { good: 2, defective: 1 });
  });
});

describe('the socket', () => {
  const ask = async (socket: WebSocket, message: unknown): Promise<unknown> => {
    const answer = new Promise((resolve) => {
      socket.once('message', (data: Buffer) => resolve(JSON.parse(data.toString('utf8'))));
    });
    socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    return answer;
  };

  test('answers the contract over real reports', async () => {
    const socket = await openSocket(origin, { cookie, origin });
    const list = await ask(socket, { kind: 'request', id: 0, name: 'reports.list', input: {} });
    expect(list).toMatchObject({ result: { ok: true } });
    const input = { id: report.id };
    const got = await ask(socket, { kind: 'request', id: 1, name: 'reports.get', input });
    expect(got).toMatchObject({ id: 1, result: { ok: true, output: { id: report.id } } });
    socket.close();
  });

  test.each([
    ['no cookie', { origin: 'own' }],
    ['no origin', { cookie: 'own' }],
    ['a foreign origin', { cookie: 'own', origin: 'https://evil.example' }],
    ['a wrong host', { cookie: 'own', origin: 'own', host: 'evil.example' }],
  ])('is refused with %s', async (_name, given: Record<string, string>) => {
    const headers = { ...given };
    if (headers['cookie'] === 'own') headers['cookie'] = cookie;
    if (headers['origin'] === 'own') headers['origin'] = origin;
    await expect(openSocket(origin, headers)).rejects.toThrow('403');
  });

  test('is refused at another path', async () => {
    await expect(openSocket(origin, { cookie, origin }, '/other')).rejects.toThrow('403');
  });

  test('closes on a message that is too long, and others go on', async () => {
    const other = await openSocket(origin, { cookie, origin });
    const socket = await openSocket(origin, { cookie, origin });
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    socket.send('x'.repeat(MAX_CLIENT_MESSAGE_BYTES + 1));
    expect(await closed).toBe(1009);
    const message = { kind: 'request', id: 7, name: 'system.status', input: {} };
    expect(await ask(other, message)).toMatchObject({ id: 7, result: { ok: true } });
    other.close();
  });

  test('serves a hundred clients that say nothing, and one that asks', async () => {
    const idle = await Promise.all(
      Array.from({ length: 100 }, () => openSocket(origin, { cookie, origin })),
    );
    const socket = await openSocket(origin, { cookie, origin });
    const message = { kind: 'request', id: 8, name: 'system.status', input: {} };
    expect(await ask(socket, message)).toMatchObject({ id: 8, result: { ok: true } });
    for (const one of [...idle, socket]) one.terminate();
  });

  test('a client that is cut off mid-message harms nobody', async () => {
    const { port } = new URL(origin);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write('GET /socket HTTP/1.1\r\nUpgrade: webso');
    socket.destroy();
    expect((await get('/')).status).toBe(200);
  });
});

test('stopping says goodbye to the clients and frees the port', async () => {
  const short = await startServer(application, { renderer });
  const at = new URL(short.url).origin;
  const session = await signIn(short.url);
  const socket = await openSocket(at, { cookie: session, origin: at });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await short.close();
  expect(await closed).toBe(1001);
  await expect(fetch(at)).rejects.toThrow();
  const again = await startServer(application, { renderer, port: Number(new URL(at).port) });
  await again.close();
});

test('without built screens the page says how to build them', async () => {
  const bare = await startServer(application, { renderer: join(home, 'none') });
  const session = await signIn(bare.url);
  const answer = await fetch(new URL(bare.url).origin, { headers: { cookie: session } });
  expect(answer.status).toBe(503);
  expect(await answer.text()).toContain('npm run build');
  await bare.close();
});
