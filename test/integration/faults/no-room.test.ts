/**
 * Why this file exists: a full disk and a read-only folder, as a client of the whole application
 * meets them: a sentence each time, what was saved stays, and with room it goes on.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { createApplication } from '../../../src/main/application.ts';
import { addProduct } from '../../../src/main/catalog/products.ts';
import { datasetSources } from '../../../src/main/reports/sources.ts';
import { createRandom } from '../../../src/shared/random.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { seeded } from '../handlers/support.ts';

const folder = temporaryFolder();
const child = fileURLToPath(new URL('full-disk-child.ts', import.meta.url));

interface Outcome {
  started: { code: string } | null;
  cut: { code: string; sentence: string } | null;
  cutState: string;
  label: { code: string; message: string } | null;
  stillReads: number;
  resumed: string;
  images: number;
  afterwards: { code: string } | null;
  audit: boolean;
  leftOver: string[];
  faults: string[];
}

it('a full disk stops an import with a sentence; with room it goes on to its end', async (context) => {
  if (spawnSync('unshare', ['-rm', 'true']).status !== 0) {
    console.warn('Skipped: a tiny disk needs `unshare -rm`, which this system does not allow.');
    context.skip();
  }
  const pictures = join(folder, 'pictures');
  mkdirSync(pictures);
  const random = createRandom(3);
  const images = 6;
  for (let i = 0; i < images; i += 1) {
    // Noise does not shrink: 57 kB each, and one of 1.3 MB.
    const [width, height] = i === 3 ? [700, 600] : [160, 120];
    const pixels = Uint8Array.from({ length: width * height * 3 }, () => random.integer(256));
    const raw = { width, height, channels: 3 } as const;
    await sharp(pixels, { raw })
      .png()
      .toFile(join(pictures, `part-${i}.png`));
  }
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  const shell = 'mount -t tmpfs -o size=8m tmpfs "$1" && exec "$2" "$3" "$1" "$4"';
  const run = spawnSync(
    'unshare',
    ['-rm', 'sh', '-c', shell, 'sh', disk, process.execPath, child, pictures],
    { encoding: 'utf8' },
  );
  expect(run.stderr).toBe('');
  const outcome = JSON.parse(run.stdout) as Outcome;
  expect(outcome).toMatchObject({
    started: { code: 'no-space' },
    cutState: 'failed',
    cut: { code: 'no-space' },
    label: { code: 'no-space' },
    stillReads: 1,
    resumed: 'finished',
    images,
    afterwards: null,
    audit: true,
    leftOver: [],
    faults: [],
  });
  expect(outcome.cut?.sentence).toMatch(/no room left/);
  expect(outcome.label?.message).toMatch(/no room left for the catalog/);
});

/** Runs `action` as an ordinary user: the superuser may write anywhere. */
function asOrdinaryUser<T>(action: () => T): T {
  const superuser = process.getuid?.() === 0;
  if (superuser) process.seteuid?.(65534);
  try {
    return action();
  } finally {
    if (superuser) process.seteuid?.(0);
  }
}

function opening(home: string): unknown {
  try {
    void createApplication({ home, version: '0', sources: datasetSources }).close();
    return null;
  } catch (error) {
    return error;
  }
}

it.skipIf(process.platform === 'win32')(
  'a home that may not be written to is said at once, by its name',
  () => {
    chmodSync(folder, 0o755);
    const bare = join(folder, 'bare');
    mkdirSync(bare, { mode: 0o555 });
    const error = asOrdinaryUser(() => opening(join(bare, 'home')));
    expect(error).toMatchObject({
      code: 'read-only',
      message: expect.stringContaining(bare) as string,
      nextStep: expect.stringMatching(/\S/) as string,
    });
  },
);

it.skipIf(process.platform === 'win32')(
  'a catalog that became read-only is said, and is whole when it may be written again',
  () => {
    chmodSync(folder, 0o755);
    const home = join(folder, 'was writable');
    seeded(home, (catalog) => addProduct(catalog, { name: 'Bottle', actor: 'Ada' }));
    const catalog = join(home, 'catalog');
    writeFileSync(join(home, 'note'), '');
    chmodSync(join(catalog, 'catalog.db'), 0o444);
    chmodSync(catalog, 0o555);
    chmodSync(home, 0o555);
    expect(asOrdinaryUser(() => opening(home))).toMatchObject({ code: 'read-only' });
    chmodSync(home, 0o755);
    chmodSync(catalog, 0o755);
    chmodSync(join(catalog, 'catalog.db'), 0o644);
    expect(opening(home)).toBeNull();
  },
);
