/**
 * Why this file exists: which answers an event makes stale. A request belongs to the area before its
 * dot (`gallery.page` to `gallery`); an event names areas. Pure.
 */
import type { EventName, EventPayload, RequestName } from '../../../shared/contract.ts';

type AreaOf<N extends string> = N extends `${infer Area}.${string}` ? Area : never;
/** `products`, `gallery`, `jobs` ... */
export type Area = AreaOf<RequestName>;

type CatalogChange = EventPayload<'catalog.changed'>['what'];

const CATALOG_AREAS: Record<CatalogChange, readonly Area[]> = {
  products: ['products', 'classes', 'sources', 'verification'],
  images: ['products', 'sources', 'gallery', 'images', 'results'],
  labels: ['products', 'gallery', 'images', 'labels', 'results', 'thresholds'],
  masks: ['gallery', 'images', 'masks'],
  versions: ['products', 'versions'],
  models: ['products', 'models', 'verification'],
  results: ['gallery', 'images', 'results', 'models', 'thresholds'],
  thresholds: ['gallery', 'models', 'thresholds'],
  settings: ['settings'],
};

/** Every change of the catalog that is decided by a person also goes into the audit trail. */
const ALWAYS: readonly Area[] = ['audit'];

/** The areas that an event makes stale. A job's progress makes none so (see
 * `use-freshness.ts`). */
export function areasTouched<N extends EventName>(
  name: N,
  payload: EventPayload<N>,
): readonly Area[] {
  switch (name) {
    case 'catalog.changed': {
      const { what } = payload as EventPayload<'catalog.changed'>;
      return [...CATALOG_AREAS[what], ...ALWAYS];
    }
    case 'reports.changed':
      return ['reports'];
    case 'system.changed':
      return ['system', 'backups'];
    case 'inspections.added':
      return ['inspections'];
    case 'jobs.changed': {
      const { state, kind } = payload as EventPayload<'jobs.changed'>;
      if (state !== 'finished') return [];
      // What a job added to the catalog is told by itself; the room it takes is not.
      return kind === 'backup' ? ['backups', 'system', ...ALWAYS] : ['system'];
    }
  }
}
