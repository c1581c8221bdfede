/** Why this file exists: the figures of models on sets of images; added, never changed. */
import { ModelEvaluationSchema } from '../../shared/entities/model.ts';
import type { ModelEvaluation } from '../../shared/entities/model.ts';
import { canonicalJson } from './canonical-json.ts';
import type { ReadableCatalog, WritableCatalog } from './catalog.ts';
import { checked } from './checked.ts';
import { getModel } from './models.ts';

const EVALUATION = `SELECT id, model_id AS modelId, version_id AS versionId, run_id AS runId,
  dataset_fingerprint AS datasetFingerprint, report, metrics, at FROM model_evaluation`;

type EvaluationRow = Omit<ModelEvaluation, 'metrics'> & { metrics: string };

const evaluationOf = (row: EvaluationRow): ModelEvaluation => ({
  ...row,
  metrics: JSON.parse(row.metrics) as ModelEvaluation['metrics'],
});

/** Adds figures of a model on a set of images. @throws LoupeError `not-found` */
export function addModelEvaluation(
  catalog: WritableCatalog,
  evaluation: Omit<ModelEvaluation, 'id' | 'at'>,
): ModelEvaluation {
  const schema = ModelEvaluationSchema.omit({ id: true, at: true });
  const values = checked(schema, evaluation, 'The evaluation');
  return catalog.transaction('kill', () => {
    getModel(catalog, values.modelId);
    const { id } = catalog.run(
      `INSERT INTO model_evaluation
         (model_id, version_id, run_id, dataset_fingerprint, report, metrics, at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      values.modelId,
      values.versionId,
      values.runId,
      values.datasetFingerprint,
      values.report,
      canonicalJson(values.metrics),
      catalog.now(),
    );
    const row = catalog.get<EvaluationRow>(`${EVALUATION} WHERE id = ?`, id);
    return evaluationOf(row!);
  });
}

/** A model's evaluations, the newest first. */
export function listModelEvaluations(catalog: ReadableCatalog, modelId: number): ModelEvaluation[] {
  return catalog
    .all<EvaluationRow>(`${EVALUATION} WHERE model_id = ? ORDER BY id DESC`, modelId)
    .map(evaluationOf);
}
