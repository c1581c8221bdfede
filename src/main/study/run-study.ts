/**
 * Why this file exists: the use case "study": tables on one data set, from the request to the files
 * in its folder. What is finished stays finished: run it again and it goes on.
 */
import { rmdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { hasSystemCode, LoupeError } from '../../shared/errors.ts';
import type { Control } from '../engine/control.ts';
import { writeFileAtomically } from '../files.ts';
import { loadTensorFlow } from '../runtime/load-backend.ts';
import { withLock } from '../runtime/lock.ts';
import { openStudy, type Cell, type JudgedCell } from './cells.ts';
import { plotOf } from './plot.ts';
import { reservations, type StudyRequest } from './request.ts';
import type { RunContext } from './run-context.ts';
import { runRows } from './run-rows.ts';
import { runSelfCheck } from './self-check.ts';
import { selfCheckPlot } from './self-check-plot.ts';
import { selfCheckCsv, selfCheckMarkdown } from './self-check-text.ts';
import { openSubject } from './subject.ts';
import { summarise, type RowSummary } from './summary.ts';
import { pngOf } from './png.ts';
import { isRowTable, rowsOf, type RowTable, type TableName } from './tables.ts';
import { circumstances, csvOf, markdownOf, titleOf, type TableContext } from './text.ts';

export interface TableResult {
  table: TableName;
  /** The folder's files that show the result. */
  files: { markdown: string; csv: string; svg: string; png: string };
  /** The Markdown page. */
  page: string;
  /** Empty for `selfcheck`. */
  rows: RowSummary[];
  cells: Cell[];
  /** Only for `selfcheck`. */
  judged: JudgedCell[];
}

export interface StudyResult {
  context: TableContext;
  tables: TableResult[];
}

/**
 * Runs tables for all their seeds and writes `<table>.md`, `.csv`, `.svg` and `.png` into `out`.
 * @throws LoupeError `usage` (folder of another study, table without rows), `bad-data`,
 *   `bad-backbone`, `runtime`, `no-space`, `read-only`, `cancelled` (finished cells are kept)
 */
export async function runStudy(
  request: StudyRequest,
  control: Control,
  notice: (sentence: string) => void,
): Promise<StudyResult> {
  try {
    return await study(request, control, notice);
  } catch (error) {
    // Whatever was under way when the user stopped it: scanning, training, detecting.
    if (!control.signal.aborted) throw error;
    throw new LoupeError(
      'cancelled',
      'Stopped as you asked; what is finished is kept.',
      'Run the same command again to go on from there.',
      { cause: error },
    );
  }
}

async function study(
  request: StudyRequest,
  control: Control,
  notice: (sentence: string) => void,
): Promise<StudyResult> {
  const out = resolve(request.out);
  const rowTables = request.tables.filter(isRowTable);
  // A table without rows is refused before anything is read.
  for (const table of rowTables) rowsOf(table, request);
  const subject = await openSubject(request, control);
  const { size, every, good, recipe, stepsPercent, bankMb } = request;
  const settings = { size, every, good, recipe, stepsPercent, bankMb };
  const { fingerprint } = subject;
  await openStudy(out, { dataset: subject.name, fingerprint, ...settings });
  const { device } = await loadTensorFlow();
  const run: RunContext = {
    request: { ...request, out },
    subject,
    device: device.label,
    control,
    notice,
  };
  const context: TableContext = {
    dataset: subject.name,
    size,
    recipe,
    bankMb,
    device: device.label,
    counts: subject.counts,
    notes: [...reservations(request, subject.counts), ...subject.warnings],
  };
  // Two studies in one folder would overwrite each other's maps and make everything twice.
  const waiting = (holder: string) => notice(`Waiting for ${holder}, which works in ${out}.`);
  const tables = await withLock(join(out, 'study.lock'), waiting, async () => {
    const cells = await runRows(rowTables, run);
    const results: TableResult[] = [];
    for (const table of request.tables) {
      const shown = isRowTable(table)
        ? showRows(table, cells.get(table) ?? [], context)
        : showSelfCheck(await runSelfCheck(run), context);
      results.push(await writeTable(out, table, shown));
    }
    await removeIfEmpty(join(out, 'work'));
    return results;
  });
  return { context, tables };
}

type Shown = Pick<TableResult, 'page' | 'rows' | 'cells' | 'judged'> & { csv: string; svg: string };

function showRows(table: RowTable, cells: Cell[], context: TableContext): Shown {
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

function showSelfCheck(judged: JudgedCell[], context: TableContext): Shown {
  const title = `Self-validation beside the truth: ${context.dataset}`;
  return {
    page: selfCheckMarkdown(judged, context),
    csv: selfCheckCsv(judged),
    svg: selfCheckPlot(title, judged, circumstances(context)),
    rows: [],
    cells: [],
    judged,
  };
}

async function writeTable(out: string, table: TableName, shown: Shown): Promise<TableResult> {
  const { csv, svg, ...result } = shown;
  const files = {
    markdown: join(out, `${table}.md`),
    csv: join(out, `${table}.csv`),
    svg: join(out, `${table}.svg`),
    png: join(out, `${table}.png`),
  };
  await writeFileAtomically(files.markdown, result.page);
  await writeFileAtomically(files.csv, csv);
  await writeFileAtomically(files.svg, svg);
  await writeFileAtomically(files.png, await pngOf(svg));
  return { table, files, ...result };
}

/** Checkpoints of another table's unfinished training stay. */
async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if (!hasSystemCode(error, 'ENOENT', 'ENOTEMPTY', 'EEXIST')) throw error;
  }
}
