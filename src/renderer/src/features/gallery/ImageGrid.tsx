/**
 * Why this file exists: a list of any length as a grid of which only the rows in view exist. One stop
 * for Tab; arrow keys move inside, Space chooses, Enter opens.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef, type KeyboardEvent } from 'react';
import { useElementSize } from '../../canvas/use-element-size.ts';
import { useClient } from '../../state/client-context.ts';
import type { GalleryShown } from './gallery-data.ts';
import { layOutGrid, placeAfterKey } from './grid-layout.ts';
import { GridTile, tileId, type TilePress } from './GridTile.tsx';
import type { Selection } from './selection.ts';
import { text } from './strings.ts';
import { useStill } from './use-still.ts';

/** In units of the page's font size, as the style sheet's other lengths. */
const GAP = 0.6;
const CAPTION = 3.1;

/**
 * Rows that leave at one end come in again at the other: changing what a tile says costs a third of
 * making one. More rows than this are never in view.
 */
const POOL = 64;

const NO_IDS: readonly number[] = [];

interface ImageGridProps {
  shown: GalleryShown;
  /** The image that has the keyboard. */
  active: number | null;
  selection: Selection;
  /** Smallest width of a tile in units of the page's font size. */
  tileSize: number;
  classNames: ReadonlyMap<number, string>;
  onLook: (first: number, end: number) => void;
  onActive: (id: number) => void;
  onPress: (id: number, at: number, how: TilePress) => void;
}

export function ImageGrid(props: ImageGridProps) {
  const { shown, active, selection, tileSize, classNames, onLook, onActive, onPress } = props;
  const client = useClient();
  const holder = useRef<HTMLDivElement>(null);
  const size = useElementSize(holder);
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const ids = shown.ids ?? NO_IDS;
  const gap = GAP * rem;
  const layout = layOutGrid({
    count: ids.length,
    width: size.width - 2 * gap,
    minWidth: tileSize * rem,
    gap,
    caption: CAPTION * rem,
  });
  const { columns, rowHeight, tileWidth } = layout;
  const rows = useVirtualizer({
    count: layout.rows,
    getScrollElement: () => holder.current,
    estimateSize: () => rowHeight,
    overscan: 2,
    paddingStart: gap,
    paddingEnd: gap,
    useFlushSync: false,
  });
  useLayoutEffect(() => rows.measure(), [rows, rowHeight]);

  const inView = rows.getVirtualItems();
  const first = (inView[0]?.index ?? 0) * columns;
  const end = ((inView.at(-1)?.index ?? -1) + 1) * columns;
  const still = useStill(holder);
  useEffect(() => {
    // What flies past is not worth asking for.
    if (still) onLook(first, end);
  }, [onLook, still, first, end, shown.ids]);

  const place = Math.max(0, active === null ? 0 : ids.indexOf(active));
  useReturn(holder, size.width > 0 && ids.length > 0, place, () => {
    rows.scrollToIndex(Math.floor(place / columns), { align: 'center' });
  });

  const goTo = useCallback(
    (next: number): void => {
      const id = ids[next];
      if (id === undefined) return;
      onActive(id);
      rows.scrollToIndex(Math.floor(next / columns), { align: 'auto' });
    },
    [ids, onActive, rows, columns],
  );

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const id = ids[place];
    if ((event.key === 'Enter' || event.key === ' ') && id !== undefined) {
      event.preventDefault();
      const how = event.key === 'Enter' ? 'open' : event.shiftKey ? 'extend' : 'toggle';
      onPress(id, place, how);
      return;
    }
    const next = placeAfterKey(event.key, place, layout, ids.length, size.height);
    if (next === undefined) return;
    event.preventDefault();
    goTo(next);
    const reached = ids[next];
    if (event.shiftKey && reached !== undefined) onPress(reached, next, 'extend');
  };

  return (
    <div
      ref={holder}
      className="grid"
      role="listbox"
      tabIndex={0}
      aria-multiselectable
      data-own-arrows
      aria-label={`${text.grid}. ${text.hint}`}
      aria-activedescendant={ids.length > 0 ? tileId(place) : undefined}
      onKeyDown={onKeyDown}
    >
      <div className="grid-all" role="presentation" style={{ height: rows.getTotalSize() }}>
        {size.width > 0 &&
          inView.map((row) => (
            <div
              key={row.index % POOL}
              className="grid-row"
              role="presentation"
              style={{
                height: rowHeight - gap,
                transform: `translateY(${row.start}px)`,
                gridTemplateColumns: `repeat(${columns}, ${tileWidth}px)`,
              }}
            >
              {ids.slice(row.index * columns, (row.index + 1) * columns).map((id, i) => {
                const at = row.index * columns + i;
                const item = shown.items.get(id);
                const classId = item?.defectClassId ?? null;
                return (
                  <GridTile
                    key={i}
                    id={id}
                    at={at}
                    of={ids.length}
                    item={item}
                    className={classId === null ? null : (classNames.get(classId) ?? null)}
                    thumb={client.media.image(id, 'thumb')}
                    chosen={selection.ids.has(id)}
                    active={at === place}
                    still={still}
                    onPress={onPress}
                  />
                );
              })}
            </div>
          ))}
      </div>
    </div>
  );
}

/** Once, when there is something to show: the image one came back from is in view and has the focus. */
function useReturn(
  holder: { current: HTMLElement | null },
  ready: boolean,
  place: number,
  reveal: () => void,
): void {
  const done = useRef(false);
  useLayoutEffect(() => {
    if (!ready || done.current) return;
    done.current = true;
    if (place === 0) return;
    reveal();
    holder.current?.focus({ preventScroll: true });
  });
}
