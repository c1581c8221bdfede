/**
 * Why this file exists: whatever a client sends, for whichever request, it gets an answer of the
 * table's shape or a typed error, the application goes on, and the catalog stays whole.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApplication, type WorkingApplication } from '../../../src/main/application.ts';
import { freezeDatasetVersion } from '../../../src/main/catalog/dataset-versions.ts';
import { addImages, ensureSource } from '../../../src/main/catalog/images.ts';
import { labelImages } from '../../../src/main/catalog/labels.ts';
import { openCatalogForReading } from '../../../src/main/catalog/open-catalog.ts';
import { addProduct, ensureDefectClass } from '../../../src/main/catalog/products.ts';
import { putResults } from '../../../src/main/catalog/results.ts';
import { dispatch } from '../../../src/main/ipc/dispatch.ts';
import { datasetSources } from '../../../src/main/reports/sources.ts';
import { requests, type RequestName } from '../../../src/shared/contract.ts';
import { LoupeError } from '../../../src/shared/errors.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { newImage } from '../catalog/made-up.ts';
import { newResult } from '../catalog/support.ts';
import { draft, seeded } from '../handlers/support.ts';
import { inputSchema, namesSomething, rightShape, slightlyWrong, strange } from './arbitrary.ts';

const folder = temporaryFolder();
const home = join(folder, 'home');
const pictures = join(folder, 'pictures');
const NAMES = Object.keys(requests) as RequestName[];
const CODES = new Set([
  ...['usage', 'not-found', 'bad-data', 'bad-model', 'bad-backbone', 'no-space', 'read-only'],
  ...['busy', 'runtime', 'cancelled', 'not-built'],
]);

/** Runs of requests that do real work: drawing pictures, waiting for a process that cannot start. */
const FEW: Partial<Record<RequestName, number>> = {
  'samples.draw': 1,
  'results.ensure': 3,
  'results.nearest': 3,
};

let application: WorkingApplication;
const faults: string[] = [];

beforeAll(() => {
  mkdirSync(pictures);
  writeFileSync(join(pictures, 'no picture.png'), 'text');
  seeded(home, (catalog) => {
    const { id: productId } = addProduct(catalog, { name: 'Bottle', actor: 'Ada' });
    ensureDefectClass(catalog, productId, 'scratch');
    const source = ensureSource(catalog, { productId, root: pictures, layout: 'flat' });
    const { ids } = addImages(catalog, source.id, [newImage(0), newImage(1), newImage(2)]);
    const label = { value: 'ok', defectClassId: null, comment: '' } as const;
    labelImages(catalog, ids.slice(0, 2), label, { reviewer: 'Ada' });
    freezeDatasetVersion(catalog, { productId, actor: 'Ada' });
    const modelId = draft(catalog, productId, 'one');
    putResults(
      catalog,
      ids.map((id) => newResult(modelId, id, id)),
    );
  });
  application = createApplication({
    home,
    version: '0',
    sources: datasetSources,
    // Computing is not what is tried here.
    launch: () => {
      throw new LoupeError('runtime', 'Nothing computes in this test.', 'Do not ask it to.');
    },
    onInternalError: (where, error) => faults.push(`${where}: ${String(error)}`),
  });
});

afterAll(async () => {
  await application.close();
});

const choices = {
  id: fc.constantFrom(1, 2, 3, 4, 999_999, Number.MAX_SAFE_INTEGER),
  path: fc.constantFrom(pictures, join(pictures, 'no picture.png'), join(folder, 'none'), 'x', '.'),
};

/** Fails unless the answer is of the table's shape or a typed error with a sentence and a way on. */
async function answered(name: RequestName, input: unknown): Promise<string | null> {
  const message = { kind: 'request', id: 7, name, input };
  const answer = await dispatch(application.handlers, message, (where, error) => {
    faults.push(`${where}: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
  });
  expect(faults).toEqual([]);
  expect(answer.id).toBe(7);
  if (answer.result.ok) {
    const travelled: unknown = JSON.parse(JSON.stringify(answer.result.output));
    expect(requests[name].output.safeParse(travelled).error).toBeUndefined();
    return null;
  }
  const { code, sentence, nextStep } = answer.result.error;
  expect(CODES).toContain(code);
  expect(sentence).toMatch(/\S.*[.?!)]$/s);
  expect(nextStep).toMatch(/\S/);
  return code;
}

it('every row of the table has a handler, and there is no other', () => {
  expect(Object.keys(application.handlers).sort()).toEqual([...NAMES].sort());
});

describe.each(NAMES)('%s', (name) => {
  it('answers anything at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(strange, slightlyWrong(name, choices)), async (input) => {
        await answered(name, input);
      }),
      { numRuns: 30 },
    );
  });

  it('answers what has the right shape', async () => {
    await fc.assert(
      fc.asyncProperty(rightShape(name, choices), async (input) => {
        await answered(name, input);
      }),
      { numRuns: FEW[name] ?? 15 },
    );
  });
});

/** A list filtered by something that is not there is empty. */
const EMPTY_INSTEAD: readonly RequestName[] = ['jobs.list'];
/** Shares above 1 in all are refused first. */
const ALSO: Partial<Record<RequestName, string>> = { 'splits.draw': 'usage' };

describe('what is not there', () => {
  const asking = NAMES.filter(
    (name) => namesSomething(inputSchema(name)) && !EMPTY_INSTEAD.includes(name),
  );

  it.each(asking)('%s says not-found', async (name) => {
    const nowhere = { ...choices, id: fc.constant(999_999) };
    const parsed = fc
      .sample(rightShape(name, nowhere), { numRuns: 200, seed: 1 })
      .filter((input) => requests[name].input.safeParse(input).success)
      // Some jobs name nothing.
      .filter((input) => JSON.stringify(input).includes('999999'))
      .slice(0, 20);
    expect(parsed.length).toBeGreaterThan(0);
    for (const input of parsed) {
      expect(['not-found', ALSO[name]]).toContain(await answered(name, input));
    }
  });
});

it('and the catalog is whole afterwards', async () => {
  await application.close();
  const catalog = openCatalogForReading(join(home, 'catalog'));
  try {
    expect(catalog.all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(catalog.all('PRAGMA foreign_key_check')).toEqual([]);
  } finally {
    catalog.close();
  }
  expect(faults).toEqual([]);
});
