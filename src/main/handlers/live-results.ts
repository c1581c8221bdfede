/** Why this file exists: answers about one image that may have to be computed first. */
import type { Handlers } from '../../shared/contract.ts';
import type { LiveResults } from '../results/live-results.ts';

export function liveResultHandlers(
  live: LiveResults,
): Pick<Handlers, 'results.ensure' | 'results.nearest'> {
  return {
    'results.ensure': async ({ modelId, imageId }) => live.ensure(modelId, imageId),
    'results.nearest': async ({ modelId, imageId, x, y }) =>
      live.nearest(modelId, imageId, { x, y }),
  };
}
