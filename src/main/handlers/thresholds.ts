/** Why this file exists: which thresholds are in force, putting others in force, suggesting some. */
import type { Handlers } from '../../shared/contract.ts';
import { LoupeError } from '../../shared/errors.ts';
import { labelledScores } from '../../shared/thresholds/labelled-scores.ts';
import { sourceOf, suggest } from '../../shared/thresholds/rules.ts';
import { getModel } from '../catalog/models.ts';
import { resultColumns } from '../catalog/result-columns.ts';
import { currentThresholds, listThresholdSets, setThresholds } from '../catalog/thresholds.ts';
import { tellChanged } from './changes.ts';
import type { Context } from './context.ts';
import { describedBy, suggestedBy } from './manifest-view.ts';

type ThresholdHandlers = Pick<
  Handlers,
  'thresholds.current' | 'thresholds.list' | 'thresholds.set' | 'thresholds.suggest'
>;

export function thresholdHandlers(context: Context): ThresholdHandlers {
  const { catalog } = context;
  return {
    'thresholds.current': async ({ modelId }) => {
      const { productId } = getModel(catalog, modelId);
      return currentThresholds(catalog, productId, modelId) ?? null;
    },
    'thresholds.list': async ({ modelId }) => {
      const { productId } = getModel(catalog, modelId);
      return listThresholdSets(catalog, productId, modelId);
    },
    'thresholds.set': async ({ by, ...set }) => {
      const { productId } = getModel(catalog, set.modelId);
      const stored = setThresholds(catalog, { ...set, productId, actor: by });
      tellChanged(context, 'thresholds', productId);
      return stored;
    },
    'thresholds.suggest': async ({ modelId, versionId, splits, rule }) => {
      const model = getModel(catalog, modelId);
      const scores = labelledScores(resultColumns(catalog, { modelId, versionId, splits }));
      if (scores.good.length + scores.defective.length === 0) {
        throw new LoupeError(
          'bad-data',
          `The model has scored no labelled image of the split ${splits.join(' or ')}.`,
          'Let it evaluate such images first, or choose from test images; the threshold says so then.',
        );
      }
      const { threshold, reason } = suggest(scores, rule);
      if (threshold === null) {
        throw new LoupeError(
          'bad-data',
          reason,
          'Label such parts, or let the model evaluate a split that has some.',
        );
      }
      const inForce = currentThresholds(catalog, model.productId, modelId)?.base;
      const { pixel, minArea } = inForce ?? suggestedBy(describedBy(model.manifest, model.name));
      return {
        thresholds: { t1: threshold, t2: threshold, pixel, minArea },
        source: sourceOf(rule, splits),
        images: { good: scores.good.length, defective: scores.defective.length },
      };
    },
  };
}
