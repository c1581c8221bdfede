/**
 * Why this file exists: what `npm start` does before it opens the window: from a folder of images (the
 * sample, or the user's) to a product with a model and figures, by the same jobs that the screens
 * start. What is there already is not done again; what was stopped goes on.
 */
import { basename, join, resolve } from 'node:path';
import type { VersionSummary } from '../../shared/contract/datasets.ts';
import type { ModelSummary } from '../../shared/contract/models.ts';
import type { EvaluateOutcome, TrainOutcome } from '../../shared/entities/job.ts';
import type { Product } from '../../shared/entities/product.ts';
import type { RunKind, RunState } from '../../shared/entities/run.ts';
import { LoupeError } from '../../shared/errors.ts';
import type { Report } from '../../shared/report.ts';
import { homeFolder } from '../places.ts';
import type { Client } from './client.ts';
import { importFolder } from './import.ts';
import { runJob } from './run-job.ts';
import type { Terminal } from './terminal.ts';
import { DEFAULT_BANK_MB } from './train.ts';

export interface FirstLook {
  /** Null where the catalog holds other products and none was asked for. */
  product: Product | null;
  /** The model to look with, and its figures; null where there are none. */
  model: ModelSummary['model'] | null;
  report: Report | null;
}

export interface FirstLookOptions {
  /** The user's folder; without it the sample, where there is no product yet. */
  data?: string;
  recipe: 'frozen' | 'quick' | 'paper';
  /** Input size H = W; 256 where left out. */
  size?: number;
  /** Memory of the bank; as `loupe train` where left out. */
  bankMb?: number;
}

const STOPPED: readonly RunState[] = ['paused', 'interrupted'];

/** @throws LoupeError of the import, the training or the evaluation; `cancelled` after Ctrl-C */
export async function firstLook(
  client: Client,
  terminal: Terminal,
  options: FirstLookOptions,
): Promise<FirstLook> {
  const sample = options.data === undefined;
  const folder = sample ? join(homeFolder(), 'sample') : resolve(options.data ?? '');
  let product = await productOf(client, folder);
  if (product === null) {
    if (sample && (await client.ask('products.list', { archived: true })).length > 0) {
      return { product: null, model: null, report: null };
    }
    if (sample) await drawSample(folder, terminal);
    const flags = { copy: false, check: false };
    ({ product } = await importFolder(client, folder, flags, terminal));
  }
  const version = await newestVersion(client, product);
  const model = await modelOf(client, terminal, product, version, options);
  const report = await reportOf(client, terminal, { model, version });
  return { product, model: model.model, report };
}

async function drawSample(folder: string, { progress }: Terminal): Promise<void> {
  const { writeSample } = await import('../dataset/sample/write.ts');
  await writeSample(folder, { seed: 0, variant: 'plate', good: 60, test: 60 }, progress);
}

/** The product that has images from this folder. */
async function productOf({ ask }: Client, folder: string): Promise<Product | null> {
  for (const { product } of await ask('products.list', { archived: false })) {
    const sources = await ask('sources.list', { productId: product.id });
    if (sources.some(({ source }) => source.root === folder)) return product;
  }
  return null;
}

async function newestVersion({ ask }: Client, product: Product): Promise<VersionSummary> {
  const [newest] = await ask('versions.list', { productId: product.id });
  if (newest) return newest;
  throw new LoupeError(
    'bad-data',
    `${product.name} has images, but none of them is known to be good.`,
    'Label good images OK on the screen, draw splits and freeze a version, then train there.',
  );
}

/** The newest model of this recipe, or one trained now. */
async function modelOf(
  client: Client,
  terminal: Terminal,
  product: Product,
  { version }: VersionSummary,
  { recipe, size = 256, bankMb = DEFAULT_BANK_MB }: FirstLookOptions,
): Promise<ModelSummary> {
  const { ask, by } = client;
  const known = (await ask('models.list', { productId: product.id }))
    .filter(({ model, missing }) => model.recipe === recipe && !missing)
    .sort((a, b) => b.model.id - a.model.id)[0];
  if (known) return known;
  const stopped = await stoppedRun(client, product, 'train');
  const { outcome } = await runJob<TrainOutcome>(
    client,
    terminal,
    stopped ?? {
      kind: 'train',
      versionId: version.id,
      recipe,
      size,
      bankMb,
      seed: 0,
      name: `${product.name} ${recipe}`,
      by,
    },
  );
  return ask('models.get', { modelId: outcome.modelId });
}

/** The model's newest report, or one made now. */
async function reportOf(
  client: Client,
  terminal: Terminal,
  { model, version }: { model: ModelSummary; version: VersionSummary },
): Promise<Report> {
  const { ask, by } = client;
  const folder = model.evaluation?.report ?? null;
  if (folder !== null) {
    const known = basename(folder);
    const { reports } = await ask('reports.list', {});
    if (reports.some(({ id }) => id === known)) return ask('reports.get', { id: known });
  }
  const splits = (['calibrate', 'test'] as const).filter((split) => version.splits[split] > 0);
  const { outcome } = await runJob<EvaluateOutcome>(client, terminal, {
    kind: 'evaluate',
    modelId: model.model.id,
    versionId: version.version.id,
    splits,
    maps: true,
    by,
  });
  return ask('reports.get', { id: outcome.reportId });
}

/** A run of this kind that was stopped before its end, and can go on. */
async function stoppedRun(
  { ask }: Client,
  product: Product,
  kind: RunKind,
): Promise<number | undefined> {
  const runs = await ask('jobs.list', {
    productId: product.id,
    kinds: [kind],
    states: [...STOPPED],
    limit: 1,
  });
  return runs[0]?.id;
}
