/**
 * Why this file exists: a study is many small results, each made once. One JSON file per finished
 * cell (row and seed), so that a killed study goes on where it was and more seeds can be added.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hasSystemCode, LoupeError } from '../../shared/errors.ts';
import { ensureFolder, writeFileAtomically } from '../files.ts';
import type { StudySettings } from './request.ts';

const metric = z.number().nullable();

/** One row of a table for one seed. Metrics are fractions; null is undefined. */
export const CellSchema = z.object({
  row: z.string(),
  seed: z.number().int(),
  imageAuroc: metric,
  pixelAuroc: metric,
  /** At FPR 0.3. */
  auPro: metric,
  /** What was chosen or kept along the way, by name: training steps, weights, normalisation. */
  details: z.record(z.string(), z.string()),
  device: z.string(),
  /** Of the training, of the bank, and of the pass over the test images; shared ones count whole. */
  seconds: z.object({ train: z.number(), bank: z.number(), test: z.number() }),
});
export type Cell = z.infer<typeof CellSchema>;

/** A choice that self-validation judged, beside what the test images say of it. */
export const JudgedPointSchema = z.object({
  name: z.string(),
  /** Mean of image and pixel AUROC on synthetic defects: what choices are made by. */
  synthetic: z.number(),
  /** On real test images. */
  imageAuroc: metric,
  pixelAuroc: metric,
});
export type JudgedPoint = z.infer<typeof JudgedPointSchema>;

export const JudgedCellSchema = z.object({
  /** `normalisation`, `scale weights`, `training step, theta = 64`... */
  choice: z.string(),
  seed: z.number().int(),
  points: z.array(JudgedPointSchema),
  /** The name of the point that self-validation chose by its own rules. */
  chosen: z.string(),
  device: z.string(),
});
export type JudgedCell = z.infer<typeof JudgedCellSchema>;

const SETTINGS_NAME = 'study.json';

/** Where a table's cells lie. */
export function cellsFolder(out: string, table: string): string {
  return join(out, 'cells', table);
}

/** A row's name as a file name: letters, digits and dashes. */
export function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function cellFile(out: string, table: string, name: string, seed: number): string {
  return join(cellsFolder(out, table), `${slug(name)}.seed-${seed}.json`);
}

/**
 * Makes `out` ready for a study with these settings.
 * @throws LoupeError `usage` when it holds a study with others
 */
export async function openStudy(out: string, settings: StudySettings): Promise<void> {
  await ensureFolder(out);
  const file = join(out, SETTINGS_NAME);
  const wanted = `${JSON.stringify(settings, null, 2)}\n`;
  const there = await readOrNull(file);
  if (there === null) {
    await writeFileAtomically(file, wanted);
  } else if (there !== wanted) {
    throw new LoupeError(
      'usage',
      `${out} holds a study of other data or with other settings; see ${file}.`,
      'Choose another output folder, or give the same options again.',
    );
  }
}

/** A finished cell; null where it has to be made (again). */
export async function readCell<T>(
  schema: z.ZodType<T>,
  out: string,
  table: string,
  name: string,
  seed: number,
): Promise<T | null> {
  const file = cellFile(out, table, name, seed);
  const text = await readOrNull(file);
  if (text === null) return null;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw damaged(file, error);
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw damaged(file, parsed.error);
  return parsed.data;
}

export async function writeCell(
  out: string,
  table: string,
  name: string,
  cell: Cell | JudgedCell,
): Promise<void> {
  await ensureFolder(cellsFolder(out, table));
  const file = cellFile(out, table, name, cell.seed);
  await writeFileAtomically(file, `${JSON.stringify(cell, null, 2)}\n`);
}

function damaged(file: string, cause: unknown): LoupeError {
  return new LoupeError(
    'bad-data',
    `The finished result ${file} cannot be read.`,
    'Delete this file and run the study again; only this result is made anew.',
    { cause },
  );
}

async function readOrNull(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT')) return null;
    throw error;
  }
}
