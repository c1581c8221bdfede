/** What `npm start` does before it opens the window, over the real catalog, queue and engine. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApplication, type Application } from '../../../src/main/application.ts';
import { clientOf } from '../../../src/main/commands/client.ts';
import { firstLook } from '../../../src/main/commands/first-look.ts';
import { processTerminal } from '../../../src/main/commands/terminal.ts';
import { writeSample } from '../../../src/main/dataset/sample/write.ts';
import { datasetSources } from '../../../src/main/reports/sources.ts';

let folder = '';
let application: Application;
const terminal = processTerminal(() => true);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loupe-first-'));
  const parts = { seed: 0, variant: 'plate', good: 6, test: 8 } as const;
  await writeSample(join(folder, 'plates'), parts, () => undefined);
  application = createApplication({
    home: join(folder, 'home'),
    version: '0.1.0',
    sources: datasetSources,
    backbone: 'none',
  });
});

afterAll(async () => {
  await application.close();
  await rm(folder, { recursive: true, force: true });
});

test('a folder becomes a product with a model and a report, and nothing is done twice', async () => {
  const client = clientOf(application);
  const data = join(folder, 'plates');
  const options = { data, recipe: 'frozen', size: 128, bankMb: 1 } as const;
  const first = await firstLook(client, terminal, options);
  expect(first.product?.name).toBe('plates');
  expect(first.report?.images).toHaveLength(8);
  expect(first.report?.imageAuroc).not.toBeNull();
  const runs = await client.ask('jobs.list', { limit: 100 });
  expect(runs.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    'evaluate finished',
    'train finished',
    'import finished',
  ]);

  const second = await firstLook(client, terminal, options);
  expect(second).toEqual(first);
  expect(await client.ask('jobs.list', { limit: 100 })).toHaveLength(runs.length);
});

test('where the catalog holds products already, no sample is drawn', async () => {
  const look = await firstLook(clientOf(application), terminal, { recipe: 'frozen' });
  expect(look).toEqual({ product: null, model: null, report: null });
  expect(await clientOf(application).ask('products.list', { archived: true })).toHaveLength(1);
});
