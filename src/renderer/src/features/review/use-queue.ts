/**
 * Why this file exists: the images one walks through, in the gallery's order. The list stays as it was
 * when review began: an image that a label takes out of the filter keeps its place until one leaves.
 */
import { useCallback, useEffect, useState } from 'react';
import type { GalleryQuery } from '../../../../shared/entities/gallery.ts';
import { useClient, useConnection } from '../../state/client-context.ts';
import { asRequestErrors } from '../../state/queries.ts';
import type { RequestError } from '../../transport/client.ts';
import { nextOf } from './queue-order.ts';

export interface Queue {
  /** Null while it is fetched. */
  ids: readonly number[] | null;
  error: RequestError | null;
  retry: () => void;
  /** The next image after `image`, round to the start, that no person has labelled; null: none. */
  nextUnreviewed: (image: number) => Promise<number | null>;
}

interface Held {
  key: string;
  ids: readonly number[] | null;
  error: RequestError | null;
}

/** The queue of `query`; waits while it is null. */
export function useQueue(query: GalleryQuery | null): Queue {
  const client = useClient();
  const lost = useConnection() === 'lost';
  const key = JSON.stringify(query);
  const [round, setRound] = useState(0);
  const [held, setHeld] = useState<Held>({ key: '', ids: null, error: null });
  useEffect(() => {
    const asked = JSON.parse(key) as GalleryQuery | null;
    if (asked === null || lost) return undefined;
    let current = true;
    asRequestErrors(client.request('gallery.ids', asked)).then(
      (ids) => current && setHeld({ key, ids, error: null }),
      (error: unknown) => current && setHeld({ key, ids: null, error: error as RequestError }),
    );
    return () => {
      current = false;
    };
  }, [client, lost, key, round]);

  const fresh = held.key === key;
  const ids = fresh ? held.ids : null;
  const nextUnreviewed = useCallback(
    async (image: number): Promise<number | null> => {
      const asked = JSON.parse(key) as GalleryQuery | null;
      if (asked === null || ids === null) return null;
      const filter = { ...asked.filter, reviewed: false };
      const open = await asRequestErrors(client.request('gallery.ids', { ...asked, filter }));
      return nextOf(ids, new Set(open), image);
    },
    [client, key, ids],
  );
  return {
    ids,
    error: fresh ? held.error : null,
    retry: () => setRound(round + 1),
    nextUnreviewed,
  };
}
