/**
 * Why this file exists: what is on screen is written in the address after `#`, so that reload,
 * back, forward and a bookmark work. Pure: text to route and back.
 */

export const SORTS = ['score', 'distance', 'path'] as const;
export type Sort = (typeof SORTS)[number];

export type VerdictFilter = 'all' | 'ok' | 'ng';

/** Any label but `good`. Not a folder name, so it cannot be taken for a defect type's. */
export const ANY_DEFECT = '!good';
export const ALL_LABELS = '*';

/** Order and filter of the gallery. */
export interface GalleryView {
  sort: Sort;
  descending: boolean;
  /** `ALL_LABELS`, `ANY_DEFECT`, `good` or a defect type. */
  label: string;
  verdict: VerdictFilter;
}

export type Route =
  /** Nothing chosen: the newest report is shown. */
  | { screen: 'start' }
  | { screen: 'reports' }
  | { screen: 'report'; id: string; image: number | null; view: GalleryView };

export const DEFAULT_VIEW: GalleryView = {
  sort: 'score',
  descending: true,
  label: ALL_LABELS,
  verdict: 'all',
};

/** Reads the part of the address after `#`. Anything not understood falls back to its default. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  if (path === '/reports') return { screen: 'reports' };
  const match = /^\/report\/([^/]+)$/.exec(path);
  const id = match === null ? undefined : decoded(match[1] ?? '');
  if (id === undefined) return { screen: 'start' };
  const values = new URLSearchParams(query);
  const image = values.get('image');
  const verdict = values.get('verdict');
  return {
    screen: 'report',
    id,
    image: image !== null && /^\d{1,9}$/.test(image) ? Number(image) : null,
    view: {
      sort: SORTS.find((sort) => sort === values.get('sort')) ?? DEFAULT_VIEW.sort,
      descending: values.get('order') !== 'up',
      label: values.get('label') ?? DEFAULT_VIEW.label,
      verdict: verdict === 'ok' || verdict === 'ng' ? verdict : 'all',
    },
  };
}

/** The address of a route, beginning with `#`; defaults are left out. */
export function formatRoute(route: Route): string {
  if (route.screen === 'start') return '#/';
  if (route.screen === 'reports') return '#/reports';
  const { image, view } = route;
  const values = new URLSearchParams();
  if (image !== null) values.set('image', String(image));
  if (view.sort !== DEFAULT_VIEW.sort) values.set('sort', view.sort);
  if (!view.descending) values.set('order', 'up');
  if (view.label !== ALL_LABELS) values.set('label', view.label);
  if (view.verdict !== 'all') values.set('verdict', view.verdict);
  const query = values.toString();
  return `#/report/${encodeURIComponent(route.id)}${query === '' ? '' : `?${query}`}`;
}

/** The address of a report as it is first shown. */
export function reportAddress(id: string): string {
  return formatRoute({ screen: 'report', id, image: null, view: DEFAULT_VIEW });
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
