/**
 * Why this file exists: `loupe products`, `loupe versions` and `loupe export`: what the catalog
 * holds, and a frozen version as a folder that other tools read.
 */
import path from 'node:path';
import type { Command } from 'commander';
import type { VersionSummary } from '../../shared/contract/datasets.ts';
import type { ProductSummary } from '../../shared/contract/products.ts';
import type { ExportOutcome } from '../../shared/entities/job.ts';
import { LoupeError } from '../../shared/errors.ts';
import { withApplication } from './client.ts';
import { columns, moment } from './columns.ts';
import { wholeNumber } from './flags.ts';
import { productNamed } from './named.ts';
import { runJob } from './run-job.ts';
import type { Terminal } from './terminal.ts';

interface Json {
  json?: boolean;
}
interface ListFlags extends Json {
  all: boolean;
}
interface ProductFlags extends Json {
  product: string;
}
interface ExportFlags extends ProductFlags {
  out: string;
  number?: number;
}

const JSON_OPTION = ['--json', 'print it as one JSON object'] as const;
const PRODUCT = ['--product <name>', 'the product, by name or number'] as const;

export function registerProducts(program: Command, terminal: Terminal): void {
  program
    .command('products')
    .description('the products of this catalog')
    .option('--all', 'also those put away', false)
    .option(...JSON_OPTION)
    .action(({ all, json }: ListFlags) =>
      withApplication(terminal, async ({ ask }) => {
        const products = await ask('products.list', { archived: all });
        if (json) terminal.json({ products });
        else for (const line of productLines(products)) terminal.out(line);
      }),
    );
}

export function registerVersions(program: Command, terminal: Terminal): void {
  program
    .command('versions')
    .description('the frozen data-set versions of a product, the newest first')
    .requiredOption(...PRODUCT)
    .option(...JSON_OPTION)
    .action(({ product, json }: ProductFlags) =>
      withApplication(terminal, async (client) => {
        const { product: found } = await productNamed(client, product);
        const versions = await client.ask('versions.list', { productId: found.id });
        if (json) terminal.json({ product: found, versions });
        else for (const line of versionLines(versions)) terminal.out(line);
      }),
    );
}

export function registerExport(program: Command, terminal: Terminal): void {
  program
    .command('export')
    .description('write a frozen version as a folder in the layout of MVTec AD, masks included')
    .requiredOption(...PRODUCT)
    .requiredOption('--out <folder>', 'a new or empty folder')
    .option('--number <version>', 'which version; else the newest', wholeNumber(1))
    .option(...JSON_OPTION)
    .action(({ product, out, number, json }: ExportFlags) =>
      withApplication(terminal, async (client) => {
        const { product: found } = await productNamed(client, product);
        const versions = await client.ask('versions.list', { productId: found.id });
        const meant = versionMeant(found.name, versions, number);
        const { outcome } = await runJob<ExportOutcome>(client, terminal, {
          kind: 'export',
          what: 'version',
          versionId: meant.version.id,
          folder: path.resolve(out),
          by: client.by,
        });
        if (json) terminal.json({ ...outcome, version: meant.version });
        else {
          const size = `${outcome.files} files, ${(outcome.bytes / 1e6).toFixed(1)} MB`;
          terminal.say(`Version ${meant.version.number} of ${found.name}: ${size}`);
          terminal.out(outcome.path);
        }
      }),
    );
}

function versionMeant(
  product: string,
  versions: readonly VersionSummary[],
  number: number | undefined,
): VersionSummary {
  const meant =
    number === undefined ? versions[0] : versions.find(({ version }) => version.number === number);
  if (meant) return meant;
  const numbers = versions.map(({ version }) => version.number);
  throw new LoupeError(
    'not-found',
    number === undefined
      ? `${product} has no frozen version yet.`
      : `${product} has no version ${number}.`,
    numbers.length === 0
      ? 'Import a data set, or freeze a version on the screen.'
      : `Choose one of: ${numbers.join(', ')}.`,
  );
}

function productLines(products: readonly ProductSummary[]): string[] {
  if (products.length === 0) return ['There is no product yet. Import one: loupe import FOLDER'];
  const rows = products.map(({ product, images, labels, versions, production }) => [
    product.id,
    product.archivedAt === null ? product.name : `${product.name} (put away)`,
    images,
    labels.ok,
    labels.ng,
    labels.unsure,
    labels.none,
    versions,
    production?.name ?? '-',
  ]);
  const title = [
    'No.',
    'Product',
    'Images',
    'OK',
    'NG',
    'Unsure',
    'None',
    'Versions',
    'Production',
  ];
  return columns([title, ...rows]);
}

function versionLines(versions: readonly VersionSummary[]): string[] {
  if (versions.length === 0) return ['There is no frozen version.'];
  const rows = versions.map(({ version, splits, labels, masks }) => [
    version.number,
    moment(version.createdAt),
    version.images,
    splits.train,
    splits.calibrate,
    splits.test,
    labels.ok,
    labels.ng,
    masks,
    version.fingerprint.slice(0, 16),
    version.note,
  ]);
  const title = ['No.', 'Frozen', 'Images', 'Train', 'Calibrate', 'Test', 'OK', 'NG', 'Masks'];
  return columns([[...title, 'Fingerprint', 'Note'], ...rows]);
}
