/** Why this file exists: whose scores and thresholds a view goes by, for gallery and review alike. */
import { useMemo } from 'react';
import type { ModelSummary } from '../../../../shared/contract/models.ts';
import type { Band, Thresholds } from '../../../../shared/entities/threshold.ts';
import { useQueryOf } from '../../state/queries.ts';
import type { RequestError } from '../../transport/client.ts';
import { chooseModel } from './choose-model.ts';
import type { GalleryView } from './view.ts';

export interface Scoring {
  modelId: number;
  band: Band;
  /** In force: the newest set, or the model's own suggestion. */
  thresholds: Thresholds;
  model: ModelSummary;
}

export interface ScoringState {
  /** Null without a model. */
  scoring: Scoring | null;
  models: readonly ModelSummary[];
  /** False while the models are not known. */
  known: boolean;
  error: RequestError | null;
}

/** The model and the thresholds that `view` names, or those in force. */
export function useScoring(productId: number, view: GalleryView): ScoringState {
  const { data, error } = useQueryOf('models.list', { productId });
  const { model: wanted, band } = view;
  return useMemo(() => {
    const models = data ?? [];
    const model = chooseModel(models, wanted);
    if (model === undefined) {
      return { scoring: null, models, known: data !== undefined || error !== null, error };
    }
    const thresholds = model.thresholds?.base ?? model.suggested;
    const { t1, t2 } = band ?? thresholds;
    const scoring = { modelId: model.model.id, band: { t1, t2 }, thresholds, model };
    return { scoring, models, known: true, error };
  }, [data, error, wanted, band]);
}
