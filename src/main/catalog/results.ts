/** Why this file exists: raw scores of models on images, from which every figure is derived. */
import { NewResultSchema } from '../../shared/entities/result.ts';
import type { NewResult, Result } from '../../shared/entities/result.ts';
import type { ReadableCatalog, WritableCatalog } from './catalog.ts';
import { checked } from './checked.ts';

interface ResultRow {
  modelId: number;
  imageId: number;
  score: number;
  score_64: number;
  score_32: number;
  score_16: number;
  map: string | null;
  latencyMs: number | null;
  runId: number | null;
  at: number;
}

const RESULT = `SELECT model_id AS modelId, image_id AS imageId, score, score_64, score_32, score_16,
  map, latency_ms AS latencyMs, run_id AS runId, at FROM result`;

function resultOf({ score_64, score_32, score_16, ...row }: ResultRow): Result {
  return { ...row, scaleScores: { 64: score_64, 32: score_32, 16: score_16 } };
}

/**
 * Stores results in one transaction; an earlier result of the same model and image is replaced.
 * @throws LoupeError `not-found` for a model or image; `usage` for a score that is no number; then
 *   none is stored
 */
export function putResults(catalog: WritableCatalog, results: readonly NewResult[]): void {
  catalog.transaction('kill', () => {
    const at = catalog.now();
    for (const result of results) {
      const values = checked(NewResultSchema, result, `The result of image ${result.imageId}`);
      catalog.run(
        `INSERT INTO result (model_id, image_id, score, score_64, score_32, score_16, map,
           latency_ms, run_id, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (model_id, image_id) DO UPDATE SET
           score = excluded.score, score_64 = excluded.score_64, score_32 = excluded.score_32,
           score_16 = excluded.score_16, map = excluded.map, latency_ms = excluded.latency_ms,
           run_id = excluded.run_id, at = excluded.at`,
        values.modelId,
        values.imageId,
        values.score,
        values.scaleScores[64],
        values.scaleScores[32],
        values.scaleScores[16],
        values.map,
        values.latencyMs,
        values.runId,
        at,
      );
    }
  });
}

/** What a model says of an image; undefined when it has not seen it. */
export function getResult(
  catalog: ReadableCatalog,
  modelId: number,
  imageId: number,
): Result | undefined {
  const row = catalog.get<ResultRow>(
    `${RESULT} WHERE model_id = ? AND image_id = ?`,
    modelId,
    imageId,
  );
  return row && resultOf(row);
}

/** All results of a model by image number; one by one, for many. */
export function* eachResult(catalog: ReadableCatalog, modelId: number): Iterable<Result> {
  const sql = `${RESULT} WHERE model_id = ? ORDER BY image_id`;
  for (const row of catalog.each<ResultRow>(sql, modelId)) yield resultOf(row);
}

/** How many images a model has seen. */
export function countResults(catalog: ReadableCatalog, modelId: number): number {
  const row = catalog.get<{ n: number }>(
    'SELECT count(*) AS n FROM result WHERE model_id = ?',
    modelId,
  );
  return row?.n ?? 0;
}
