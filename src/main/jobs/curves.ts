/**
 * Why this file exists: the curves of a training while it runs, and of one that was stopped. A
 * finished training's are in its model.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CurvePointSchema, type CurvePointView } from '../../shared/contract/jobs.ts';
import { hasSystemCode } from '../../shared/errors.ts';

const FILE = 'curves.jsonl';
/** Where a model keeps its own. */
const IN_MODEL = 'curves.json';

export interface CurveFile {
  /** Adds a point; a later one of the same scale and step takes the place of an earlier. */
  add(point: CurvePointView): void;
}

/** The curves in a run's work folder. */
export function curveFile(workFolder: string): CurveFile {
  const file = join(workFolder, FILE);
  return { add: (point) => appendFileSync(file, `${JSON.stringify(point)}\n`) };
}

/** The points of a run's work folder; none where there is no such file. */
export function readCurveFile(workFolder: string): CurvePointView[] {
  let text: string;
  try {
    text = readFileSync(join(workFolder, FILE), 'utf8');
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
  const points = new Map<string, CurvePointView>();
  for (const line of text.split('\n')) {
    const point = parsed(line);
    if (point) points.set(`${point.theta} ${point.step}`, point);
  }
  return [...points.values()];
}

/** The points that a model keeps of its training; none where it keeps none. */
export async function readModelCurves(model: string): Promise<CurvePointView[]> {
  try {
    const value: unknown = JSON.parse(await readFile(join(model, IN_MODEL), 'utf8'));
    // A rival method's rows have other columns; they are no curves of this kind.
    return z.array(CurvePointSchema).safeParse(value).data ?? [];
  } catch (error) {
    if (error instanceof SyntaxError || hasSystemCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}

/** Null for a line that a kill has cut short. */
function parsed(line: string): CurvePointView | null {
  try {
    return CurvePointSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
