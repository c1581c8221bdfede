/** Why this file exists: what of a model's map is shown as nothing and what as full colour. */
import type { ModelManifest } from './manifest.ts';

/**
 * The fixed colour scale of a model's maps: from a typical good pixel to four times as far as the
 * highest good one, so that thresholds lie well inside it.
 */
export function mapRangeOf({ goodMap }: Pick<ModelManifest, 'goodMap'>): [number, number] {
  return [goodMap.median, goodMap.median + 4 * Math.max(goodMap.max - goodMap.median, 1e-6)];
}
