/** Why this file exists: an application over a small catalog, asked as a client would ask it. */
import { join } from 'node:path';
import { afterEach } from 'vitest';
import {
  createApplication,
  type Application,
  type ApplicationEvent,
} from '../../../src/main/application.ts';
import type { Catalog } from '../../../src/main/catalog/catalog.ts';
import { registerModel } from '../../../src/main/catalog/models.ts';
import { openCatalog } from '../../../src/main/catalog/open-catalog.ts';
import { dispatch } from '../../../src/main/ipc/dispatch.ts';
import { datasetSources } from '../../../src/main/reports/sources.ts';
import { requests, type RequestName, type RequestOutput } from '../../../src/shared/contract.ts';
import { LoupeError, type ErrorCode } from '../../../src/shared/errors.ts';

const running: Application[] = [];

afterEach(async () => {
  for (const application of running.splice(0)) await application.close();
});

/** Puts rows into the catalog of `home` before an application opens it. */
export function seeded<T>(home: string, fill: (catalog: Catalog) => T): T {
  const catalog = openCatalog(join(home, 'catalog'));
  try {
    return fill(catalog);
  } finally {
    catalog.close();
  }
}

export interface Client {
  application: Application;
  /** Every event since the start or since it was emptied. */
  events: ApplicationEvent[];
  /**
   * Asks as over a transport: the input is checked, and the answer must be what the table says.
   * A typed error is thrown as the `LoupeError` that it travels for.
   */
  ask: <N extends RequestName>(name: N, input: unknown) => Promise<RequestOutput<N>>;
}

/** Starts an application over `home`; closed after the test. */
export function started(home: string): Client {
  const application = createApplication({ home, version: '1.2.3', sources: datasetSources });
  running.push(application);
  const events: ApplicationEvent[] = [];
  application.onEvent((event) => events.push(event));
  return { application, events, ask: (name, input) => askOf(application, name, input) };
}

async function askOf<N extends RequestName>(
  application: Application,
  name: N,
  input: unknown,
): Promise<RequestOutput<N>> {
  const message = { kind: 'request', id: 1, name, input };
  const { result } = await dispatch(application.handlers, message, (_, error) => {
    throw error;
  });
  if (!result.ok) {
    const { code, sentence, nextStep } = result.error;
    throw new LoupeError(code as ErrorCode, sentence, nextStep);
  }
  // What travels is JSON; the schema is strict about what a client may rely on.
  const travelled: unknown = JSON.parse(JSON.stringify(result.output));
  return requests[name].output.parse(travelled) as RequestOutput<N>;
}

/** What a manifest must hold for lists and thresholds. */
export const manifestParts = {
  preprocessing: { size: 256 },
  dataset: { trainImages: 12 },
  goodMap: { median: 0.25, p995: 0.4, max: 0.5, heldOut: true },
  thresholds: { image: 0.6, pixel: 0.45 },
};

/** Registers a model as a draft whose folder is `path`. */
export function draft(
  catalog: Catalog,
  productId: number,
  contentId: string,
  path = `/models/${contentId}`,
): number {
  return registerModel(catalog, {
    productId,
    contentId,
    name: `Model ${contentId}`,
    recipe: 'frozen',
    path,
    datasetFingerprint: '',
    backboneSha256: '',
    versionId: null,
    runId: null,
    manifest: manifestParts,
    createdBy: 'Ada',
  }).id;
}
