/**
 * Why this file exists: from an empty catalog to a model in production: import, train, evaluate,
 * suggest, apply, promote, by command and again by the contract over a WebSocket, with the same
 * numbers; then the model moves to a third catalog and says the same there.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { createApplication } from '../../../src/main/application.ts';
import { datasetSources } from '../../../src/main/reports/sources.ts';
import { startServer } from '../../../src/main/serve/server.ts';
import {
  requests,
  type RequestInput,
  type RequestName,
  type RequestOutput,
  type ServerMessage,
} from '../../../src/shared/contract.ts';
import type { ResultColumns } from '../../../src/shared/contract/models.ts';
import type { JobSpec, Parity } from '../../../src/shared/entities/job.ts';
import type { ModelEvaluation } from '../../../src/shared/entities/model.ts';
import type { Run } from '../../../src/shared/entities/run.ts';
import type { Thresholds, ThresholdSet } from '../../../src/shared/entities/threshold.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { openSocket, signIn } from '../serve/client.ts';
import { sampleIn } from '../services/support.ts';
import { commandsOver } from './commands.ts';

const folder = temporaryFolder();
let data = '';

/** What both ways must agree on. */
interface Numbers {
  fingerprint: string;
  metrics: ModelEvaluation['metrics'];
  suggested: Thresholds;
  chosen: Pick<ThresholdSet, 'base' | 'source' | 'rule'>;
  columns: Omit<ResultColumns, 'defectClassIds'>;
  production: string;
}

const numbers: Partial<Record<'command' | 'contract', Numbers>> = {};
const RULE = { kind: 'overkill', share: 0.25 } as const;
const REASON = 'one in four at most';

beforeAll(async () => {
  data = await sampleIn(join(folder, 'plates'), 8, 15);
});

it('by command', async () => {
  const loupe = commandsOver(join(folder, 'by command'));
  const imported = await loupe.json<{ version: { fingerprint: string } }>('import', data);
  const product = ['--product', 'plates'];
  const trained = await loupe.json<{ model: { id: number }; suggested: Thresholds }>(
    'train',
    ...product,
    ...['--name', 'first', '--recipe', 'frozen', '--size', '128', '--bank-mb', '1'],
    ...['--backbone', 'none'],
  );
  const model = String(trained.model.id);
  const { evaluation } = await loupe.json<{ evaluation: ModelEvaluation }>('evaluate', ...product);
  const rule = ['--rule', RULE.kind, '--share', String(RULE.share), '--split', 'test'];
  const looked = await loupe.json<{ thresholds: Thresholds }>(
    ...['thresholds', 'suggest', '--model', model, ...rule],
  );
  const before = await loupe.json<{ set: ThresholdSet | null }>('thresholds', 'show', ...product);
  expect(before.set).toBeNull();
  const { set } = await loupe.json<{ set: ThresholdSet }>(
    ...['thresholds', 'suggest', '--model', model, ...rule, '--apply', '--reason', REASON],
  );
  expect(set.base).toEqual(looked.thresholds);
  await loupe.json('models', 'promote', model, '--reason', 'the first');
  const { models } = await loupe.json<{
    models: { model: { name: string; state: string } }[];
  }>('models', 'list', ...product);
  const promoted = models.find((entry) => entry.model.state === 'production');
  const audit = await loupe.json<{ ok: boolean; entries: number }>('audit', 'verify');
  expect(audit).toMatchObject({ ok: true });
  const columns = await columnsIn(loupe.home, trained.model.id);
  numbers.command = {
    fingerprint: imported.version.fingerprint,
    metrics: evaluation.metrics,
    suggested: trained.suggested,
    chosen: { base: set.base, source: set.source, rule: set.rule },
    columns,
    production: promoted?.model.name ?? '',
  };
  expect(numbers.command.production).toBe('first');
  expect(numbers.command.chosen.source).toBe('test');
  expect(columns.scores).toHaveLength(15);
});

/** The raw scores in a catalog that no command has open. */
async function columnsIn(home: string, modelId: number): Promise<Numbers['columns']> {
  const application = createApplication({ home, version: '0', sources: datasetSources });
  try {
    const columns = await application.handlers['results.columns']({
      modelId,
      versionId: null,
      splits: ['test'],
    });
    const { imageIds, scores, labels, splits } = columns;
    return { imageIds, scores, labels, splits };
  } finally {
    await application.close();
  }
}

/** A client over a WebSocket, as a page is one. */
function clientOver(socket: WebSocket) {
  const waiting = new Map<number, (message: ServerMessage & { kind: 'answer' }) => void>();
  let last = 0;
  socket.on('message', (bytes: Buffer) => {
    const message = JSON.parse(bytes.toString('utf8')) as ServerMessage;
    if (message.kind === 'answer') waiting.get(message.id ?? -1)?.(message);
  });
  const ask = async <N extends RequestName>(
    name: N,
    input: RequestInput<N>,
  ): Promise<RequestOutput<N>> => {
    const id = (last += 1);
    const answer = new Promise<ServerMessage & { kind: 'answer' }>((resolve) =>
      waiting.set(id, resolve),
    );
    socket.send(JSON.stringify({ kind: 'request', id, name, input }));
    const { result } = await answer;
    if (!result.ok) throw new Error(`${name}: ${result.error.sentence}`);
    return requests[name].output.parse(result.output) as RequestOutput<N>;
  };
  const finish = async (job: JobSpec): Promise<Run> => {
    const { id: runId } = await ask('jobs.start', { job });
    for (;;) {
      const run = await ask('jobs.get', { runId });
      if (run.state === 'finished') return run;
      if (run.state !== 'queued' && run.state !== 'running') {
        throw new Error(`${run.state}: ${run.failure?.sentence ?? ''}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  return { ask, finish };
}

/** Runs `work` with a client of a loopback server over `home`. */
async function overSocket<T>(
  home: string,
  work: (client: ReturnType<typeof clientOver>) => Promise<T>,
): Promise<T> {
  const renderer = join(folder, 'page');
  await mkdir(renderer, { recursive: true });
  await writeFile(join(renderer, 'index.html'), '');
  const application = createApplication({
    home,
    version: '0',
    sources: datasetSources,
    backbone: 'none',
  });
  const server = await startServer(application, { renderer });
  const { origin } = new URL(server.url);
  const socket = await openSocket(origin, { cookie: await signIn(server.url), origin });
  try {
    return await work(clientOver(socket));
  } finally {
    socket.close();
    await server.close();
    await application.close();
  }
}

const transfer = join(folder, 'first.loupe');

it('by the contract over a WebSocket', async () => {
  await overSocket(join(folder, 'by contract'), async ({ ask, finish }) => {
    const by = 'Ada';
    const { id: productId } = await ask('products.add', { name: 'plates', note: '', by });
    const options = { layout: null, pattern: null, storage: 'link' } as const;
    await finish({ kind: 'import', what: 'add', productId, folder: data, ...options, by });
    const { id: versionId, fingerprint } = await ask('versions.freeze', {
      productId,
      note: '',
      by,
    });
    const recipe = { recipe: 'frozen', size: 128, bankMb: 1, seed: 0 } as const;
    const trained = await finish({ kind: 'train', versionId, ...recipe, name: 'first', by });
    const { modelId } = trained.outcome as { modelId: number };
    const splits = ['calibrate', 'test'] as const;
    await finish({
      kind: 'evaluate',
      modelId,
      versionId,
      splits: [...splits],
      maps: false,
      by,
    });
    const query = { modelId, versionId: null, splits: ['test' as const] };
    const suggestion = await ask('thresholds.suggest', { ...query, rule: RULE });
    const set = await ask('thresholds.set', {
      modelId,
      base: suggestion.thresholds,
      perClass: [],
      source: suggestion.source,
      rule: RULE,
      by,
      reason: REASON,
    });
    await ask('models.setState', { modelId, state: 'candidate', by, reason: 'the first' });
    await ask('models.promote', { modelId, by, reason: 'the first' });
    const { suggested, evaluation } = await ask('models.get', { modelId });
    const { imageIds, scores, labels, splits: found } = await ask('results.columns', query);
    const models = await ask('models.list', { productId });
    numbers.contract = {
      fingerprint,
      metrics: evaluation?.metrics ?? {},
      suggested,
      chosen: { base: set.base, source: set.source, rule: set.rule },
      columns: { imageIds, scores, labels, splits: found },
      production: models.find(({ model }) => model.state === 'production')?.model.name ?? '',
    };
    expect(await ask('audit.verify', {})).toMatchObject({ ok: true });

    const items = imageIds.slice(0, 4).map((imageId, i) => ({
      imageId,
      expected: scores[i]! >= set.base.t2 ? ('ng' as const) : ('ok' as const),
      note: '',
    }));
    await ask('verification.set', { productId, items, by, reason: 'golden' });
    await finish({ kind: 'export', what: 'model', modelId, file: transfer, by });
  });
});

it('gives the same numbers both ways', () => {
  expect(numbers.contract).toBeDefined();
  expect(numbers.contract).toEqual(numbers.command);
});

it('and the exported model says the same in another catalog', async () => {
  const loupe = commandsOver(join(folder, 'elsewhere'));
  const outcome = await loupe.json<{ modelId: number; parity: Parity | null }>(
    ...['models', 'import', transfer, '--product', 'plates there'],
  );
  expect(outcome.parity).toEqual({
    images: 4,
    largestScoreDifference: 0,
    largestRelativeDifference: 0,
    changedVerdicts: 0,
  });
  const { set } = await loupe.json<{ set: ThresholdSet }>(
    ...['thresholds', 'show', '--model', String(outcome.modelId)],
  );
  expect(set).toMatchObject({ source: 'imported', base: numbers.contract?.chosen.base });
});

it('and a command says whose the catalog is while another Loupe has it', async () => {
  await overSocket(join(folder, 'by contract'), async () => {
    const loupe = commandsOver(join(folder, 'by contract'));
    const { code, said } = await loupe.run('models', 'list', '--product', 'plates');
    expect(code).toBe(1);
    expect(said).toMatch(/is open in another Loupe \(process \d+/);
    // What only reads goes on.
    expect((await loupe.run('audit', 'verify')).code).toBe(0);
    expect((await loupe.run('backup')).code).toBe(0);
  });
});
