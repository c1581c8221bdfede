/**
 * Why this file exists: prints how fast an import is against plain reading and hashing of the same
 * files, and how long it keeps others waiting. Run it with Node 24:
 * `node test/bench/importing/run.ts [--images 5000] [--side 256] [--copy]`.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import type { ImportOutcome } from '../../../src/shared/entities/job.ts';
import { createRandom } from '../../../src/shared/random.ts';
import { labelImages } from '../../../src/main/catalog/labels.ts';
import { addImages, ensureSource } from '../../../src/main/catalog/images.ts';
import { openCatalog } from '../../../src/main/catalog/open-catalog.ts';
import { addProduct } from '../../../src/main/catalog/products.ts';
import { concurrently } from '../../../src/main/dataset/concurrently.ts';
import { checkPixels } from '../../../src/main/dataset/decode.ts';
import { readHeader } from '../../../src/main/dataset/header.ts';
import type { Context } from '../../../src/main/handlers/context.ts';
import { foldersOf } from '../../../src/main/handlers/folders.ts';
import { detectLayout } from '../../../src/main/importing/detect.ts';
import { READS_AT_ONCE } from '../../../src/main/importing/read-folder.ts';
import { runImport } from '../../../src/main/importing/run-import.ts';

const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '5000' },
    side: { type: 'string', default: '256' },
    copy: { type: 'boolean', default: false },
  },
});
const count = Number(values.images);
const side = Number(values.side);
const storage = values.copy ? 'copy' : 'link';
const say = (line: string) => process.stdout.write(`${line}\n`);

const home = mkdtempSync(join(tmpdir(), 'loupe-bench-'));
const data = join(home, 'data');
const rows: string[][] = [];

/** Pictures of noise: 0.8 of them good for training, the rest test, a tenth defective with masks. */
async function draw(): Promise<number> {
  const random = createRandom(1);
  const pixels = Buffer.alloc(side * side * 3);
  const raw = { raw: { width: side, height: side, channels: 3 } } as const;
  let bytes = 0;
  for (const folder of ['train/good', 'test/good', 'test/dent', 'ground_truth/dent']) {
    mkdirSync(join(data, folder), { recursive: true });
  }
  const mask = await sharp({
    create: { width: side, height: side, channels: 3, background: '#000' },
  })
    .composite([
      {
        input: { create: { width: 20, height: 20, channels: 3, background: '#fff' } },
        left: 9,
        top: 9,
      },
    ])
    .toColourspace('b-w')
    .png()
    .toBuffer();
  for (let i = 0; i < count; i++) {
    for (let at = 0; at < pixels.length; at += 3) {
      const value = 100 + ((at * (i + 3)) % 31) + random.integer(8);
      pixels.fill(value, at, at + 3);
    }
    const folder = i % 10 === 9 ? 'test/dent' : i % 10 === 8 ? 'test/good' : 'train/good';
    const png = await sharp(pixels, raw).png({ compressionLevel: 1 }).toBuffer();
    writeFileSync(join(data, folder, `${i}.png`), png);
    if (folder === 'test/dent')
      writeFileSync(join(data, 'ground_truth/dent', `${i}_mask.png`), mask);
    bytes += png.length;
  }
  return bytes;
}

const catalog = openCatalog(foldersOf(home).catalog);
const context: Context = { catalog, folders: foldersOf(home), emit: () => undefined };

/** Someone else at work meanwhile: a label every 20 ms on another product. */
function busyPerson() {
  const { id } = addProduct(catalog, { name: `Person ${rows.length}`, actor: 'Ada' });
  const source = ensureSource(catalog, { productId: id, root: `/${rows.length}`, layout: 'flat' });
  const image = {
    ...{ path: 'a.png', sha256: '0'.repeat(64), bytes: 1, width: 8, height: 8, part: null },
    ...{ perceptualHash: null, managed: false, split: 'none' as const },
  };
  const { ids } = addImages(catalog, source.id, [image]);
  const answers = createHistogram();
  let due = performance.now() + 20;
  const timer = setInterval(() => {
    // From when the request came, so that the wait for the loop counts.
    const asked = Math.min(due, performance.now());
    labelImages(
      catalog,
      ids,
      { value: 'ok', defectClassId: null, comment: '' },
      { reviewer: 'Ada' },
    );
    const took = performance.now() - asked;
    answers.record(Math.max(1, Math.round(took * 1000)));
    due = performance.now() + 20;
  }, 20);
  return { answers, stop: () => clearInterval(timer) };
}

async function measure(name: string, bytes: number, action: () => Promise<unknown>): Promise<void> {
  const person = busyPerson();
  const loop = monitorEventLoopDelay({ resolution: 5 });
  loop.enable();
  const started = performance.now();
  await action();
  const seconds = (performance.now() - started) / 1000;
  loop.disable();
  person.stop();
  const ms = (microseconds: number) => (microseconds / 1000).toFixed(1);
  rows.push([
    name,
    seconds.toFixed(2),
    (count / seconds).toFixed(0),
    (bytes / 1e6 / seconds).toFixed(1),
    (loop.max / 1e6 - 5).toFixed(0),
    ms(person.answers.percentile(95)),
    ms(person.answers.max),
  ]);
}

try {
  const bytes = await draw();
  const files = readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('ground_truth'))
    .map((entry) => join(entry.parentPath, entry.name));
  say(`${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.versions.node}, ${storage}`);
  say(`${count} images of ${side} x ${side}, ${(bytes / 1e6).toFixed(1)} MB`);
  const { id: productId } = addProduct(catalog, { name: 'Bench', actor: 'Ada' });
  const job = (what: 'check' | 'add', product = productId): Promise<ImportOutcome> =>
    runImport(
      context,
      {
        ...{ kind: 'import', what, folder: data, layout: null, pattern: null, storage },
        ...{ productId: product, by: 'Ada' },
      },
      {
        runId: 1,
        signal: new AbortController().signal,
        onProgress: () => undefined,
        log: () => undefined,
        checkpoint: () => undefined,
        resumeFrom: null,
        workFolder: home,
      },
    );
  const each = (action: (file: string) => Promise<unknown>) =>
    concurrently(files, action, undefined, READS_AT_ONCE);
  const hash = async (file: string) =>
    createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
  await each(hash);
  await measure('names only (detect)', bytes, () =>
    detectLayout({ folder: data, layout: null, pattern: null }),
  );
  await measure('plain reading and hashing', bytes, () => each(hash));
  await measure('the same and decoding every pixel', bytes, () =>
    each(async (file) => {
      await hash(file);
      await checkPixels(file, await readHeader(file));
    }),
  );
  await measure('check', bytes, () => job('check'));
  await measure('add after the check', bytes, () => job('add'));
  rmSync(join(home, 'cache', 'readings'), { recursive: true });
  const other = addProduct(catalog, { name: 'Other', actor: 'Ada' }).id;
  await measure('add without a check', bytes, () => job('add', other));
  await measure('the same folder again', bytes, () => job('add', other));
  const title = ['', 's', 'images/s', 'MB/s', 'loop held, max ms', 'label p95 ms', 'label max ms'];
  const widths = title.map((_, i) => Math.max(...[title, ...rows].map((row) => row[i]!.length)));
  for (const row of [title, ...rows]) {
    say(
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join('  '),
    );
  }
} finally {
  catalog.close();
  rmSync(home, { recursive: true, force: true });
}
