/** Why this file exists: an import that is killed again and again ends as one that was left alone. */
import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { freezeDatasetVersion } from '../../../src/main/catalog/dataset-versions.ts';
import { openCatalog } from '../../../src/main/catalog/open-catalog.ts';
import { findProduct } from '../../../src/main/catalog/products.ts';
import { bench, blobs, freshFolder, mvtecFolder, put, square } from './support.ts';

const CHILD = fileURLToPath(new URL('./killed-child.ts', import.meta.url));
const KILLS = 8;

/** Runs the import; kills it so long after it has begun. True when it had ended before. */
function importAndKill(home: string, folder: string, afterMs: number | null): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--no-warnings', CHILD, home, folder]);
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      if (out === '' && afterMs !== null) setTimeout(() => child.kill('SIGKILL'), afterMs);
      out += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => console.warn(chunk.toString()));
    child.on('error', reject);
    child.on('close', () => resolve(out.includes('ended')));
  });
}

it('reads on and adds on until all is there, once', async () => {
  const folder = await mvtecFolder(await freshFolder());
  for (let i = 100; i < 400; i++) await put(folder, `train/good/${i}.png`, blobs(i, 32, 32).png());
  for (let i = 400; i < 440; i++) {
    await put(folder, `test/dent/${i}.png`, blobs(i, 32, 32).png());
    await put(folder, `ground_truth/dent/${i}_mask.png`, square(32, 32));
  }
  const calm = await bench();
  await calm.importFolder(folder, { storage: 'copy' });
  const expected = freezeDatasetVersion(calm.catalog, { productId: calm.productId, actor: 'Ada' });

  const home = join(await freshFolder(), 'home');
  let ended = 0;
  for (let i = 0; i < KILLS; i++) ended += Number(await importAndKill(home, folder, i * 70));
  expect(await importAndKill(home, folder, null)).toBe(true);
  const catalog = openCatalog(join(home, 'catalog'));
  try {
    const product = findProduct(catalog, 'Plate')!;
    const version = freezeDatasetVersion(catalog, { productId: product.id, actor: 'Ada' });
    expect(version).toMatchObject({ fingerprint: expected.fingerprint, images: 350 });
    expect(catalog.get<{ n: number }>('SELECT count(*) AS n FROM label')!.n).toBe(350);
    expect(catalog.get<{ n: number }>('SELECT count(*) AS n FROM mask')!.n).toBe(42);
    const copies = await readdir(join(home, 'images'), { recursive: true, withFileTypes: true });
    const whole = copies.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
    expect(whole).toHaveLength(350);
  } finally {
    catalog.close();
  }
  console.info(`killed ${KILLS - ended} times before the end`);
});
