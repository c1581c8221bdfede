/**
 * Why this file exists: the use case "study": one table on one data set, from the request to the
 * files in its folder. What is finished stays finished: run it again and it goes on.
 */
import { rmdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { hasSystemCode } from '../../shared/errors.ts';
import type { Control } from '../engine/control.ts';
import { writeFileAtomically } from '../files.ts';
import { loadTensorFlow } from '../runtime/load-backend.ts';
import { openStudy, type Cell, type JudgedCell } from './cells.ts';
import { plotOf } from './plot.ts';
import { reservations, type StudyRequest } from './request.ts';
import { runRows, type RunContext } from './run-rows.ts';
import { runSelfCheck } from './self-check.ts';
import { selfCheckPlot } from './self-check-plot.ts';
import { selfCheckCsv, selfCheckMarkdown } from './self-check-text.ts';
import { openSubject } from './subject.ts';
import { summarise, type RowSummary } from './summary.ts';
import { pngOf } from './svg.ts';
import { circumstances, csvOf, markdownOf, titleOf, type TableContext } from './text.ts';

export interface StudyResult {
  table: StudyRequest['table'];
  /** The folder's files that show the result. */
  files: { markdown: string; csv: string; svg: string; png: string };
  /** The Markdown page. */
  page: string;
  context: TableContext;
  /** Empty for `selfcheck`. */
  rows: RowSummary[];
  cells: Cell[];
  /** Only for `selfcheck`. */
  judged: JudgedCell[];
}

/**
 * Runs a table for all its seeds and writes `<table>.md`, `.csv`, `.svg` and `.png` into `out`.
 * @throws LoupeError `usage` (folder of another study, table without rows), `bad-data`,
 *   `bad-backbone`, `runtime`, `no-space`, `read-only`, `cancelled` (finished cells are kept)
 */
export async function runStudy(
  request: StudyRequest,
  control: Control,
  notice: (sentence: string) => void,
): Promise<StudyResult> {
  const out = resolve(request.out);
  const subject = await openSubject(request, control);
  const { size, every, good, recipe, stepsPercent, bankMb, table } = request;
  await openStudy(out, {
    dataset: subject.name,
    fingerprint: subject.fingerprint,
    size,
    every,
    good,
    recipe,
    stepsPercent,
    bankMb,
  });
  const { device } = await loadTensorFlow();
  const context: RunContext = {
    request: { ...request, out },
    subject,
    device: device.label,
    control,
    notice,
  };
  const around: TableContext = {
    dataset: subject.name,
    size,
    recipe,
    bankMb,
    device: device.label,
    counts: subject.counts,
    notes: [...reservations(request, subject.counts), ...subject.warnings],
  };
  const result =
    table === 'selfcheck'
      ? selfCheckResult(await runSelfCheck(context), around)
      : tableResult(table, await runRows(table, context), around);
  const files = {
    markdown: join(out, `${table}.md`),
    csv: join(out, `${table}.csv`),
    svg: join(out, `${table}.svg`),
    png: join(out, `${table}.png`),
  };
  await writeFileAtomically(files.markdown, result.page);
  await writeFileAtomically(files.csv, result.csv);
  await writeFileAtomically(files.svg, result.svg);
  await writeFileAtomically(files.png, await pngOf(result.svg));
  await removeIfEmpty(join(out, 'work'));
  const { page, rows, cells, judged } = result;
  return { table, files, page, context: around, rows, cells, judged };
}

/** Checkpoints of another table's unfinished training stay. */
async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if (!hasSystemCode(error, 'ENOENT', 'ENOTEMPTY', 'EEXIST')) throw error;
  }
}

type Shown = Pick<StudyResult, 'page' | 'rows' | 'cells' | 'judged'> & { csv: string; svg: string };

function tableResult(
  table: Exclude<StudyRequest['table'], 'selfcheck'>,
  cells: Cell[],
  context: TableContext,
): Shown {
  const rows = summarise(cells);
  return {
    page: markdownOf(table, rows, context),
    csv: csvOf(rows),
    svg: plotOf(`${titleOf(table)}: ${context.dataset}`, rows, circumstances(context)),
    rows,
    cells,
    judged: [],
  };
}

function selfCheckResult(judged: JudgedCell[], context: TableContext): Shown {
  return {
    page: selfCheckMarkdown(judged, context),
    csv: selfCheckCsv(judged),
    svg: selfCheckPlot(
      `Self-validation beside the truth: ${context.dataset}`,
      judged,
      circumstances(context),
    ),
    rows: [],
    cells: [],
    judged,
  };
}
