/** Why this file exists: reports leave as files, whole, the same each time, with what the catalog knows. */
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCatalog } from '../../../src/main/catalog/open-catalog.ts';
import type { Catalog } from '../../../src/main/catalog/catalog.ts';
import { foldersOf } from '../../../src/main/handlers/folders.ts';
import { createExportMedia } from '../../../src/main/reporting/export-media.ts';
import {
  exportReport,
  exportsFolder,
  type Exporting,
} from '../../../src/main/reporting/export-report.ts';
import { createReportStore } from '../../../src/main/reports/store.ts';
import type { RequestInput } from '../../../src/shared/contract.ts';
import { stockLine, type StockedLine } from '../../e2e/support/stock-line.ts';
import { temporaryFolder } from '../../support/folder.ts';

const folder = temporaryFolder();
const home = join(folder, 'home');
let stock: StockedLine;
let catalog: Catalog;
let exporting: Exporting;

beforeAll(async () => {
  stock = await stockLine(home, { good: 20, defective: 6, inspected: 40 });
  catalog = openCatalog(foldersOf(home).catalog);
  const folders = foldersOf(home);
  exporting = {
    context: { catalog, folders, emit: () => undefined },
    reports: createReportStore(folders.reports),
    version: '1.2.3',
    now: () => new Date('2026-03-04T05:06:07Z'),
  };
});
afterAll(() => catalog.close());

type Request = RequestInput<'reports.export'>;
const write = async (request: Partial<Request> & Pick<Request, 'what'>): Promise<Buffer> => {
  const file = join(folder, `out.${request.format ?? 'html'}`);
  await exportReport(exporting, { format: 'html', language: 'en', file, ...request });
  return readFile(file);
};
const shift = (): Request['what'] => ({
  kind: 'shift',
  productId: stock.productId,
  since: 0,
  until: Date.now() + 1000,
});

describe('an evaluation report', () => {
  it('has the figures, the version, the hash and pictures of what was missed', async () => {
    const html = (await write({ what: { kind: 'evaluation', id: stock.reportId } })).toString(
      'utf8',
    );
    const report = await exporting.reports.get(stock.reportId);
    expect(html).toContain(report.model.id);
    expect(html).toContain('Data-set version');
    expect(html.match(/<img /g)?.length).toBeGreaterThan(2);
    expect(html).toContain(`${((report.imageAuroc ?? 0) * 100).toFixed(1)}`);
  });

  it.each(['html', 'pdf', 'csv'] as const)(
    'is the same %s for the same inputs, but for the date',
    async (format) => {
      const what = { kind: 'evaluation' as const, id: stock.reportId };
      const first = await write({ what, format });
      expect(first.equals(await write({ what, format }))).toBe(true);
      exporting.now = () => new Date('2027-01-01T00:00:00Z');
      const later = await write({ what, format });
      exporting.now = () => new Date('2026-03-04T05:06:07Z');
      expect(first.equals(later)).toBe(format === 'csv');
    },
  );

  it('is refused by name where there is none', async () => {
    await expect(write({ what: { kind: 'evaluation', id: 'nowhere' } })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('a shift report', () => {
  it('counts every part, says what judged it, and that nobody checked the golden parts', async () => {
    const html = (await write({ what: shift() })).toString('utf8');
    expect(html).toContain('d'.repeat(64));
    expect(html).toContain('as the good parts say');
    expect(html).toContain('were not checked in this time');
    const csv = (await write({ what: shift(), format: 'csv' })).toString('utf8');
    expect(csv.trim().split('\r\n')).toHaveLength(41);
  });

  it('of a time without parts says so', async () => {
    const what = { ...shift(), since: 0, until: 1 } as Request['what'];
    expect((await write({ what, language: 'de' })).toString('utf8')).toContain(
      'In dieser Zeit wurde kein Teil geprüft.',
    );
  });
});

describe('Loupe’s own exports', () => {
  it('are saved under a name of their own and can be fetched, nothing else can', async () => {
    const { name, path } = await exportReport(exporting, {
      what: shift(),
      format: 'csv',
      language: 'en',
      file: null,
    });
    expect(path).toContain(exportsFolder(home));
    const media = createExportMedia(exportsFolder(home));
    const item = await media.find(`/media/exports/${name ?? ''}`);
    const { bytes, headers } = await item.load();
    expect(Buffer.from(bytes).equals(await readFile(path))).toBe(true);
    expect(headers['content-disposition']).toContain('attachment');
    for (const bad of [
      '/media/exports/..%2Fcatalog%2Fcatalog.db',
      '/media/exports/none.csv',
      '/media/exports/a%00.csv',
    ]) {
      await expect(media.find(bad)).rejects.toMatchObject({
        nextStep: expect.any(String) as string,
      });
    }
  });
});

it('the command writes the same report, and refuses an ending it does not know', async () => {
  const run = (out: string) =>
    spawnSync(
      process.execPath,
      [
        'src/main/cli.ts',
        'report',
        '--report',
        join(home, 'reports', stock.reportId),
        '--out',
        out,
      ],
      { encoding: 'utf8' },
    );
  const pdf = join(folder, 'by-command.pdf');
  expect(run(pdf).status).toBe(0);
  expect((await readFile(pdf)).subarray(0, 5).toString('latin1')).toBe('%PDF-');
  const refused = run(join(folder, 'by-command.doc'));
  expect(refused.status).not.toBe(0);
  expect(refused.stderr).toContain('.html, .pdf or .csv');
});
