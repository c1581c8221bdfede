/** Why this file exists: images counted by split, label and class, as a person checks them. */
import type { ImportFindings } from '../../shared/entities/job.ts';
import { compareCodePoints } from '../dataset/files.ts';
import type { FoundImage } from './found.ts';

const SPLITS = ['train', 'calibrate', 'test', 'none'] as const;
const LABELS = ['ok', 'ng', 'unsure', 'none'] as const;

/** Training first, good before defective, classes by name. */
export function countFound(
  images: readonly Pick<FoundImage, 'split' | 'label' | 'defectClass'>[],
): ImportFindings['counts'] {
  const rows = new Map<string, ImportFindings['counts'][number]>();
  for (const { split, label, defectClass } of images) {
    const key = `${split} ${label} ${defectClass ?? ''}`;
    const row = rows.get(key);
    if (row === undefined) rows.set(key, { split, label, defectClass, images: 1 });
    else row.images += 1;
  }
  return [...rows.values()].sort(
    (a, b) =>
      SPLITS.indexOf(a.split) - SPLITS.indexOf(b.split) ||
      LABELS.indexOf(a.label) - LABELS.indexOf(b.label) ||
      compareCodePoints(a.defectClass ?? '', b.defectClass ?? ''),
  );
}
