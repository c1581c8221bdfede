/**
 * Why this file exists: runs the rows of a table for every seed. Work that rows share is done once:
 * encoders for all rows that learn alike, a bank and a pass over the test images for all rows that
 * differ only in how scales become one map.
 */
import { rm } from 'node:fs/promises';
import { THETAS, type PerScale } from '../../shared/scales.ts';
import type { Control } from '../engine/control.ts';
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
import type { StudyRequest } from './request.ts';
import type { Subject } from './subject.ts';
import { rowsOf, type Row, type RowTable } from './tables.ts';

export interface RunContext {
  request: StudyRequest;
  subject: Subject;
  /** For people. */
  device: string;
  control: Control;
  notice: (sentence: string) => void;
}

/** All cells of the table, by row then seed; what an earlier run has finished is not made again. */
export async function runRows(table: RowTable, context: RunContext): Promise<Cell[]> {
  const { request, notice } = context;
  const rows = rowsOf(table, request);
  for (let seed = 0; seed < request.seeds; seed++) {
    const open: Row[] = [];
    for (const row of rows) {
      const there = await readCell(CellSchema, request.out, table, row.name, seed);
      if (!there) open.push(row);
    }
    if (open.length === 0) continue;
    if (open.length < rows.length) {
      notice(
        `Seed ${seed}: ${rows.length - open.length} of ${rows.length} rows are there already.`,
      );
    }
    await runSeed(table, open, seed, context);
  }
  const cells: Cell[] = [];
  for (const row of rows) {
    for (let seed = 0; seed < request.seeds; seed++) {
      const cell = await readCell(CellSchema, request.out, table, row.name, seed);
      if (cell) cells.push(cell);
    }
  }
  return cells;
}

async function runSeed(
  table: RowTable,
  rows: readonly Row[],
  seed: number,
  context: RunContext,
): Promise<void> {
  const { request, subject, control, notice } = context;
  const settledBy = new Map<string, SettledLearning>();
  const groups = new Map<string, { settled: SettledLearning; rows: Row[] }>();
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
    notice(`Seed ${seed}: ${group.map(({ name }) => name).join('; ')}`);
    const learnt = await learnRows(settled, request.out, subject.fingerprint, control, notice);
    for (const alike of groupBy(group, ({ bank }) => JSON.stringify(bank))) {
      await runBank(table, alike, settled, learnt, context);
    }
    await rm(workFolderOf(learnt.place), { recursive: true, force: true });
  }
}

/** Rows with the same encoders and the same bank: one detector, one pass over the test images. */
async function runBank(
  table: RowTable,
  rows: readonly Row[],
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
      await writeCell(request.out, table, row.name, {
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

/** Seconds since it was made. */
function stopwatch(): () => number {
  const started = performance.now();
  return () => (performance.now() - started) / 1000;
}
