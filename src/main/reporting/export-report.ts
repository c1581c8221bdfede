/** Why this file exists: the use case "export a report": what was asked for, as one file on disk. */
import { basename, dirname, join } from 'node:path';
import type { RequestInput, RequestOutput } from '../../shared/contract.ts';
import type { ReportFormat } from '../../shared/contract/reports.ts';
import { getImage } from '../catalog/images.ts';
import { ensureFolder, writeFileAtomically } from '../files.ts';
import type { Context } from '../handlers/context.ts';
import { imageFile } from '../handlers/image-file.ts';
import type { ReportStore } from '../reports/store.ts';
import { evaluationCsv } from './evaluation-csv.ts';
import { evaluationDocument, type EvaluationInput } from './evaluation-document.ts';
import { catalogFacts, reportFiles } from './evaluation-input.ts';
import { numbersIn } from './numbers.ts';
import { render } from './render.ts';
import { shiftCsv } from './shift-csv.ts';
import { readShift } from './shift-data.ts';
import { shiftDocument } from './shift-document.ts';
import { reportStrings } from './strings.ts';

type Request = RequestInput<'reports.export'>;

export interface Exporting {
  context: Context;
  reports: ReportStore;
  /** Of this Loupe. */
  version: string;
  now: () => Date;
}

/** Where Loupe keeps exports that were given no place of their own. */
export function exportsFolder(home: string): string {
  return join(home, 'exports');
}

/**
 * Writes the report.
 * @throws LoupeError `not-found` for a report or product; `no-space`, `read-only` of writing
 */
export async function exportReport(
  exporting: Exporting,
  request: Request,
): Promise<RequestOutput<'reports.export'>> {
  const made = exporting.now();
  const { bytes, name } = await bytesOf(exporting, request, made);
  const own = request.file === null;
  const path = request.file ?? join(exportsFolder(exporting.context.folders.home), name);
  await ensureFolder(dirname(path));
  await writeFileAtomically(path, bytes);
  return { path, bytes: bytes.length, name: own ? basename(path) : null };
}

async function bytesOf(
  exporting: Exporting,
  { what, format, language }: Request,
  made: Date,
): Promise<{ bytes: Uint8Array; name: string }> {
  const { context, reports, version } = exporting;
  const strings = reportStrings[language];
  const numbers = numbersIn(strings);
  const stamp = made.toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
  if (what.kind === 'evaluation') {
    const report = await reports.get(what.id);
    const folder = await reports.folderOf(what.id);
    const input: EvaluationInput = {
      report,
      ...(await catalogFacts(context.catalog, report, folder)),
      ...reportFiles(report, folder),
      loupe: version,
      made,
    };
    return {
      bytes: await evaluationBytes(input, format, language),
      name: `${what.id}-${stamp}.${format}`,
    };
  }
  const data = readShift(context.catalog, what.productId, what.since, what.until);
  const name = `shift-${what.productId}-${stamp}.${format}`;
  if (format === 'csv') return { bytes: shiftCsv(data), name };
  const { catalog, folders } = context;
  const fileOf = (imageId: number): string =>
    imageFile(catalog, folders, getImage(catalog, imageId));
  const document = await shiftDocument({ data, fileOf, loupe: version, made }, strings, numbers);
  return { bytes: await render(document, format), name };
}

/** An evaluation report in a format. The same input gives the same bytes. */
export async function evaluationBytes(
  input: EvaluationInput,
  format: ReportFormat,
  language: 'en' | 'de',
): Promise<Uint8Array> {
  if (format === 'csv') return evaluationCsv(input);
  const strings = reportStrings[language];
  return render(await evaluationDocument(input, strings, numbersIn(strings)), format);
}
