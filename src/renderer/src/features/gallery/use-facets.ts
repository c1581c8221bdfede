/**
 * Why this file exists: the number beside a filter says how many images choosing it would show: the
 * other filters count, its own kind does not. Kinds that are not in use share one answer.
 */
import { useQueries } from '@tanstack/react-query';
import type {
  GalleryCounts,
  GalleryFilter,
  GalleryQuery,
  GalleryScope,
} from '../../../../shared/entities/gallery.ts';
import { useClient, useConnection } from '../../state/client-context.ts';
import { asRequestErrors, keyOf } from '../../state/queries.ts';
import { scopeOf, withCondition } from './view.ts';

export interface FacetCounts {
  /** Of the images shown. */
  total: number | null;
  of: (facet: keyof GalleryFilter) => GalleryCounts | undefined;
}

/** Counts for each filter of `query`; null: nothing is asked. */
export function useFacets(query: GalleryQuery | null): FacetCounts {
  const client = useClient();
  const lost = useConnection() === 'lost';
  const scopes = query === null ? [] : scopesOf(query);
  const answers = useQueries({
    queries: scopes.map(({ scope }) => ({
      queryKey: keyOf('gallery.counts', scope),
      queryFn: () => asRequestErrors(client.request('gallery.counts', scope)),
      enabled: !lost,
    })),
  });
  const dataOf = (facet: keyof GalleryFilter | null): GalleryCounts | undefined =>
    answers[scopes.findIndex((scope) => scope.facet === facet)]?.data;
  return {
    total: dataOf(null)?.total ?? null,
    of: (facet) => (query?.filter[facet] === undefined ? dataOf(null) : dataOf(facet)),
  };
}

interface FacetScope {
  /** Null: all filters as they are. */
  facet: keyof GalleryFilter | null;
  scope: GalleryScope;
}

function scopesOf(query: GalleryQuery): FacetScope[] {
  const { filter } = query;
  const base = scopeOf(query);
  const used = (Object.keys(filter) as (keyof GalleryFilter)[]).filter(
    (facet) => filter[facet] !== undefined,
  );
  return [
    { facet: null, scope: { ...base, filter } },
    ...used.map((facet) => ({
      facet,
      scope: { ...base, filter: withCondition(filter, facet, undefined) },
    })),
  ];
}
