/** Why this file exists: the list of a view as React state: one list at a time, ended when it changes. */
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import type { GalleryQuery } from '../../../../shared/entities/gallery.ts';
import { useClient, useConnection } from '../../state/client-context.ts';
import { createGalleryData, type GalleryShown } from './gallery-data.ts';
import type { ScoringState } from './use-scoring.ts';
import { queryOf, type GalleryView } from './view.ts';

interface Gallery {
  /** Null while it is not known whose scores they are. */
  query: GalleryQuery | null;
  shown: GalleryShown;
  look: (first: number, end: number) => void;
  retry: () => void;
}

const NOTHING: GalleryShown = { ids: null, whole: false, items: new Map(), error: null };
const silent = (): (() => void) => () => undefined;

export function useGallery(productId: number, view: GalleryView, scoring: ScoringState): Gallery {
  const client = useClient();
  const lost = useConnection() === 'lost';
  const { known, scoring: chosen } = scoring;
  const asked = useMemo(
    () =>
      known
        ? queryOf(productId, view, chosen && { modelId: chosen.modelId, band: chosen.band })
        : null,
    [known, productId, view, chosen],
  );
  // The same question in another object is no reason to ask again.
  const key = JSON.stringify(asked);
  const query = useMemo(() => JSON.parse(key) as GalleryQuery | null, [key]);
  const data = useMemo(
    () => (query === null ? null : createGalleryData(client, query)),
    [client, query],
  );
  useEffect(() => data?.open(), [data]);
  useEffect(() => {
    if (!lost) return undefined;
    return () => data?.retry();
  }, [lost, data]);
  const shown = useSyncExternalStore(data?.subscribe ?? silent, () => data?.get() ?? NOTHING);
  return {
    query,
    shown,
    look: useCallback((first, end) => data?.look(first, end), [data]),
    retry: useCallback(() => data?.retry(), [data]),
  };
}
