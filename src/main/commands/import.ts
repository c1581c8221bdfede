/** Why this file exists: `loupe import`: from a folder of pictures to a product with a frozen version. */
import path from 'node:path';
import { Option, type Command } from 'commander';
import type { DatasetVersion } from '../../shared/entities/dataset-version.ts';
import {
  ImportLayoutSchema,
  type ImportFindings,
  type ImportLayout,
  type ImportOutcome,
} from '../../shared/entities/job.ts';
import type { Product } from '../../shared/entities/product.ts';
import { LoupeError } from '../../shared/errors.ts';
import { withApplication, type Client } from './client.ts';
import { columns } from './columns.ts';
import { runJob } from './run-job.ts';
import type { Terminal } from './terminal.ts';

interface ImportFlags {
  product?: string;
  layout?: ImportLayout;
  pattern?: string;
  copy: boolean;
  check: boolean;
  json?: boolean;
}

export interface Imported {
  product: Product;
  isNew: boolean;
  findings: ImportFindings;
  added: ImportOutcome['added'];
  /** Drawn because neither the folder nor the product had any. */
  drawn: boolean;
  /** Null for a check, and where nothing is in a split. */
  version: DatasetVersion | null;
}

/** Shares of the good images for layouts that know no splits; the rest is test. */
const SHARES = { train: 0.6, calibrate: 0.2, seed: 0 } as const;
const SHOWN = 10;

export function registerImport(program: Command, terminal: Terminal): void {
  program
    .command('import')
    .description('take a folder of pictures into the catalog, with labels, masks and splits')
    .argument('<folder>', 'MVTec AD, BTAD, VisA, one folder per class, or one folder with names')
    .option('--product <name>', "the product, made where it is missing; else the folder's name")
    .addOption(
      new Option('--layout <name>', 'how the folder is read; else as detected').choices(
        ImportLayoutSchema.options,
      ),
    )
    .option('--pattern <text>', 'reads file names: {label}_{part}_{*}')
    .option('--copy', 'keep copies of the images instead of links to them', false)
    .option('--check', 'read everything and add nothing', false)
    .option('--json', 'print it as one JSON object')
    .action((folder: string, flags: ImportFlags) =>
      withApplication(terminal, async (client) => {
        const imported = await importFolder(client, path.resolve(folder), flags, terminal);
        if (flags.json) terminal.json(imported);
        else for (const line of importLines(imported)) terminal.out(line);
      }),
    );
}

export async function importFolder(
  client: Client,
  folder: string,
  { product: name, layout, pattern, copy, check }: ImportFlags,
  terminal: Terminal,
): Promise<Imported> {
  const { ask, by } = client;
  const wanted = { folder, layout: layout ?? null, pattern: pattern ?? null };
  // A folder that cannot be imported should not leave a product without images behind.
  if ((await ask('imports.detect', wanted)).images === 0) throw noImages(folder);
  const { product, isNew } = await productFor(client, name ?? path.basename(folder));
  const { outcome } = await runJob<ImportOutcome>(client, terminal, {
    kind: 'import',
    what: check ? 'check' : 'add',
    productId: product.id,
    ...wanted,
    storage: copy ? 'copy' : 'link',
    by,
  });
  const { findings, added } = outcome;
  const result: Imported = { product, isNew, findings, added, drawn: false, version: null };
  if (added === null) return result;
  const productId = product.id;
  const counts = await ask('gallery.counts', { productId, filter: {} });
  if (counts.splits.none === counts.total && counts.labels.ok > 0) {
    await ask('splits.draw', { productId, ...SHARES, by });
    result.drawn = true;
  }
  const [newest] = await ask('versions.list', { productId });
  const changed = added.images + added.labels + added.masks > 0 || result.drawn;
  const splits = result.drawn || counts.splits.none < counts.total;
  if (newest !== undefined && !changed) result.version = newest.version;
  else if (splits) result.version = await ask('versions.freeze', { productId, note: '', by });
  return result;
}

function noImages(folder: string): LoupeError {
  return new LoupeError(
    'bad-data',
    `${folder} holds no images that can be imported.`,
    'Name a folder with PNG, JPEG, TIFF, WebP or BMP images, or choose another --layout.',
  );
}

async function productFor(
  { ask, by }: Client,
  name: string,
): Promise<{ product: Product; isNew: boolean }> {
  const products = await ask('products.list', { archived: true });
  const wanted = name.trim().toLowerCase();
  const known = products.find(({ product }) => product.name.toLowerCase() === wanted);
  if (known) return { product: known.product, isNew: false };
  return { product: await ask('products.add', { name, note: '', by }), isNew: true };
}

function importLines(imported: Imported): string[] {
  const { product, isNew, findings, added, drawn, version } = imported;
  const { images, bytes, masks, sizes, duplicates, known, leaks, rejected } = findings;
  const facts: [string, string][] = [
    ['Product', `${product.name} (${isNew ? 'new, ' : ''}number ${product.id})`],
    ['Layout', findings.layout],
    ['Images', `${images}, ${(bytes / 1e6).toFixed(1)} MB${sizes === null ? '' : sizeText(sizes)}`],
    ['Masks', String(masks)],
  ];
  if (findings.parts !== null) facts.push(['Parts', String(findings.parts)]);
  if (findings.smallestFeature !== null) {
    const { width, height, inputSize } = findings.smallestFeature;
    facts.push(['Smallest', `about ${width} x ${height} source pixels at input size ${inputSize}`]);
  }
  facts.push(
    ['Duplicates', duplicates.files === 0 ? 'none' : `${duplicates.files} files, not added`],
    ['Known', known === 0 ? 'none' : `${known} images that the product has`],
    [
      'Leaks',
      leaks.pairs === 0 ? 'none seen' : `${leaks.pairs} outside training look like training`,
    ],
    ['Refused', rejected.files === 0 ? 'none' : `${rejected.files} files`],
  );
  if (added !== null) {
    facts.push(['Added', `${added.images} images, ${added.labels} labels, ${added.masks} masks`]);
  }
  if (drawn) {
    const test = 1 - SHARES.train - SHARES.calibrate;
    const shares = [SHARES.train, SHARES.calibrate, test].map((share) => Math.round(100 * share));
    facts.push(['Splits', `drawn: ${shares.join(' / ')} % train / calibrate / test`]);
  }
  if (version !== null) {
    facts.push(['Version', `${version.number}, fingerprint ${version.fingerprint.slice(0, 16)}`]);
  }
  return [
    ...columns(facts),
    ...columns(findings.counts.map(countRow)),
    ...listed(
      'Refused:',
      rejected.files,
      rejected.examples.map(({ path: file, reason }) => `${file} ${reason}`),
    ),
    ...listed(
      'Alike:',
      leaks.pairs,
      leaks.examples.map(({ train, test }) => `${test} and ${train}`),
    ),
    ...listed(
      'The same:',
      duplicates.groups.length,
      duplicates.groups.map((group) => group.join(' = ')),
    ),
    next(imported),
  ];
}

function sizeText({ smallest, largest }: NonNullable<ImportFindings['sizes']>): string {
  const [from, to] = [smallest.join(' x '), largest.join(' x ')];
  return from === to ? `, ${to} pixels` : `, ${from} to ${to} pixels`;
}

function countRow({ split, label, defectClass, images }: ImportFindings['counts'][number]) {
  const names = { ok: 'good', ng: 'defect', unsure: 'unsure', none: 'not labelled' } as const;
  return ['', split === 'none' ? 'no split' : split, defectClass ?? names[label], images];
}

function listed(title: string, count: number, lines: readonly string[]): string[] {
  if (count === 0) return [];
  const more = count - Math.min(SHOWN, lines.length);
  return [
    title,
    ...lines.slice(0, SHOWN).map((line) => `  ${line}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

function next({ product, added, version }: Imported): string {
  const name = JSON.stringify(product.name);
  if (added === null) return `Nothing was added. Add it with the same command without --check.`;
  return version === null
    ? 'Next: label images, then import the folder again or draw splits on the screen.'
    : `Next: loupe train --product ${name}`;
}
