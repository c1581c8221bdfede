/**
 * Why this file exists: the images of a query as a list that can be scrolled anywhere at once: all
 * ids, and what is shown of those in view. The first page comes by itself, so that something is
 * there before the whole list is. When the catalog changes, what is on screen stays until the new
 * state of it is there.
 */
import type { EventPayload } from '../../../../shared/contract.ts';
import type { GalleryItem, GalleryQuery } from '../../../../shared/entities/gallery.ts';
import { asRequestErrors } from '../../state/queries.ts';
import type { Client, RequestError } from '../../transport/client.ts';
import { scopeOf } from './view.ts';

export interface GalleryShown {
  /** Every image in order; only the first page until `whole`. Null while nothing is known. */
  ids: readonly number[] | null;
  whole: boolean;
  items: ReadonlyMap<number, GalleryItem>;
  error: RequestError | null;
}

export interface GalleryData {
  get: () => GalleryShown;
  subscribe: (listener: () => void) => () => void;
  /** Names the part of the list that is in view; what is missing of it is fetched. */
  look: (first: number, end: number) => void;
  retry: () => void;
  /** Begins to load, and to listen for changes, until the returned function is called. */
  open: () => () => void;
}

/** Items are fetched in blocks, so that scrolling asks rarely. */
const BLOCK = 100;
/** As many items are kept; further ones push the oldest out. */
const MOST_ITEMS = 6000;
/** A list is asked for again at most this often. */
const LIST_PAUSE_MS = 700;

/** Events after which a list of images may be another. */
const CHANGES: readonly EventPayload<'catalog.changed'>['what'][] = [
  'labels',
  'masks',
  'images',
  'results',
  'thresholds',
];

/** The list of `query`, not opened yet. */
export function createGalleryData(client: Client, query: GalleryQuery): GalleryData {
  const listeners = new Set<() => void>();
  let shown: GalleryShown = { ids: null, whole: false, items: new Map(), error: null };
  let view: [number, number] = [0, BLOCK];
  /** Counts up with each change of the catalog: what was fetched before is stale. */
  let round = 0;
  const fetched = new Map<number, number>();
  const asked = new Set<number>();
  let closed = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let listedAt = 0;

  const show = (next: Partial<GalleryShown>): void => {
    if (closed) return;
    shown = { ...shown, ...next };
    for (const listener of listeners) listener();
  };
  const fail = (error: unknown): void => show({ error: error as RequestError });

  const keep = (items: readonly GalleryItem[], of: number): void => {
    const map = new Map(shown.items);
    for (const item of items) {
      map.delete(item.imageId);
      map.set(item.imageId, item);
      fetched.set(item.imageId, of);
    }
    for (const id of map.keys()) {
      if (map.size <= MOST_ITEMS) break;
      map.delete(id);
      fetched.delete(id);
    }
    show({ items: map, error: null });
  };

  const loadItems = (): void => {
    const { ids } = shown;
    if (ids === null || closed) return;
    const first = Math.floor(Math.max(0, view[0]) / BLOCK) * BLOCK;
    for (let from = first; from < Math.min(view[1], ids.length); from += BLOCK) {
      const wanted = ids
        .slice(from, from + BLOCK)
        .filter((id) => fetched.get(id) !== round && !asked.has(id));
      if (wanted.length > 0) void loadBlock(wanted);
    }
  };

  const loadBlock = async (imageIds: number[]): Promise<void> => {
    const of = round;
    for (const id of imageIds) asked.add(id);
    try {
      keep(
        await asRequestErrors(client.request('gallery.items', { ...scopeOf(query), imageIds })),
        of,
      );
    } catch (error) {
      fail(error);
    } finally {
      for (const id of imageIds) asked.delete(id);
    }
  };

  const loadFirst = async (): Promise<void> => {
    const of = round;
    const { items, next } = await asRequestErrors(client.request('gallery.page', query));
    keep(items, of);
    if (shown.ids === null) {
      show({ ids: items.map(({ imageId }) => imageId), whole: next === null });
    }
  };

  const loadList = async (): Promise<void> => {
    listedAt = Date.now();
    const ids = await asRequestErrors(client.request('gallery.ids', query));
    show({ ids, whole: true, error: null });
    loadItems();
  };

  const start = (): void => {
    show({ error: null });
    Promise.all([shown.ids === null ? loadFirst() : undefined, loadList()]).catch(fail);
  };

  const onChange = ({ what, productId }: EventPayload<'catalog.changed'>): void => {
    if (!CHANGES.includes(what) || (productId !== null && productId !== query.productId)) return;
    round += 1;
    loadItems();
    if (timer !== undefined) return;
    timer = setTimeout(
      () => {
        timer = undefined;
        loadList().catch(fail);
      },
      Math.max(0, listedAt + LIST_PAUSE_MS - Date.now()),
    );
  };

  return {
    get: () => shown,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    look: (first, end) => {
      view = [first, end];
      loadItems();
    },
    retry: start,
    open: () => {
      closed = false;
      const stop = client.onEvent('catalog.changed', onChange);
      start();
      return () => {
        closed = true;
        clearTimeout(timer);
        timer = undefined;
        stop();
      };
    },
  };
}
