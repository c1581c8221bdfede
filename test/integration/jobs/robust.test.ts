/** Why this file exists: jobs outlive crashes of the process that computes and of Loupe itself. */
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { WorkingApplication } from '../../../src/main/application.ts';
import { launchByFork, type ComputePort, type Launch } from '../../../src/main/compute/launch.ts';
import type { JobSpec } from '../../../src/shared/entities/job.ts';
import type { Progress } from '../../../src/shared/progress.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { sampleIn } from '../services/support.ts';
import { application, ask, closeAll, done, smallTrain, stock, type Stocked } from './support.ts';

const folder = temporaryFolder();
const STEPS = 2;
let data: string;
let homes = 0;

beforeAll(async () => {
  data = await sampleIn(join(folder, 'plates'), 5, 8);
});
afterEach(closeAll);

interface Place {
  home: string;
  stocked: Stocked;
}

async function freshHome(): Promise<Place> {
  const home = join(folder, `home ${(homes += 1)}`);
  return { home, stocked: await stock(home, data) };
}

/** Forks as usual and lets the test kill what was forked. */
function killable(home: string): { launch: Launch; ports: ComputePort[] } {
  const ports: ComputePort[] = [];
  const fork = launchByFork(home);
  const launch: Launch = (listener) => {
    const port = fork(listener);
    ports.push(port);
    return port;
  };
  return { launch, ports };
}

const quick = (versionId: number): JobSpec => smallTrain(versionId, { recipe: 'quick' });

/** Calls `action` once, at the first progress of the run that `due` agrees to. */
function once(
  app: WorkingApplication,
  runId: () => number,
  due: (progress: Progress) => boolean,
  action: () => void,
): void {
  const stop = app.onEvent(({ name, payload }) => {
    if (name !== 'jobs.changed' || payload.runId !== runId() || !payload.progress) return;
    if (!due(payload.progress)) return;
    stop();
    action();
  });
}

const said = async (app: WorkingApplication, runId: number) =>
  (await ask(app, 'jobs.log', { runId, after: 0 })).map(({ text }) => text).join('\n');

/** Within the second scale: the first one's weights are in the checkpoint. */
const inSecondScale = ({ step, done }: Progress) =>
  step === 'Training the encoders' && done > STEPS;

/** Runs a job in an application of its own and kills that one at the progress that is `due`. */
async function killedAt(
  home: string,
  job: JobSpec,
  due: (progress: Progress) => boolean,
): Promise<void> {
  const script = join(import.meta.dirname, 'app-child.ts');
  const child = spawn(process.execPath, [script, home, JSON.stringify(job), String(STEPS)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (bytes: Buffer) => {
    out += bytes.toString();
    const lines = out.split('\n');
    out = lines.pop() ?? '';
    for (const line of lines) {
      const { progress } = JSON.parse(line) as { progress?: Progress | null };
      if (progress && due(progress)) child.kill('SIGKILL');
    }
  });
  await new Promise((resolve) => child.on('close', resolve));
  expect(child.signalCode).toBe('SIGKILL');
}

describe('a training whose process is killed', () => {
  it('goes on from its checkpoint by itself and ends as a model', async () => {
    const { home, stocked } = await freshHome();
    const { launch, ports } = killable(home);
    const app = application(home, { launch, trainingSteps: STEPS });
    let id = 0;
    const states = new Set<string>();
    app.onEvent(({ name }) => {
      if (name === 'system.changed') {
        void ask(app, 'system.status', {}).then(({ compute }) => states.add(compute.state));
      }
    });
    once(
      app,
      () => id,
      inSecondScale,
      () => ports[0]?.kill(),
    );
    ({ id } = await ask(app, 'jobs.start', { job: quick(stocked.versionId) }));
    const run = await app.jobs.whenSettled(id);
    expect(run).toMatchObject({ state: 'finished', attempts: 1, failure: null });
    expect(ports).toHaveLength(2);
    expect(states).toContain('restarting');
    const log = await said(app, id);
    expect(log).toContain('SIGKILL');
    expect(log).toContain('Going on from the checkpoint');
    const { points } = await ask(app, 'training.curves', { runId: id });
    expect(points.map(({ theta }) => theta)).toEqual(expect.arrayContaining([64, 32, 16]));
  });
});

describe('an application that is killed during a training', () => {
  it('offers the training for resuming at the next start, and it goes on', async () => {
    const { home, stocked } = await freshHome();
    await killedAt(home, quick(stocked.versionId), inSecondScale);

    const app = application(home, { trainingSteps: STEPS });
    const [run] = await ask(app, 'jobs.list', { limit: 10 });
    expect(run).toMatchObject({ kind: 'train', state: 'interrupted', attempts: 1 });
    const id = run?.id ?? 0;
    const { points } = await ask(app, 'training.curves', { runId: id });
    expect(points.length).toBeGreaterThan(0);
    await ask(app, 'jobs.resume', { runId: id });
    const ended = await app.jobs.whenSettled(id);
    expect(ended).toMatchObject({ state: 'finished', attempts: 2 });
    expect(await said(app, id)).toContain('Going on from the checkpoint');
  });
});

describe('an application that is killed while it watches a folder', () => {
  it('inspects each part once all the same, and writes each line once', async () => {
    const { home, stocked } = await freshHome();
    const before = application(home);
    const trained = await done(before, smallTrain(stocked.versionId));
    await closeAll();
    const { modelId } = trained.outcome as { modelId: number };
    const place = join(folder, 'camera');
    mkdirSync(place);
    const names = readdirSync(join(data, 'train', 'good'));
    for (const name of names) copyFileSync(join(data, 'train', 'good', name), join(place, name));
    const csv = join(folder, 'parts.csv');
    const job: JobSpec = {
      kind: 'inspect',
      what: 'watch',
      productId: stocked.productId,
      modelId,
      paths: [place],
      outputs: { sortInto: null, csv, http: null },
      by: 'Ada',
    };
    await killedAt(home, job, ({ step, done: parts }) => step === 'Watching' && parts >= 2);

    const app = application(home);
    const [run] = await ask(app, 'jobs.list', { limit: 1 });
    const runId = run?.id ?? 0;
    expect(run?.state).toBe('interrupted');
    await ask(app, 'jobs.resume', { runId });
    const { productId } = stocked;
    const inspected = () => ask(app, 'inspections.recent', { productId, runId, limit: 100 });
    await expect
      .poll(async () => (await inspected()).length, { timeout: 60_000 })
      .toBe(names.length);
    await expect
      .poll(() => readFileSync(csv, 'utf8').trimEnd().split('\n').length, { timeout: 20_000 })
      .toBe(names.length + 1);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const inspections = await inspected();
    expect(inspections.map(({ name }) => name).sort()).toEqual(names);
    const lines = readFileSync(csv, 'utf8').trimEnd().split('\r\n').slice(1);
    expect(lines.map((line) => Number(line.split(',')[0]))).toEqual(
      inspections.map(({ id }) => id).reverse(),
    );
    await ask(app, 'jobs.cancel', { runId });
    await app.jobs.whenSettled(runId);
  });
});

describe('a training that is paused', () => {
  it('keeps its checkpoint, goes on when resumed, and leaves no trace when cancelled', async () => {
    const { home, stocked } = await freshHome();
    const app = application(home, { trainingSteps: STEPS });
    let id = 0;
    once(
      app,
      () => id,
      inSecondScale,
      () => app.jobs.pause(id),
    );
    ({ id } = await ask(app, 'jobs.start', { job: quick(stocked.versionId) }));
    expect(await app.jobs.whenSettled(id)).toMatchObject({ state: 'paused', failure: null });
    const work = join(home, 'work', `run-${id}`);
    expect(existsSync(join(work, 'model.training', 'checkpoint.safetensors'))).toBe(true);
    await expect(ask(app, 'jobs.pause', { runId: id })).rejects.toMatchObject({ code: 'usage' });

    once(
      app,
      () => id,
      inSecondScale,
      () => app.jobs.cancel(id),
    );
    await ask(app, 'jobs.resume', { runId: id });
    expect(await app.jobs.whenSettled(id)).toMatchObject({ state: 'cancelled' });
    await expect.poll(() => existsSync(work)).toBe(false);
    await expect(ask(app, 'jobs.resume', { runId: id })).rejects.toMatchObject({ code: 'usage' });
    const models = await ask(app, 'models.list', { productId: stocked.productId });
    expect(models).toEqual([]);
  });
});

describe('an evaluation whose process is killed', () => {
  it('does only the images that are left, and gives the figures of an unbroken one', async () => {
    const { home, stocked } = await freshHome();
    const { launch, ports } = killable(home);
    const app = application(home, { launch });
    const trained = await done(app, smallTrain(stocked.versionId));
    const { modelId } = trained.outcome as { modelId: number };
    const evaluate = (maps: boolean): JobSpec => ({
      kind: 'evaluate',
      modelId,
      versionId: stocked.versionId,
      splits: ['test'],
      maps,
      by: 'Ada',
    });
    let id = 0;
    once(
      app,
      () => id,
      ({ step, done: images }) => step === 'Evaluating' && images >= 2,
      () => ports.at(-1)?.kill(),
    );
    ({ id } = await ask(app, 'jobs.start', { job: evaluate(false) }));
    const run = await app.jobs.whenSettled(id);
    expect(run.state).toBe('finished');
    expect(await said(app, id)).toMatch(/Resuming: [1-9]/);
    await done(app, evaluate(true));
    const { evaluations } = await ask(app, 'models.get', { modelId });
    expect(evaluations).toHaveLength(2);
    expect(evaluations[0]?.metrics).toEqual(evaluations[1]?.metrics);
  });
});

describe('a training that takes more memory than it may', () => {
  it('is stopped at a checkpoint with a sentence, and goes on with a higher limit', async () => {
    const { home, stocked } = await freshHome();
    const app = application(home, { trainingSteps: STEPS });
    const limit = (value: number | null) =>
      ask(app, 'settings.set', { name: 'compute.memory-mb', value, by: 'Ada' });
    let id = 0;
    once(
      app,
      () => id,
      inSecondScale,
      () => void limit(50),
    );
    ({ id } = await ask(app, 'jobs.start', { job: quick(stocked.versionId) }));
    const run = await app.jobs.whenSettled(id);
    expect(run).toMatchObject({ state: 'failed', failure: { code: 'runtime' } });
    expect(run.failure?.sentence).toContain('of memory');
    await expect
      .poll(async () => (await ask(app, 'system.status', {})).compute.state, { timeout: 20_000 })
      .toBe('off');
    await limit(null);
    await ask(app, 'jobs.resume', { runId: id });
    expect(await app.jobs.whenSettled(id)).toMatchObject({ state: 'finished' });
    expect(await said(app, id)).toContain('Going on from the checkpoint');
  });
});

describe('the main process', () => {
  it('never loads TensorFlow itself', async () => {
    const { home, stocked } = await freshHome();
    const app = application(home);
    expect((await done(app, smallTrain(stocked.versionId))).state).toBe('finished');
    expect('_tfengine' in globalThis || '_tfGlobals' in globalThis).toBe(false);
    const maps = process.platform === 'linux' ? readFileSync('/proc/self/maps', 'utf8') : '';
    expect(maps).not.toContain('libtensorflow');
  });
});
