/** Why this file exists: what is still missing before a model can be trained. Pure. */
import type { GalleryCounts } from '../../../../shared/entities/gallery.ts';

/** The first thing missing, in the order of the work. */
export function nextStep(
  { splits, labels, total }: Pick<GalleryCounts, 'splits' | 'labels' | 'total'>,
  versions: number,
): 'label' | 'split' | 'freeze' | 'train' {
  if (labels.none * 2 > total) return 'label';
  if (splits.train === 0) return 'split';
  return versions === 0 ? 'freeze' : 'train';
}
