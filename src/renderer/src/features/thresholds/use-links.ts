/** Why this file exists: from each cell, bar and class to its images in the gallery. */
import { useMemo } from 'react';
import type { ScoreBin } from '../../../../shared/charts/score-bins.ts';
import type { GalleryFilter } from '../../../../shared/entities/gallery.ts';
import type { Thresholds, Verdict } from '../../../../shared/entities/threshold.ts';
import { galleryAddress } from '../gallery/route.ts';
import { DEFAULT_VIEW, type GalleryView } from '../gallery/view.ts';
import { reviewRoute } from '../review/route.ts';
import type { Scope } from './draft.ts';
import type { FigureSplit, ThresholdsState } from './route.ts';

interface LinkParts {
  productId: number;
  modelId: number;
  state: ThresholdsState;
  splits: readonly FigureSplit[];
  scope: Scope;
  values: Thresholds;
}

export interface Links {
  ofCell: (label: 'good' | 'defective', verdict: Verdict) => string;
  ofBin: (bin: ScoreBin) => string;
  ofClass: (defectClassId: number) => string;
  ofImage: (imageId: number) => string;
}

/** Addresses with the values under edit as the band to try out. */
export function useLinks({ productId, modelId, state, splits, scope, values }: LinkParts): Links {
  const { version } = state;
  const { t1, t2 } = values;
  return useMemo(() => {
    const view = (filter: GalleryFilter): Partial<GalleryView> => ({
      model: modelId,
      version,
      band: { t1, t2 },
      filter: { splits: [...splits], ...filter },
      sort: 'score',
      descending: true,
    });
    const ofScope = scope === null ? {} : { defectClassIds: [scope] };
    return {
      ofCell: (label, verdict) =>
        galleryAddress(
          productId,
          view({
            labels: [label === 'good' ? 'ok' : 'ng'],
            verdicts: [verdict],
            ...(label === 'good' ? {} : ofScope),
          }),
        ),
      ofBin: ({ from, to }) => galleryAddress(productId, view({ scores: { from, to } })),
      ofClass: (id) => galleryAddress(productId, view({ labels: ['ng'], defectClassIds: [id] })),
      ofImage: (image) =>
        reviewRoute.address(productId, { image, view: { ...DEFAULT_VIEW, ...view({}) } }),
    };
  }, [productId, modelId, version, splits, scope, t1, t2]);
}
