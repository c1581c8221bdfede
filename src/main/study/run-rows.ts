/**
 * Why this file exists: runs the rows of tables for every seed. Work that rows share is done once,
 * also across tables: encoders for all rows that learn alike, a bank and a pass over the test images
 * for all rows that differ only in how scales become one map.
 */
import { rm } from 'node:fs/promises';
import { THETAS, type PerScale } from '../../shared/scales.ts';
import { calibrateOnGood, makeDetector } from '../services/learning.ts';
import { workFolderOf } from '../services/training-checkpoints.ts';
import { CellSchema, readCell, writeCell, type Cell } from './cells.ts';
import { settleFusion } from './fusion.ts';
import {
  learnRows,
  settleLearning,
  type LearntEncoders,
  type SettledLearning,
} from './learn-rows.ts';
import { detectTestImages, mapsFolder } from './measure.ts';
import { stopwatch, type RunContext } from './run-context.ts';
import { runRival } from './run-rival.ts';
import { rivalsOf, rowsOf, type Row, type RowTable } from './tables.ts';

/** A row of one of the tables that are run together. */
type TableRow = Row & { table: RowTable };

/**
 * All cells of each table, by row then seed; what an earlier run has finished is not made again.
 */
export async function runRows(
  tables: readonly RowTable[],
  context: RunContext,
): Promise<Map<RowTable, Cell[]>> {
  const { request, notice } = context;
  const rows = tables.flatMap((table) =>
    rowsOf(table, request).map((row): TableRow => ({ ...row, table })),
  );
  const rivals = tables.flatMap((table) => rivalsOf(table).map((name) => ({ table, name })));
  const cellOf = ({ table, name }: { table: RowTable; name: string }, seed: number) =>
    readCell(CellSchema, request.out, table, name, seed);
  for (let seed = 0; seed < request.seeds; seed++) {
    const open: TableRow[] = [];
    for (const row of rows) if (!(await cellOf(row, seed))) open.push(row);
    if (open.length > 0 && open.length < rows.length) {
      notice(
        `Seed ${seed}: ${rows.length - open.length} of ${rows.length} rows are there already.`,
      );
    }
    await runSeed(open, seed, context);
    for (const rival of rivals) {
      if (!(await cellOf(rival, seed))) await runRival(rival.table, rival.name, seed, context);
    }
  }
  const cells = new Map(tables.map((table) => [table, [] as Cell[]]));
  for (const row of [...rows, ...rivals]) {
    for (let seed = 0; seed < request.seeds; seed++) {
      const cell = await cellOf(row, seed);
      if (cell) cells.get(row.table)?.push(cell);
    }
  }
  return cells;
}

async function runSeed(
  rows: readonly TableRow[],
  seed: number,
  context: RunContext,
): Promise<void> {
  const { request, subject, control, notice } = context;
  const settledBy = new Map<string, SettledLearning>();
  const groups = new Map<string, { settled: SettledLearning; rows: TableRow[] }>();
  for (const row of rows) {
    const wanted = JSON.stringify(row.learn);
    const settled =
      settledBy.get(wanted) ??
      (await settleLearning(row.learn, subject, request, seed, control, notice));
    settledBy.set(wanted, settled);
    const group = groups.get(settled.key) ?? { settled, rows: [] };
    group.rows.push(row);
    groups.set(settled.key, group);
  }
  for (const { settled, rows: group } of groups.values()) {
    notice(`Seed ${seed}: ${group.map(({ table, name }) => `${table}: ${name}`).join('; ')}`);
    const learnt = await learnRows(settled, request.out, subject.fingerprint, control, notice);
    for (const alike of groupBy(group, ({ bank }) => JSON.stringify(bank))) {
      await runBank(alike, settled, learnt, context);
    }
    await rm(workFolderOf(learnt.place), { recursive: true, force: true });
  }
}

/** Rows with the same encoders and the same bank: one detector, one pass over the test images. */
async function runBank(
  rows: readonly TableRow[],
  { recipe, normalisation, material, split, judging, seed }: SettledLearning,
  { weights, setup, steps, seconds: trainSeconds }: LearntEncoders,
  { request, subject, device, control }: RunContext,
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const { mb: bankMb, coverShare } = first.bank;
  const bankClock = stopwatch();
  const detector = await makeDetector(weights, material, setup, { bankMb, coverShare }, control);
  try {
    const heldOut = recipe.training ? split.heldOut : new Set<number>();
    const { localScale } = recipe;
    const good = await calibrateOnGood(detector, material.images, heldOut, localScale, control);
    const bank = bankClock();
    const testClock = stopwatch();
    const maps = await detectTestImages(detector, subject, mapsFolder(request.out), control);
    const test = testClock();
    for (const row of rows) {
      const fusion = await settleFusion(row.fusion, { detector, good, judging }, control);
      const metrics = await maps.measure(fusion.combine);
      await writeCell(request.out, row.table, row.name, {
        row: row.name,
        seed,
        ...metrics,
        details: {
          normalisation: normalisation.kind,
          ...(recipe.training ? { 'steps 64 / 32 / 16': listed(steps) } : {}),
          ...(fusion.settled ? { 'weights 64 / 32 / 16': listed(fusion.settled) } : {}),
        },
        device,
        seconds: { train: trainSeconds, bank, test },
      });
    }
    await maps.dispose();
  } finally {
    detector.dispose();
  }
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()];
}

function listed(values: PerScale<number>): string {
  return THETAS.map((theta) => String(Number(values[theta].toFixed(2)))).join(' / ');
}
