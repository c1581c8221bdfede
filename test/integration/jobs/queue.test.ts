/** Why this file exists: the queue with made-up jobs over a real catalog: order, states, stops, faults. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openCatalog } from '../../../src/main/catalog/open-catalog.ts';
import type { Catalog } from '../../../src/main/catalog/catalog.ts';
import { addProduct } from '../../../src/main/catalog/products.ts';
import { addRun, getRun, listRuns, moveRun, readRunLog } from '../../../src/main/catalog/runs.ts';
import type { ApplicationEvent } from '../../../src/main/handlers/context.ts';
import { foldersOf } from '../../../src/main/handlers/folders.ts';
import { createJobs, type Jobs, type JobsParts } from '../../../src/main/jobs/queue.ts';
import type { JobControl } from '../../../src/main/jobs/runner.ts';
import type { JobRunners } from '../../../src/main/jobs/runners.ts';
import { runFolder } from '../../../src/main/jobs/run-folder.ts';
import type { JobSpec } from '../../../src/shared/entities/job.ts';
import { LoupeError } from '../../../src/shared/errors.ts';
import { freshFolder } from '../catalog/support.ts';

interface World {
  catalog: Catalog;
  jobs: Jobs;
  productId: number;
  events: ApplicationEvent[];
  faults: unknown[];
  home: string;
}
/** A job under way, which the test moves on. */
interface Working {
  spec: JobSpec;
  control: JobControl;
  finish: (outcome: unknown) => void;
  fail: (error: unknown) => void;
}

const worlds: World[] = [];
let working: Working[] = [];
afterEach(async () => {
  for (const { jobs, catalog } of worlds.splice(0)) {
    await jobs.close();
    catalog.close();
  }
  working = [];
});

/** Ends as a runner does: with `cancelled` when told to stop. */
function run(spec: JobSpec, control: JobControl): Promise<never> {
  return new Promise((resolve, reject) => {
    const finish = resolve as (outcome: unknown) => void;
    working.push({ spec, control, finish, fail: reject });
    const stop = () => reject(new LoupeError('cancelled', 'Stopped.', 'Go on.'));
    if (control.signal.aborted) stop();
    control.signal.addEventListener('abort', stop, { once: true });
  });
}
const RUNNERS: Partial<JobRunners> = {
  'import check': run,
  'import add': run,
  'inspect files': run,
  'inspect watch': run,
  'inspect verify': run,
  'backup catalog': run,
};

function world(
  home = freshFolder(),
  before: (catalog: Catalog, productId: number) => void = () => {},
  parts: Partial<JobsParts> = {},
): World {
  const folders = foldersOf(home);
  const catalog = openCatalog(folders.catalog);
  const known = catalog.get<{ id: number }>('SELECT id FROM product');
  const productId = known?.id ?? addProduct(catalog, { name: 'Bottle', actor: 'Ada' }).id;
  before(catalog, productId);
  const events: ApplicationEvent[] = [];
  const faults: unknown[] = [];
  const jobs = createJobs({
    context: { catalog, folders, emit: (event) => events.push(event) },
    runners: RUNNERS,
    queued: 'all',
    onInternalError: (_, error) => faults.push(error),
    ...parts,
  });
  const made = { catalog, jobs, productId, events, faults, home };
  worlds.push(made);
  return made;
}

const inspect = (productId: number, what: 'files' | 'watch' | 'verify' = 'files'): JobSpec => ({
  kind: 'inspect',
  what,
  productId,
  modelId: null,
  paths: ['/parts'],
  outputs: { sortInto: null, csv: null, http: null },
  by: 'Ada',
});
const backup: JobSpec = { kind: 'backup', what: 'catalog', file: null, by: 'Ada' };
/** Waits until so many jobs have been begun in all. */
const begun = (count: number) => expect.poll(() => working.length).toBe(count);
/** Time in which something would happen if it were to. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 100));
const ids = () => working.map(({ control }) => control.runId);

describe('the queue', () => {
  it('runs heavy jobs one after another, and the others beside them', async () => {
    const { jobs, productId } = world();
    const heavy = [1, 2].map(() => jobs.start(inspect(productId)).id);
    const light = [1, 2, 3].map(() => jobs.start(backup).id);
    const line = [
      jobs.start(inspect(productId, 'watch')).id,
      jobs.start(inspect(productId, 'verify')).id,
    ];
    await begun(5);
    await aWhile();
    expect(ids().sort()).toEqual([heavy[0], light[0], light[1], ...line].sort());
    working[0]?.finish({ done: true });
    expect(await jobs.whenSettled(heavy[0]!)).toMatchObject({
      state: 'finished',
      outcome: { done: true },
    });
    await begun(6);
    expect(ids()).toContain(heavy[1]);
    expect(ids()).not.toContain(light[2]);
  });

  it('refuses what it has no runner for, and what names something that is not there', () => {
    const { jobs, catalog } = world();
    const exporting: JobSpec = {
      kind: 'export',
      what: 'version',
      versionId: 1,
      folder: '/x',
      by: 'A',
    };
    expect(() => jobs.start(exporting)).toThrow('cannot do the job');
    expect(() => jobs.start(inspect(99))).toThrow('product 99');
    expect(listRuns(catalog)).toEqual([]);
  });

  it('keeps the place of a paused job in the queue', async () => {
    const { jobs, productId } = world();
    const [first, second] = [jobs.start(inspect(productId)), jobs.start(inspect(productId))];
    const third = jobs.start(inspect(productId));
    await begun(1);
    working[0]?.control.checkpoint({ at: 7 });
    jobs.pause(first.id);
    expect(await jobs.whenSettled(first.id)).toMatchObject({
      state: 'paused',
      checkpoint: { at: 7 },
    });
    await begun(2);
    expect(ids()).toEqual([first.id, second.id]);
    jobs.resume(first.id);
    working[1]?.finish(null);
    await begun(3);
    expect(ids()).toEqual([first.id, second.id, first.id]);
    expect(working[2]?.control.resumeFrom).toEqual({ at: 7 });
    working[2]?.finish(null);
    await begun(4);
    expect(ids().at(-1)).toBe(third.id);
  });

  it('cancels a job that runs, one that waits, and one that has failed; none that has ended', async () => {
    const { jobs, productId, home } = world();
    const [running, waiting] = [jobs.start(inspect(productId)), jobs.start(inspect(productId))];
    await begun(1);
    const folder = runFolder(foldersOf(home), running.id);
    expect(existsSync(folder)).toBe(true);
    expect(jobs.cancel(waiting.id).state).toBe('cancelled');
    jobs.cancel(running.id);
    expect(await jobs.whenSettled(running.id)).toMatchObject({ state: 'cancelled', failure: null });
    await expect.poll(() => existsSync(folder)).toBe(false);
    for (const { id } of [running, waiting]) {
      expect(() => jobs.cancel(id)).toThrow('cannot become');
      expect(() => jobs.pause(id)).toThrow('only a running job');
      expect(() => jobs.resume(id)).toThrow('cannot become');
    }
    const failing = jobs.start(inspect(productId));
    await begun(2);
    working.at(-1)?.fail(new LoupeError('no-space', 'Full.', 'Free some.'));
    await jobs.whenSettled(failing.id);
    expect(jobs.cancel(failing.id).state).toBe('cancelled');
  });

  it('can be cancelled while it is being paused', async () => {
    const { jobs, productId } = world();
    const { id } = jobs.start(inspect(productId));
    await begun(1);
    jobs.pause(id);
    jobs.cancel(id);
    expect((await jobs.whenSettled(id)).state).toBe('cancelled');
  });

  it('lets a job finish that had nothing left to stop', async () => {
    const { jobs, productId } = world();
    const { id } = jobs.start(inspect(productId));
    await begun(1);
    working[0]?.finish('all');
    jobs.pause(id);
    expect(await jobs.whenSettled(id)).toMatchObject({ state: 'finished', outcome: 'all' });
  });
});

describe('a job that fails', () => {
  it('keeps the three parts of its failure, its log and its checkpoint, and can go on', async () => {
    const { jobs, productId, catalog, faults } = world();
    const { id } = jobs.start(inspect(productId));
    await begun(1);
    const { control, fail } = working[0]!;
    control.log('info', 'begun');
    control.checkpoint('here');
    fail(new LoupeError('no-space', 'The disk is full.', 'Free some space.'));
    expect(await jobs.whenSettled(id)).toMatchObject({
      state: 'failed',
      failure: { code: 'no-space', sentence: 'The disk is full.', nextStep: 'Free some space.' },
    });
    expect(readRunLog(catalog, id).map(({ text }) => text)).toEqual(['begun', 'The disk is full.']);
    expect(faults).toEqual([]);
    jobs.resume(id);
    await begun(2);
    expect(working[1]?.control.resumeFrom).toBe('here');
    expect(getRun(catalog, id)).toMatchObject({ state: 'running', attempts: 2, failure: null });
  });

  it("by Loupe's own fault says so, keeps the details in its log, and tells them", async () => {
    const { jobs, productId, catalog, faults } = world();
    const { id } = jobs.start(inspect(productId));
    await begun(1);
    const fault = new TypeError('x is not a function');
    working[0]?.fail(fault);
    const { failure } = await jobs.whenSettled(id);
    expect(failure?.code).toBe('internal');
    expect(failure?.sentence).toContain("Loupe's own");
    expect(faults).toEqual([fault]);
    expect(readRunLog(catalog, id).at(-1)?.text).toContain('queue.test.ts');
  });

  it('because its notes cannot be written stops, instead of ending everything', async () => {
    const { jobs, productId, catalog } = world();
    const { id } = jobs.start(inspect(productId));
    await begun(1);
    catalog.transaction('kill', () => {
      catalog.run(`CREATE TRIGGER full BEFORE INSERT ON run_log WHEN NEW.text = 'too much'
        BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
    });
    working[0]?.control.log('info', 'too much');
    expect(working[0]?.control.signal.aborted).toBe(true);
    expect(await jobs.whenSettled(id)).toMatchObject({ state: 'failed' });
  });
});

describe('progress', () => {
  it('reaches clients four times a second and the catalog once, the last of it always', async () => {
    const { jobs, productId, events, catalog } = world();
    const { id } = jobs.start(inspect(productId));
    await begun(1);
    const before = events.length;
    const { control, finish } = working[0]!;
    for (let done = 0; done <= 60; done++) {
      control.onProgress({ step: 'Working', done, total: 60 });
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const told = events.slice(before);
    expect(told.length).toBeGreaterThan(1);
    expect(told.length).toBeLessThan(8);
    finish(null);
    await jobs.whenSettled(id);
    expect(getRun(catalog, id).progress).toEqual({ step: 'Working', done: 60, total: 60 });
    expect(events.at(-1)).toMatchObject({ name: 'jobs.changed', payload: { state: 'finished' } });
  });
});

describe('a start', () => {
  it('marks what was under way as interrupted and offers it; what waited begins', async () => {
    const home = freshFolder();
    let left: number[] = [];
    const { catalog, jobs, productId, events } = world(home, (before, product) => {
      left = ['running', 'paused', 'queued'].map((state) => {
        const { id } = addRun(before, {
          kind: 'inspect',
          productId: product,
          parameters: inspect(product),
          requestedBy: 'Ada',
        });
        if (state !== 'queued') moveRun(before, id, 'running');
        if (state === 'paused') moveRun(before, id, 'paused');
        return id;
      });
    });
    await begun(1);
    expect(left.map((id) => getRun(catalog, id).state)).toEqual([
      'interrupted',
      'interrupted',
      'running',
    ]);
    expect(events.filter(({ name }) => name === 'jobs.changed').length).toBeGreaterThanOrEqual(2);
    jobs.resume(left[0]!);
    working[0]?.finish(null);
    await begun(2);
    expect(ids()).toEqual([left[2], left[0]]);
    expect(productId).toBeGreaterThan(0);
  });

  it('of a single command leaves alone what waits, and runs what it asks for', async () => {
    const waiting = (catalog: Catalog, product: number) =>
      void addRun(catalog, {
        kind: 'inspect',
        productId: product,
        parameters: inspect(product),
        requestedBy: 'Ada',
      });
    const { jobs, productId } = world(freshFolder(), waiting, { queued: 'own' });
    await aWhile();
    expect(working).toEqual([]);
    const { id } = jobs.start(inspect(productId));
    await begun(1);
    expect(ids()).toEqual([id]);
  });

  it('removes work folders of runs that have ended', async () => {
    const home = freshFolder();
    const folders = foldersOf(home);
    let ended = 0;
    let open = 0;
    world(home, (catalog, product) => {
      const add = () =>
        addRun(catalog, {
          kind: 'inspect',
          productId: product,
          parameters: inspect(product),
          requestedBy: 'Ada',
        }).id;
      ended = add();
      moveRun(catalog, ended, 'cancelled');
      open = add();
      moveRun(catalog, open, 'running');
      for (const id of [ended, open, 99]) {
        mkdirSync(runFolder(folders, id), { recursive: true });
        writeFileSync(join(runFolder(folders, id), 'x'), '');
      }
    });
    await expect.poll(() => existsSync(runFolder(folders, ended))).toBe(false);
    await expect.poll(() => existsSync(runFolder(folders, 99))).toBe(false);
    expect(existsSync(runFolder(folders, open))).toBe(true);
  });

  it('says of a job that this Loupe cannot read that it cannot', async () => {
    const { catalog } = world(freshFolder(), (before, product) => {
      addRun(before, {
        kind: 'train',
        productId: product,
        parameters: { odd: 1 },
        requestedBy: 'A',
      });
    });
    await expect
      .poll(() => listRuns(catalog)[0])
      .toMatchObject({ state: 'failed', failure: { code: 'bad-data' } });
  });
});

describe('closing', () => {
  it('stops what runs at its checkpoint, to be offered at the next start', async () => {
    const { jobs, productId, catalog } = world();
    const { id } = jobs.start(inspect(productId));
    await begun(1);
    working[0]?.control.checkpoint('kept');
    await jobs.close();
    expect(getRun(catalog, id)).toMatchObject({ state: 'interrupted', checkpoint: 'kept' });
  });
});
