/** Why this file exists: reports are found, checked and listed; a damaged one hides no other. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createReportStore } from '../../../src/main/reports/store.ts';
import { makeReport } from './make-report.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loupe-store-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(id: string, text: string): Promise<void> {
  await mkdir(join(folder, id), { recursive: true });
  await writeFile(join(folder, id, 'report.json'), text);
}

const textOf = (createdAt: string, id = 'inner'): string =>
  JSON.stringify(makeReport({ id, createdAt }));

describe('the report store', () => {
  test('lists newest first, under the folders’ names', async () => {
    await put('old', textOf('2026-01-01T00:00:00.000Z'));
    await put('new', textOf('2026-02-01T00:00:00.000Z'));
    const { reports, damaged } = await createReportStore(folder).list();
    expect(reports.map(({ id }) => id)).toEqual(['new', 'old']);
    expect(damaged).toEqual([]);
    expect(reports[0]).toMatchObject({ dataset: 'plates', images: 3, hasMaps: true });
  });

  test('is empty when the folder is not there', async () => {
    const store = createReportStore(join(folder, 'none'));
    expect((await store.list()).reports).toEqual([]);
  });

  test('names a damaged report with its reason and still lists the others', async () => {
    await put('cut', textOf('2026-01-01T00:00:00.000Z').slice(0, 100));
    await put('newer', JSON.stringify({ ...makeReport(), schemaVersion: 2 }));
    await put('whole', textOf('2026-01-01T00:00:00.000Z'));
    const { reports, damaged } = await createReportStore(folder).list();
    expect(reports.map(({ id }) => id)).toEqual(['whole']);
    expect(damaged.map(({ id }) => id)).toEqual(['cut', 'newer']);
    expect(damaged[0]?.reason).toContain('not whole JSON');
    expect(damaged[1]?.reason).toContain('schemaVersion');
  });

  test('ignores folders whose names are no ids and files among them', async () => {
    await put('.work', textOf('2026-01-01T00:00:00.000Z'));
    await put('a b', textOf('2026-01-01T00:00:00.000Z'));
    await writeFile(join(folder, 'note.txt'), '');
    expect(await createReportStore(folder).list()).toMatchObject({ reports: [], damaged: [] });
  });

  test('refuses an id that it does not list', async () => {
    const store = createReportStore(folder);
    for (const id of ['none', '..', '../x', '']) {
      await expect(store.get(id)).rejects.toMatchObject({ code: 'not-found' });
      await expect(store.folderOf(id)).rejects.toMatchObject({ code: 'not-found' });
    }
  });

  test('reads a report again after it was replaced', async () => {
    const store = createReportStore(folder);
    await put('a', textOf('2026-01-01T00:00:00.000Z'));
    expect((await store.get('a')).createdAt).toBe('2026-01-01T00:00:00.000Z');
    await put('a', textOf('2026-05-05T00:00:00.000Z', 'longer-name'));
    expect((await store.get('a')).createdAt).toBe('2026-05-05T00:00:00.000Z');
  });

  test('tells a listener that a report appeared, and no longer once it stopped', async () => {
    const store = createReportStore(folder, 5);
    let heard = 0;
    const stop = store.subscribe(() => (heard += 1));
    // The first look may come after the first report: more of them follow until one is noticed.
    for (let i = 0; heard === 0; i += 1) {
      await put(`report-${i}`, textOf('2026-01-01T00:00:00.000Z'));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    stop();
    const before = heard;
    await put('late', textOf('2026-01-01T00:00:00.000Z'));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(heard).toBe(before);
  });
});
