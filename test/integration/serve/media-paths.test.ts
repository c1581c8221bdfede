/**
 * Why this file exists: no address below `/media/` leads out of what it names, whatever is written
 * in it, and none makes the server fail.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApplication, type Application } from '../../../src/main/application.ts';
import { addImages, ensureSource } from '../../../src/main/catalog/images.ts';
import { addProduct } from '../../../src/main/catalog/products.ts';
import { datasetSources } from '../../../src/main/reports/sources.ts';
import { startServer, type RunningServer } from '../../../src/main/serve/server.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { newImage } from '../catalog/made-up.ts';
import { draft, seeded } from '../handlers/support.ts';
import { signIn } from './client.ts';

const folder = temporaryFolder();
const SECRET = 'a secret that must not be served';
const faults: string[] = [];
let application: Application;
let server: RunningServer;
let cookie = '';

beforeAll(async () => {
  const home = join(folder, 'home');
  const pictures = join(folder, 'pictures');
  mkdirSync(pictures);
  const raw = { width: 24, height: 16, channels: 3 } as const;
  const png = await sharp(new Uint8Array(24 * 16 * 3), { raw })
    .png()
    .toBuffer();
  writeFileSync(join(pictures, 'part.png'), png);
  writeFileSync(join(folder, 'index.html'), '');
  for (const place of [folder, pictures]) writeFileSync(join(place, 'secret.txt'), SECRET);
  seeded(home, (catalog) => {
    const { id: productId } = addProduct(catalog, { name: 'Bottle', actor: 'Ada' });
    const source = ensureSource(catalog, { productId, root: pictures, layout: 'flat' });
    const hash = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
    addImages(catalog, source.id, [
      newImage(0, {
        ...{ path: 'part.png', sha256: hash(png), bytes: png.byteLength },
        ...{ width: 24, height: 16 },
      }),
      // A catalog that someone has written into: its path leads out, its hash is right.
      newImage(1, { path: '../secret.txt', sha256: hash(SECRET), bytes: SECRET.length }),
    ]);
    draft(catalog, productId, 'one', join(home, 'models', 'one'));
  });
  writeFileSync(join(home, 'secret.txt'), SECRET);
  application = createApplication({ home, version: '0', sources: datasetSources });
  server = await startServer(application, {
    renderer: folder,
    onInternalError: (where, error) => faults.push(`${where}: ${String(error)}`),
  });
  cookie = await signIn(server.url);
});

afterAll(async () => {
  await server.close();
  await application.close();
});

/** An address that goes out exactly as it is written. */
function fetched(path: string): Promise<{ status: number; body: string }> {
  const { port, host } = new URL(server.url);
  const headers = { host, cookie };
  return new Promise((resolve, reject) => {
    httpRequest({ host: '127.0.0.1', port, path, headers, setHost: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const body = Buffer.concat(parts).toString('latin1');
        resolve({ status: response.statusCode ?? 0, body });
      });
    })
      .on('error', reject)
      .end();
  });
}

it('serves what an address names', async () => {
  expect((await fetched('/media/images/1/thumb')).status).toBe(200);
  expect((await fetched('/media/images/1/file')).status).toBe(200);
});

it.each(['thumb', 'image', 'file', 'tile/0/0/0'])(
  'does not serve a file out of the source folder that a catalog names, as %s',
  async (kind) => {
    const { status, body } = await fetched(`/media/images/2/${kind}`);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(body).not.toContain(SECRET);
  },
);

const segment = fc.oneof(
  fc.constantFrom('..', '.', '%2e%2e', '..%2f', '%2e%2e%2f', '..%5c', '%00', '%', '', '~'),
  fc.constantFrom('images', 'results', 'models', 'reports', 'thumb', 'file', 'tile', 'good', 'sum'),
  fc.constantFrom('0', '1', '2', '-1', '1e1', '999999999999999', '0x1', '1.5', 'secret.txt'),
  fc.constantFrom('etc', 'passwd', 'home', 'catalog', 'catalog.db', 'manifest.json'),
  fc.stringMatching(/^[!-"$-.0->@-~]{0,12}$/),
);

it('answers any path with what it names or with a refusal', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(segment, { maxLength: 8 }), async (segments) => {
      const { status, body } = await fetched(`/media/${segments.join('/')}`);
      expect([200, 400, 401, 403, 404, 422]).toContain(status);
      expect(body).not.toContain(SECRET);
      expect(body).not.toContain('SQLite format');
      expect(faults).toEqual([]);
    }),
    { numRuns: 400 },
  );
});
