/**
 * Why this file exists: prints how fast the catalog answers at the size the issue names. Run it
 * with Node 24: `node test/bench/catalog/run.ts [--images 100000] [--models 10]`.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { GalleryQuerySchema } from '../../../src/shared/entities/gallery.ts';
import type { z } from 'zod';
import { createRandom } from '../../../src/shared/random.ts';
import { backUpNow } from '../../../src/main/catalog/backup.ts';
import { galleryCounts, galleryIds, galleryPage } from '../../../src/main/catalog/gallery.ts';
import { labelImages } from '../../../src/main/catalog/labels.ts';
import { openCatalog } from '../../../src/main/catalog/open-catalog.ts';
import { fillCatalog } from './fill.ts';

const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '100000' },
    models: { type: 'string', default: '10' },
  },
});
const images = Number(values.images);
const models = Number(values.models);
const say = (line: string) => process.stdout.write(`${line}\n`);

const folder = mkdtempSync(join(tmpdir(), 'loupe-bench-'));
const catalog = openCatalog(folder);
const random = createRandom(7);
const rows: string[][] = [];

/** Milliseconds of each call. */
function measure(name: string, target: string, times: number, action: (i: number) => unknown) {
  const ms = Array.from({ length: times }, (_, i) => {
    const started = performance.now();
    action(i);
    return performance.now() - started;
  }).sort((a, b) => a - b);
  const at = (q: number) => ms[Math.min(ms.length - 1, Math.floor(q * ms.length))]!.toFixed(2);
  rows.push([name, String(times), at(0.5), at(0.95), ms.at(-1)!.toFixed(2), target]);
}

function seconds(action: () => void): number {
  const started = performance.now();
  action();
  return (performance.now() - started) / 1000;
}

try {
  let filled!: ReturnType<typeof fillCatalog>;
  const filling = seconds(() => {
    filled = fillCatalog(catalog, { images, models });
    catalog.optimise();
  });
  const { productId, modelIds, band, classIds, versionId, imageIds } = filled;
  const megabytes = Math.round(statSync(catalog.file).size / 1e6);
  say(`${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.versions.node}`);
  say(
    `${images} images, ${images * models} results: ${megabytes} MB, filled in ${filling.toFixed(1)} s`,
  );

  type Query = Omit<z.input<typeof GalleryQuerySchema>, 'productId'>;
  const page = (query: Query) => galleryPage(catalog, { productId, ...query });
  const someModel = () => ({ modelId: random.pick(modelIds), band });
  /** Every page from the first on, `pages` of them, in turn. */
  const walk = (name: string, query: () => Query, pages = 100) => {
    let after: string | undefined;
    let current = query();
    measure(name, 'p95 < 50', pages, () => {
      const { next } = page(after === undefined ? current : { ...current, after });
      after = next ?? undefined;
      if (next === null) current = query();
    });
  };
  for (const sort of ['path', 'date', 'score', 'distance', 'disagreement'] as const) {
    walk(`page by ${sort}`, () => ({ sort, ...someModel() }));
    walk(`page by ${sort}, descending`, () => ({ sort, descending: true, ...someModel() }));
  }
  const filters: Record<string, () => NonNullable<Query['filter']>> = {
    'label ng': () => ({ labels: ['ng'] }),
    'label unsure': () => ({ labels: ['unsure'] }),
    'not labelled': () => ({ labels: ['none'] }),
    'one defect class': () => ({ defectClassIds: [random.pick(classIds)] }),
    'split test': () => ({ splits: ['test'] }),
    'ng in test of one class': () => ({
      labels: ['ng'],
      splits: ['test'],
      defectClassIds: [random.pick(classIds)],
    }),
    'has mask': () => ({ hasMask: true }),
    reviewed: () => ({ reviewed: true }),
    'verdict review': () => ({ verdicts: ['review'] }),
    'good but NG': () => ({ labels: ['ok'], verdicts: ['ng'] }),
    'nothing at all': () => ({ labels: ['ok'], defectClassIds: [classIds[0]!] }),
  };
  for (const [name, filter] of Object.entries(filters)) {
    for (const sort of ['score', 'distance', 'path'] as const) {
      walk(`${name}, by ${sort}`, () => ({ sort, filter: filter(), ...someModel() }), 60);
    }
    walk(
      `${name}, by score descending`,
      () => ({ sort: 'score', descending: true, filter: filter(), ...someModel() }),
      60,
    );
  }
  walk('frozen version, by score', () => ({ sort: 'score', versionId, ...someModel() }));
  walk('frozen version, split test, by distance', () => ({
    sort: 'distance',
    versionId,
    filter: { splits: ['test'] },
    ...someModel(),
  }));
  measure('all ids by score', '', 10, () =>
    galleryIds(catalog, { productId, sort: 'score', ...someModel() }),
  );
  measure('counts, no model', '', 20, () => galleryCounts(catalog, { productId }));
  measure('counts with verdicts', '', 20, () =>
    galleryCounts(catalog, { productId, ...someModel() }),
  );
  const label = (i: number) => ({
    value: (['ok', 'ng', 'unsure'] as const)[i % 3]!,
    defectClassId: null,
    comment: '',
  });
  measure('label one image', 'p95 < 5', 1000, (i) =>
    labelImages(catalog, [random.pick(imageIds)], label(i), { reviewer: 'Ada' }),
  );
  measure('label 200 images at once', '', 50, (i) =>
    labelImages(
      catalog,
      Array.from({ length: 200 }, () => random.pick(imageIds)),
      label(i),
      { reviewer: 'Ada' },
    ),
  );
  const waits: number[] = [];
  const started = performance.now();
  let last = started;
  await backUpNow(catalog, {
    onProgress: () => {
      waits.push(performance.now() - last);
      last = performance.now();
    },
  });
  say(
    `Backup: ${((performance.now() - started) / 1000).toFixed(1)} s; ` +
      `longest step ${Math.max(...waits).toFixed(0)} ms`,
  );
  say(`Closing: ${seconds(() => catalog.close()).toFixed(2)} s`);
  const opening = seconds(() => openCatalog(folder).close());
  // What a killed process leaves: the next opening checks the file.
  writeFileSync(join(folder, 'writer.json'), '{}');
  const checking = seconds(() => openCatalog(folder).close());
  say(`Opening and closing: ${opening.toFixed(2)} s; after a kill: ${checking.toFixed(2)} s`);

  const head = ['milliseconds', 'calls', 'median', 'p95', 'max', 'target'];
  const widths = head.map((_, c) => Math.max(...[head, ...rows].map((row) => row[c]!.length)));
  for (const row of [head, ...rows]) {
    say(
      row
        .map((cell, c) => (c === 0 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!)))
        .join('  '),
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
