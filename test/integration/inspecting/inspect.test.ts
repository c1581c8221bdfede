/** Why this file exists: parts through a model on the line: verdicts, what is kept, and where it goes. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { appendFileSync, copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WorkingApplication } from '../../../src/main/application.ts';
import type { InspectOutcome, InspectOutputs, JobSpec } from '../../../src/shared/entities/job.ts';
import { temporaryFolder } from '../../support/folder.ts';
import {
  application,
  ask,
  closeAll,
  done,
  smallTrain,
  stock,
  type Stocked,
} from '../jobs/support.ts';
import { sampleIn } from '../services/support.ts';

const folder = temporaryFolder();
const home = join(folder, 'home');
const NOWHERE: InspectOutputs = { sortInto: null, csv: null, http: null };
let data: string;
let stocked: Stocked;
let app: WorkingApplication;
let modelId: number;
let server: Server;
let address: string;
let posted: { part: string; verdict: string }[] = [];
let answer = 200;

type InspectSpec = Extract<JobSpec, { kind: 'inspect' }>;
const inspect = (changes: Partial<InspectSpec>): InspectSpec => ({
  kind: 'inspect',
  what: 'files',
  productId: stocked.productId,
  modelId: null,
  paths: [],
  outputs: NOWHERE,
  by: 'Ada',
  ...changes,
});
const recent = (runId?: number) =>
  ask(app, 'inspections.recent', {
    productId: stocked.productId,
    limit: 100,
    ...(runId !== undefined && { runId }),
  });

beforeAll(async () => {
  data = await sampleIn(join(folder, 'plates'), 6, 6);
  stocked = await stock(home, data);
  app = application(home);
  const run = await done(app, smallTrain(stocked.versionId));
  ({ modelId } = run.outcome as { modelId: number });
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (bytes: Buffer) => (body += bytes.toString()));
    request.on('end', () => {
      if (answer === 200) posted.push(JSON.parse(body) as { part: string; verdict: string });
      response.writeHead(answer).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/parts`;
});
afterAll(async () => {
  await closeAll();
  server.close();
});

describe('without a model in production', () => {
  it('nothing is inspected, and it is said why', async () => {
    const run = await done(app, inspect({ paths: [data] }));
    expect(run).toMatchObject({ state: 'failed', failure: { code: 'usage' } });
    expect(run.failure?.sentence).toContain('no model in production');
  });
});

describe('inspecting files', () => {
  it('judges by the thresholds in force, keeps everything, and writes it where asked', async () => {
    await ask(app, 'models.setState', { modelId, state: 'candidate', by: 'Ada', reason: 'good' });
    await ask(app, 'models.promote', { modelId, by: 'Ada', reason: 'first' });
    const place = join(folder, 'parts, new');
    await mkdir(join(place, 'deeper'), { recursive: true });
    await copyFile(join(data, 'test', 'good', '000.png'), join(place, 'known.png'));
    await writeFile(join(place, 'bad.png'), 'no picture');
    for (const [i, name] of readdirSync(join(data, 'train', 'good'))
      .slice(0, 2)
      .entries()) {
      // One byte more: another content, the same picture.
      const file = join(place, 'deeper', `=new ${i}.png`);
      await copyFile(join(data, 'train', 'good', name), file);
      appendFileSync(file, '\0');
    }
    posted = [];
    const csv = join(folder, 'parts.csv');
    const sortInto = join(folder, 'sorted');
    const run = await done(
      app,
      inspect({ paths: [place], outputs: { csv, sortInto, http: address } }),
    );
    expect(run).toMatchObject({ state: 'finished' });
    const outcome = run.outcome as InspectOutcome;
    expect(outcome.inspected).toBe(3);
    expect(outcome.rejected).toMatchObject([{ path: join(place, 'bad.png') }]);

    const inspections = await recent(run.id);
    expect(inspections.map(({ name }) => name).sort()).toEqual([
      '=new 0.png',
      '=new 1.png',
      'known.png',
    ]);
    const { suggested } = await ask(app, 'models.get', { modelId });
    for (const { score, verdict, imageId, thresholdSetId, regions } of inspections) {
      expect(verdict).toBe(score >= suggested.t2 ? 'ng' : 'ok');
      expect(thresholdSetId).toBeNull();
      for (const { peak } of regions) expect(peak.score).toBeGreaterThanOrEqual(suggested.pixel);
      const { result } = await ask(app, 'images.get', { imageId, modelId });
      expect(result?.score).toBe(score);
    }
    const known = inspections.find(({ name }) => name === 'known.png');
    // A picture that the product has is the same image.
    expect(known?.imageId).toBe(stocked.imageIds.get('test/good/000.png'));
    const added = await ask(app, 'images.get', { imageId: inspections[0]!.imageId, modelId: null });
    expect(added.image).toMatchObject({ split: 'none', managed: false });

    expect(posted.map(({ part }) => part).sort()).toEqual(
      inspections.map(({ name }) => name).sort(),
    );
    const lines = readFileSync(csv, 'utf8').trimEnd().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toContain('verdict');
    expect(lines.filter((line) => line.includes(",'=new"))).toHaveLength(2);
    const sorted = readdirSync(sortInto, { recursive: true, withFileTypes: true });
    expect(sorted.filter((entry) => entry.isFile())).toHaveLength(3);
    const counts = await ask(app, 'inspections.counts', { productId: stocked.productId, since: 0 });
    expect(counts.ok + counts.review + counts.ng).toBe(3);
  });

  it('holds a new threshold set from the next part on, review band included', async () => {
    const file = join(data, 'test', 'good', '000.png');
    const { result } = await ask(app, 'images.get', {
      imageId: stocked.imageIds.get('test/good/000.png') ?? 0,
      modelId,
    });
    const score = result?.score ?? NaN;
    const verdictWith = async (t1: number, t2: number) => {
      const { id } = await ask(app, 'thresholds.set', {
        modelId,
        base: { t1, t2, pixel: 1e-6, minArea: 1 },
        perClass: [],
        source: 'manual',
        rule: null,
        by: 'Ada',
        reason: 'trying',
      });
      const run = await done(app, inspect({ paths: [file] }));
      const [inspection] = await recent(run.id);
      expect(inspection?.thresholdSetId).toBe(id);
      return inspection;
    };
    expect((await verdictWith(score, score + 1))?.verdict).toBe('review');
    const ng = await verdictWith(score, score);
    expect(ng?.verdict).toBe('ng');
    expect(ng?.regions.length).toBeGreaterThan(0);
    expect((await verdictWith(score + 1, score + 1))?.verdict).toBe('ok');
  });

  it('sends results to this machine only', async () => {
    const outputs = { ...NOWHERE, http: 'http://example.com/' };
    const run = await done(app, inspect({ paths: [data], outputs }));
    expect(run.failure).toMatchObject({ code: 'usage' });
    expect(run.failure?.sentence).toContain('not on this machine');
  });

  it('keeps results that nobody takes, and says so', async () => {
    answer = 400;
    const paths = [join(data, 'test', 'good', '000.png')];
    const run = await done(app, inspect({ paths, outputs: { ...NOWHERE, http: address } }));
    answer = 200;
    expect(run.state).toBe('finished');
    expect(await recent(run.id)).toHaveLength(1);
    const log = await ask(app, 'jobs.log', { runId: run.id, after: 0 });
    expect(log.map(({ text }) => text).join()).toContain('the answer was 400');
  });
});

describe('watching a folder', () => {
  it('takes each part once, also over a pause, and waits for files that are being written', async () => {
    const place = join(folder, 'camera');
    await mkdir(place);
    const picture = readFileSync(join(data, 'train', 'good', '001.png'));
    const whole = (name: string, mark: string) =>
      writeFile(join(place, name), Buffer.concat([picture, Buffer.from(mark)]));
    await whole('first.png', '1');
    posted = [];
    const outputs = { ...NOWHERE, http: address };
    const { id } = await ask(app, 'jobs.start', {
      job: inspect({ what: 'watch', paths: [place], outputs }),
    });
    await expect
      .poll(() => posted.map(({ part }) => part), { timeout: 20_000 })
      .toEqual(['first.png']);

    // In pieces, slower than the watch looks.
    const slow = join(place, 'slow.png');
    const part = Math.floor(picture.length / 3);
    writeFileSync(slow, picture.subarray(0, part));
    for (const from of [part, 2 * part]) {
      await new Promise((resolve) => setTimeout(resolve, 700));
      appendFileSync(slow, picture.subarray(from, from === part ? 2 * part : undefined));
    }
    await expect.poll(() => posted.length, { timeout: 20_000 }).toBe(2);
    expect(posted[1]?.part).toBe('slow.png');

    await ask(app, 'jobs.pause', { runId: id });
    expect((await app.jobs.whenSettled(id)).state).toBe('paused');
    await whole('while paused.png', '2');
    // The same file, untouched, and one whose content is another now.
    await whole('first.png', 'another');
    await ask(app, 'jobs.resume', { runId: id });
    await expect.poll(() => posted.length, { timeout: 20_000 }).toBe(4);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(posted.map(({ part: name }) => name).sort()).toEqual([
      'first.png',
      'first.png',
      'slow.png',
      'while paused.png',
    ]);
    const inspections = await recent(id);
    expect(inspections).toHaveLength(4);
    // Both contents of one name are kept apart; of the later one a copy.
    const firsts = inspections.filter(({ name }) => name === 'first.png');
    const images = await Promise.all(
      firsts.map(({ imageId }) => ask(app, 'images.get', { imageId, modelId: null })),
    );
    expect(images.map(({ image }) => image.managed).sort()).toEqual([false, true]);
    expect(new Set(images.map(({ image }) => image.sha256)).size).toBe(2);

    await ask(app, 'jobs.cancel', { runId: id });
    expect((await app.jobs.whenSettled(id)).state).toBe('cancelled');
    // A watch begun anew does not inspect yesterday's parts again.
    const again = await ask(app, 'jobs.start', {
      job: inspect({ what: 'watch', paths: [place], outputs }),
    });
    await whole('new day.png', '3');
    await expect.poll(() => posted.length, { timeout: 20_000 }).toBe(5);
    expect(await recent(again.id)).toHaveLength(1);
    await ask(app, 'jobs.cancel', { runId: again.id });
    await app.jobs.whenSettled(again.id);
  });

  it('delivers what it could not, when the receiver is there again', async () => {
    const place = join(folder, 'second camera');
    await mkdir(place);
    posted = [];
    answer = 503;
    const outputs = { ...NOWHERE, http: address, csv: join(folder, 'second.csv') };
    const { id } = await ask(app, 'jobs.start', {
      job: inspect({ what: 'watch', paths: [place], outputs }),
    });
    for (const n of [0, 1, 2])
      copyFileSync(join(data, 'train', 'good', `00${n}.png`), join(place, `${n}.png`));
    await expect.poll(async () => (await recent(id)).length, { timeout: 20_000 }).toBe(3);
    await expect
      .poll(() => readFileSync(outputs.csv, 'utf8').split('\n').length, { timeout: 5000 })
      .toBe(5);
    expect(posted).toEqual([]);
    answer = 200;
    await expect.poll(() => posted.length, { timeout: 20_000 }).toBe(3);
    expect(posted.map(({ part }) => part)).toEqual(['0.png', '1.png', '2.png']);
    await ask(app, 'jobs.cancel', { runId: id });
    await app.jobs.whenSettled(id);
  });

  it('goes on looking for a folder that has gone, and gives up a file that stays unreadable', async () => {
    const place = join(folder, 'third camera');
    await mkdir(place);
    const { id } = await ask(app, 'jobs.start', {
      job: inspect({ what: 'watch', paths: [place] }),
    });
    await writeFile(join(place, 'bad.png'), 'no picture');
    const said = async () =>
      (await ask(app, 'jobs.log', { runId: id, after: 0 })).map(({ text }) => text).join('\n');
    await expect.poll(said, { timeout: 30_000 }).toContain('bad.png');
    await rm(place, { recursive: true });
    await expect.poll(said, { timeout: 10_000 }).toContain('is not there');
    await mkdir(place);
    copyFileSync(join(data, 'train', 'good', '003.png'), join(place, 'x.png'));
    await expect.poll(async () => (await recent(id)).length, { timeout: 20_000 }).toBe(1);
    expect(await said()).toContain('is there again');
    await ask(app, 'jobs.cancel', { runId: id });
    await app.jobs.whenSettled(id);
  });
});

describe('verifying', () => {
  it('compares the golden parts with what they must be', async () => {
    const paths = ['test/good/000.png', 'train/good/000.png'];
    const ids = paths.map((path) => stocked.imageIds.get(path) ?? 0);
    await ask(app, 'verification.set', {
      productId: stocked.productId,
      items: [
        { imageId: ids[0]!, expected: 'ok', note: '' },
        { imageId: ids[1]!, expected: 'ng', note: 'wrong on purpose' },
      ],
      by: 'Ada',
      reason: 'golden',
    });
    const before = (await recent()).length;
    const run = await done(app, inspect({ what: 'verify' }));
    const { verified } = run.outcome as InspectOutcome;
    expect(verified?.passed).toBe(false);
    expect(verified?.items.map(({ imageId, actual }) => [imageId, actual])).toEqual([
      [ids[0], 'ok'],
      [ids[1], 'ok'],
    ]);
    expect(await recent()).toHaveLength(before);
    const { verification } = await ask(app, 'products.get', { productId: stocked.productId });
    expect(verification).toMatchObject({ runId: run.id, passed: false });
  });
});
