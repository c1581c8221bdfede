/**
 * Why this file exists: which images the gallery shows and in what order, as a value and as part of
 * an address. Review walks through the same, so both screens read and write it here. Pure.
 */
import type {
  GalleryFilter,
  GalleryQuery,
  GallerySort,
} from '../../../../shared/entities/gallery.ts';
import type { ImageSplit } from '../../../../shared/entities/image.ts';
import type { LabelValue } from '../../../../shared/entities/label.ts';
import type { Band, Verdict } from '../../../../shared/entities/threshold.ts';
import { idFrom } from '../../state/page-route.ts';

export const SORTS = ['path', 'date', 'score', 'distance', 'disagreement'] as const;
export const LABELS = ['ok', 'ng', 'unsure', 'none'] as const satisfies readonly LabelValue[];
export const SPLITS = [
  'train',
  'calibrate',
  'test',
  'none',
] as const satisfies readonly ImageSplit[];
export const VERDICTS = ['ng', 'review', 'ok'] as const satisfies readonly Verdict[];

export interface GalleryView {
  /** Whose scores; null: the model in production, else the newest; 'none': no scores. */
  model: number | 'none' | null;
  /** A frozen version of the data set; null: the product as it is now. */
  version: number | null;
  /** A band to try out; null: the thresholds in force. */
  band: Band | null;
  filter: GalleryFilter;
  sort: GallerySort;
  descending: boolean;
}

export const DEFAULT_VIEW: GalleryView = {
  model: null,
  version: null,
  band: null,
  filter: {},
  sort: 'path',
  descending: false,
};

/** Reads a view; what is not understood takes its default. */
export function viewFrom(query: URLSearchParams): GalleryView {
  const model = query.get('model');
  const sort = oneOf(SORTS, query.get('sort')) ?? DEFAULT_VIEW.sort;
  return {
    model: model === 'none' ? 'none' : idFrom(model),
    version: idFrom(query.get('version')),
    band: bandFrom(query),
    filter: filterFrom(query),
    sort,
    descending: query.get('order') === null ? startsHigh(sort) : query.get('order') === 'down',
  };
}

/** Highest score first, nearest to the threshold first: what one looks for. */
export function startsHigh(sort: GallerySort): boolean {
  return sort === 'score' || sort === 'date';
}

/** The view as parts of an address; defaults are left out. */
export function viewParts(view: GalleryView): Record<string, string | number | undefined> {
  const { filter, sort, descending, band } = view;
  const flag = (value: boolean | undefined): string | undefined =>
    value === undefined ? undefined : value ? 'yes' : 'no';
  return {
    model: view.model ?? undefined,
    version: view.version ?? undefined,
    t1: band?.t1,
    t2: band?.t2,
    label: filter.labels?.join('.'),
    class: filter.defectClassIds?.join('.'),
    split: filter.splits?.join('.'),
    from: filter.scores?.from,
    to: filter.scores?.to,
    verdict: filter.verdicts?.join('.'),
    mask: flag(filter.hasMask),
    reviewed: flag(filter.reviewed),
    sort: sort === DEFAULT_VIEW.sort ? undefined : sort,
    order: descending === startsHigh(sort) ? undefined : descending ? 'down' : 'up',
  };
}

/** What the server is asked; null while it is not known whose scores they are. */
export function queryOf(
  productId: number,
  view: GalleryView,
  scoring: { modelId: number; band: Band } | null,
): GalleryQuery {
  const { sort, filter } = view;
  const needsScores = sort !== 'path' && sort !== 'date';
  const others = withCondition(withCondition(filter, 'verdicts', undefined), 'scores', undefined);
  return {
    productId,
    ...(view.version === null ? {} : { versionId: view.version }),
    ...(scoring ?? {}),
    // Without a model there are no verdicts and no scores to sort by.
    filter: scoring === null ? others : filter,
    sort: needsScores && scoring === null ? 'path' : sort,
    descending: view.descending,
    limit: 200,
  };
}

/** Whose images and scores a query is about, without filter and order. */
export function scopeOf({ productId, versionId, modelId, band }: GalleryQuery) {
  return {
    productId,
    ...(versionId === undefined ? {} : { versionId }),
    ...(modelId === undefined ? {} : { modelId }),
    ...(band === undefined ? {} : { band }),
  };
}

/** How many conditions the filter has. */
export function conditions(filter: GalleryFilter): number {
  return Object.values(filter).filter((value) => value !== undefined).length;
}

/** The filter with one condition changed; undefined or an empty list takes it out. */
export function withCondition<K extends keyof GalleryFilter>(
  filter: GalleryFilter,
  name: K,
  value: GalleryFilter[K],
): GalleryFilter {
  const others = { ...filter };
  delete others[name];
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return others;
  return { ...others, [name]: value };
}

function filterFrom(query: URLSearchParams): GalleryFilter {
  const words = (name: string): string[] => (query.get(name) ?? '').split('.').filter(Boolean);
  const flag = (name: string): boolean | undefined => {
    const value = query.get(name);
    return value === 'yes' ? true : value === 'no' ? false : undefined;
  };
  const known = <T extends string>(names: readonly T[], name: string): T[] =>
    words(name).flatMap((word) => oneOf(names, word) ?? []);
  let filter: GalleryFilter = {};
  filter = withCondition(filter, 'labels', known(LABELS, 'label'));
  filter = withCondition(
    filter,
    'defectClassIds',
    words('class').flatMap((word) => idFrom(word) ?? []),
  );
  filter = withCondition(filter, 'splits', known(SPLITS, 'split'));
  filter = withCondition(filter, 'verdicts', known(VERDICTS, 'verdict'));
  filter = withCondition(filter, 'scores', scoresFrom(query));
  filter = withCondition(filter, 'hasMask', flag('mask'));
  return withCondition(filter, 'reviewed', flag('reviewed'));
}

function scoresFrom(query: URLSearchParams): GalleryFilter['scores'] {
  const [from, to] = [numberFrom(query, 'from'), numberFrom(query, 'to')];
  return from === null || to === null ? undefined : { from, to };
}

function bandFrom(query: URLSearchParams): Band | null {
  const [t1, t2] = [numberFrom(query, 't1'), numberFrom(query, 't2')];
  return t1 === null || t2 === null || t1 > t2 ? null : { t1, t2 };
}

function numberFrom(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null || text.trim() === '') return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

function oneOf<T extends string>(names: readonly T[], word: string | null): T | undefined {
  return names.find((name) => name === word);
}
