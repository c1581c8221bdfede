/** Why this file exists: whose scores are shown where nobody has said whose. Pure. */
import type { ModelSummary } from '../../../../shared/contract/models.ts';
import type { GalleryView } from './view.ts';

/** The one asked for; else that in production, else the newest that has been evaluated, else the newest. */
export function chooseModel(
  models: readonly ModelSummary[],
  wanted: GalleryView['model'],
): ModelSummary | undefined {
  if (wanted === 'none') return undefined;
  const named = models.find(({ model }) => model.id === wanted);
  if (named !== undefined) return named;
  const newest = [...models].sort((a, b) => b.model.createdAt - a.model.createdAt);
  return (
    newest.find(({ model }) => model.state === 'production') ??
    newest.find(({ evaluation }) => evaluation !== null) ??
    newest[0]
  );
}
