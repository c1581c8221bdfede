/** Why this file exists: `loupe models`: the registry of a product's models, and releasing one. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { ModelSummary } from '../../shared/contract/models.ts';
import type { ExportOutcome, ImportModelOutcome } from '../../shared/entities/job.ts';
import { withApplication, type Client } from './client.ts';
import { columns, moment, percent } from './columns.ts';
import { wholeNumber } from './flags.ts';
import { productNamed, productNamedOrNew } from './named.ts';
import { runJob } from './run-job.ts';
import type { Terminal } from './terminal.ts';

interface Json {
  json?: boolean;
}
interface ProductFlags extends Json {
  product: string;
}
interface DecisionFlags extends Json {
  reason: string;
}

const number = wholeNumber(1);
const JSON_OPTION = ['--json', 'print it as one JSON object'] as const;
const REASON = ['--reason <text>', 'why, for the audit trail'] as const;
const PRODUCT = ['--product <name>', 'the product, by name or number'] as const;

export function registerModels(program: Command, terminal: Terminal): void {
  const models = program.command('models').description("a product's models, and releasing one");
  models
    .command('list')
    .description('the models of a product, the newest first')
    .requiredOption(...PRODUCT)
    .option(...JSON_OPTION)
    .action(({ product, json }: ProductFlags) =>
      withApplication(terminal, async (client) => {
        const { product: found } = await productNamed(client, product);
        const list = await client.ask('models.list', { productId: found.id });
        if (json) terminal.json({ product: found, models: list });
        else for (const line of listLines(list)) terminal.out(line);
      }),
    );
  models
    .command('show')
    .description('one model in full')
    .argument('<model>', 'its number', number)
    .option(...JSON_OPTION)
    .action((modelId: number, { json }: Json) =>
      withApplication(terminal, async ({ ask }) => {
        const found = await ask('models.get', { modelId });
        const promotions = await ask('models.promotions', { productId: found.model.productId });
        if (json) terminal.json({ ...found, promotions });
        else for (const line of showLines(found)) terminal.out(line);
      }),
    );
  models
    .command('promote')
    .description('put a model into production; the one before retires')
    .argument('<model>', 'its number', number)
    .requiredOption(...REASON)
    .option(...JSON_OPTION)
    .action((modelId: number, { reason, json }: DecisionFlags) =>
      withApplication(terminal, async ({ ask, by }) => {
        const { model } = await ask('models.get', { modelId });
        if (model.state === 'draft' || model.state === 'retired') {
          await ask('models.setState', { modelId, state: 'candidate', by, reason });
        }
        const promotion = await ask('models.promote', { modelId, by, reason });
        if (json) terminal.json(promotion);
        else terminal.out(`${model.name} is in production now.`);
      }),
    );
  models
    .command('rollback')
    .description('go back to the model that was in production before')
    .requiredOption(...PRODUCT)
    .requiredOption(...REASON)
    .option(...JSON_OPTION)
    .action(({ product, reason, json }: ProductFlags & DecisionFlags) =>
      withApplication(terminal, async (client) => {
        const { ask, by } = client;
        const { product: found } = await productNamed(client, product);
        const promotion = await ask('models.rollback', { productId: found.id, by, reason });
        const { model } = await ask('models.get', { modelId: promotion.modelId });
        if (json) terminal.json(promotion);
        else terminal.out(`${model.name} is in production again.`);
      }),
    );
  models
    .command('retire')
    .description('take a model out of use; nothing of it is deleted')
    .argument('<model>', 'its number', number)
    .requiredOption(...REASON)
    .option(...JSON_OPTION)
    .action((modelId: number, { reason, json }: DecisionFlags) =>
      withApplication(terminal, async ({ ask, by }) => {
        const { model } = await ask('models.setState', { modelId, state: 'retired', by, reason });
        if (json) terminal.json(model);
        else terminal.out(`${model.name} is retired.`);
      }),
    );
  registerTransfer(models, terminal);
}

function registerTransfer(models: Command, terminal: Terminal): void {
  models
    .command('export')
    .description('one .loupe file with the model, its thresholds and the golden parts')
    .argument('<model>', 'its number', number)
    .argument('<file>', 'a new file; .loupe is added where it is missing')
    .option(...JSON_OPTION)
    .action((modelId: number, file: string, { json }: Json) =>
      withApplication(terminal, async (client) => {
        const { outcome } = await runJob<ExportOutcome>(client, terminal, {
          kind: 'export',
          what: 'model',
          modelId,
          file: resolve(file),
          by: client.by,
        });
        if (json) terminal.json(outcome);
        else terminal.out(`Written: ${outcome.path} (${(outcome.bytes / 1e6).toFixed(1)} MB).`);
      }),
    );
  models
    .command('import')
    .description('register a model from a .loupe file, as a draft, and compare it with its origin')
    .argument('<file>', 'the .loupe file or the model folder')
    .requiredOption('--product <name>', 'the product, made where it is missing')
    .option(...JSON_OPTION)
    .action((file: string, { product, json }: ProductFlags) =>
      withApplication(terminal, async (client) => {
        const { id: productId } = await productNamedOrNew(client, product);
        const { outcome } = await runJob<ImportModelOutcome>(client, terminal, {
          kind: 'import',
          what: 'model',
          productId,
          file: resolve(file),
          by: client.by,
        });
        if (json) terminal.json(outcome);
        else for (const line of await importLines(client, outcome)) terminal.out(line);
      }),
    );
}

function listLines(list: readonly ModelSummary[]): string[] {
  if (list.length === 0) return ['There is no model yet.'];
  const head = ['No.', 'Name', 'State', 'Recipe', 'Image AUROC', 'Threshold', 'Made', ''];
  const rows = list.map(({ model, evaluation, thresholds, suggested, missing }) => [
    model.id,
    model.name,
    model.state,
    model.recipe,
    percent(evaluation?.metrics['imageAuroc']),
    (thresholds?.base ?? suggested).t2.toFixed(3),
    moment(model.createdAt),
    missing ? 'files missing' : '',
  ]);
  return columns([head, ...rows]);
}

function showLines({ model, evaluation, thresholds, suggested, ...rest }: ModelSummary): string[] {
  const { t1, t2 } = thresholds?.base ?? suggested;
  const source = thresholds ? `set ${thresholds.number}, ${thresholds.source}` : 'suggested';
  const figures = Object.entries(evaluation?.metrics ?? {}).map(
    ([name, value]) => `${name} ${value === null ? '-' : value.toFixed(4)}`,
  );
  return [
    `Model      ${model.id}, ${model.name} (${model.state})`,
    `Recipe     ${model.recipe}, input ${rest.inputSize} px, ${rest.trainImages} good images`,
    `Folder     ${model.path}${rest.missing ? ' (missing)' : ''}`,
    `Made       ${moment(model.createdAt)} by ${model.createdBy}`,
    `Threshold  T1 ${t1.toFixed(3)}, T2 ${t2.toFixed(3)} (${source})`,
    `Figures    ${figures.length === 0 ? 'not evaluated yet' : figures.join(', ')}`,
  ];
}

async function importLines(
  { ask }: Client,
  { modelId, parity }: ImportModelOutcome,
): Promise<string[]> {
  const { model } = await ask('models.get', { modelId });
  const lines = [`Model      ${modelId}, ${model.name} (${model.state})`];
  if (parity === null) {
    return [...lines, 'Parity     not checked: the file carries no golden parts'];
  }
  return [
    ...lines,
    `Parity     ${parity.images} golden parts, largest difference ` +
      `${parity.largestScoreDifference.toExponential(2)} ` +
      `(${(100 * parity.largestRelativeDifference).toFixed(4)} %), ` +
      `${parity.changedVerdicts} changed verdicts`,
  ];
}
