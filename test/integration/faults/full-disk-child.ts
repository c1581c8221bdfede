/**
 * Why this file exists: an application on a disk that fills up, run inside a tiny tmpfs. Prints what
 * each request and job said, as one JSON object.
 */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApplication } from '../../../src/main/application.ts';
import { datasetSources } from '../../../src/main/reports/sources.ts';
import type { RequestInput, RequestName, RequestOutput } from '../../../src/shared/contract.ts';
import { hasSystemCode, LoupeError } from '../../../src/shared/errors.ts';
import type { Run } from '../../../src/shared/entities/run.ts';

const [disk, pictures] = process.argv.slice(2);
if (disk === undefined || pictures === undefined) throw new Error('Name the disk and a folder.');
const home = join(disk, 'home');
const faults: string[] = [];
const application = createApplication({
  home,
  version: '0',
  sources: datasetSources,
  onInternalError: (where, error) => faults.push(`${where}: ${String(error)}`),
});
const ask = <N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>> =>
  application.handlers[name](input);
const by = 'Ada';

/** Null where it went well. */
async function said(
  action: () => Promise<unknown>,
): Promise<{ code: string; message: string } | null> {
  try {
    await action();
    return null;
  } catch (error) {
    if (error instanceof LoupeError) return { code: error.code, message: error.message };
    throw error;
  }
}

async function settled(runId: number): Promise<Run> {
  for (;;) {
    const run = await ask('jobs.get', { runId });
    if (run.state !== 'queued' && run.state !== 'running') return run;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function fill(): void {
  for (const size of [1e6, 1e5, 1e4, 4096]) {
    for (let i = 0; i < 1000; i += 1) {
      try {
        writeFileSync(join(disk!, `filler-${size}-${i}`), new Uint8Array(size));
      } catch (error) {
        if (!hasSystemCode(error, 'ENOSPC')) throw error;
        break;
      }
    }
  }
}

function makeRoom(): void {
  for (const name of readdirSync(disk!)) {
    if (name.startsWith('filler')) rmSync(join(disk!, name));
  }
}

const { id: productId } = await ask('products.add', { name: 'Bottle', note: '', by });
const options = { layout: 'flat', pattern: null, storage: 'copy', by } as const;
const importing = { kind: 'import', what: 'add', productId, folder: pictures, ...options } as const;
// Room for the queue's own rows and for the small pictures, not for the large one.
writeFileSync(join(disk, 'room'), new Uint8Array(600_000));
fill();
const started = await said(() => ask('jobs.start', { job: importing }));
rmSync(join(disk, 'room'));
const { id: runId } = await ask('jobs.start', { job: importing });
const cut = await settled(runId);
fill();
const label = await said(() => ask('products.add', { name: 'Cable', note: 'x'.repeat(4000), by }));
const stillReads = (await ask('products.list', { archived: false })).length;
makeRoom();
const resumed =
  cut.state === 'finished' ? cut : await settled((await ask('jobs.resume', { runId })).id);
const images = (await ask('gallery.counts', { productId, filter: {} })).total;
const afterwards = await said(() => ask('products.add', { name: 'Cable', note: '', by }));
const audit = await ask('audit.verify', {});
const leftOver = readdirSync(join(home, 'images'), { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.includes('.loupe-'),
);
await application.close();
process.stdout.write(
  JSON.stringify({
    ...{ started, cut: cut.failure, cutState: cut.state, label, stillReads },
    ...{ resumed: resumed.state, images, afterwards, audit: audit.ok, leftOver, faults },
  }),
);
