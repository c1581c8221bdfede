/** Why this file exists: the address of the thresholds screen: whose figures, from which images. */
import { idFrom, pageRoute } from '../../state/page-route.ts';

/** Splits that figures may come from; training images would flatter. */
export const FIGURE_SPLITS = ['calibrate', 'test'] as const;
export type FigureSplit = (typeof FIGURE_SPLITS)[number];

export const PANELS = ['auto', 'classes', 'regions', 'changes', 'history'] as const;
export type Panel = (typeof PANELS)[number];

export interface ThresholdsState {
  /** Null: the model in production, else the newest. */
  model: number | null;
  /** A frozen version; null: images as they are now. */
  version: number | null;
  /** Null: calibrate where it has defects or good parts, else test. */
  splits: readonly FigureSplit[] | null;
  panel: Panel;
  /** A defect class whose values are edited; null: those of all parts. */
  scope: number | null;
}

export const thresholdsRoute = pageRoute<ThresholdsState>({
  screen: 'thresholds',
  scope: 'product',
  parse: ({ query }) => {
    const named = (query.get('splits') ?? '').split('.');
    const splits = FIGURE_SPLITS.filter((split) => named.includes(split));
    return {
      model: idFrom(query.get('model')),
      version: idFrom(query.get('version')),
      splits: splits.length === 0 ? null : splits,
      panel: PANELS.find((panel) => panel === query.get('panel')) ?? 'auto',
      scope: idFrom(query.get('class')),
    };
  },
  format: ({ model, version, splits, panel, scope }) => ({
    query: {
      model: model ?? undefined,
      version: version ?? undefined,
      splits: splits?.join('.'),
      panel: panel === 'auto' ? undefined : panel,
      class: scope ?? undefined,
    },
  }),
});

/** The screen for one model, as it is first shown. */
export function thresholdsAddress(productId: number, model: number): string {
  return thresholdsRoute.address(productId, {
    model,
    version: null,
    splits: null,
    panel: 'auto',
    scope: null,
  });
}
