/**
 * Why this file exists: the images of a report as a grid of which only the part in view exists, so
 * that a set of any size scrolls alike. One stop for Tab; arrow keys move inside, Enter opens.
 */
import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { Report } from '../../../../shared/report.ts';
import { useElementSize } from '../../canvas/use-element-size.ts';
import { Notice } from '../../components/Notice.tsx';
import { strings } from '../../strings/index.ts';
import { GalleryTile } from './GalleryTile.tsx';
import {
  commonAspect,
  gridHeight,
  layOut,
  tileAfterKey,
  tilePlace,
  visibleRange,
  type Grid,
} from './grid-window.ts';

/** In units of the page's font size, as the style sheet's other lengths. */
const MIN_TILE = 9;
/** On a very wide screen tiles grow rather than multiply. */
const MOST_COLUMNS = 13;
const GAP = 0.75;
const CAPTION = 3.1;

interface GalleryProps {
  report: Report;
  /** Places in `report.images`, in order. */
  shown: readonly number[];
  /** The image to begin at, e.g. the one just looked at. */
  start: number | null;
  onOpen: (index: number) => void;
}

export function Gallery({ report, shown, start, onOpen }: GalleryProps) {
  const holder = useRef<HTMLDivElement>(null);
  const size = useElementSize(holder);
  const [scrollTop, setScrollTop] = useState(0);
  const [active, setActive] = useState(() =>
    Math.max(0, start === null ? 0 : shown.indexOf(start)),
  );
  const rem = rootFontSize();
  const padding = GAP * rem;
  const aspect = useMemo(() => commonAspect(report.images), [report.images]);
  const grid = layOut({
    count: shown.length,
    width: size.width - 2 * padding,
    minWidth: Math.max(MIN_TILE * rem, size.width / MOST_COLUMNS),
    gap: GAP * rem,
    caption: CAPTION * rem,
    aspect,
  });
  useReturn(holder, grid, start === null ? null : active, size.width > 0);

  if (shown.length === 0) return <Notice icon="reports" title={strings.gallery.nothing} />;

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' || event.key === ' ') {
      const index = shown[active];
      event.preventDefault();
      if (index !== undefined) onOpen(index);
      return;
    }
    const next = tileAfterKey(grid, active, event.key, size.height);
    if (next === undefined) return;
    event.preventDefault();
    setActive(next);
    reveal(holder.current, grid, next);
  };

  const [first, end] = visibleRange(grid, scrollTop, size.height);
  return (
    <div
      ref={holder}
      className="tiles"
      role="listbox"
      tabIndex={0}
      data-own-arrows
      aria-label={`${strings.gallery.label}. ${strings.gallery.hint}`}
      aria-activedescendant={tileId(active)}
      onKeyDown={onKeyDown}
      onScroll={({ currentTarget }) => setScrollTop(currentTarget.scrollTop)}
    >
      <div className="tiles-all" role="presentation" style={{ height: gridHeight(grid) }}>
        {size.width > 0 &&
          shown.slice(first, end).map((index, offset) => {
            const at = first + offset;
            const { left, top } = tilePlace(grid, at);
            return (
              <GalleryTile
                key={index}
                id={tileId(at)}
                report={report}
                index={index}
                active={at === active}
                position={at + 1}
                of={shown.length}
                style={{ left, top, width: grid.tileWidth, height: grid.tileHeight }}
                onOpen={() => onOpen(index)}
              />
            );
          })}
      </div>
    </div>
  );
}

function tileId(at: number): string {
  return `tile-${at}`;
}

function rootFontSize(): number {
  return parseFloat(getComputedStyle(document.documentElement).fontSize);
}

/** Scrolls as little as needed for tile `at` to be wholly in view. */
function reveal(holder: HTMLElement | null, grid: Grid, at: number): void {
  if (holder === null) return;
  const { top } = tilePlace(grid, at);
  const bottom = top + grid.tileHeight + 2 * grid.gap;
  if (top < holder.scrollTop) holder.scrollTop = top;
  else if (bottom > holder.scrollTop + holder.clientHeight) {
    holder.scrollTop = bottom - holder.clientHeight;
  }
}

/** Once, when the size is known: the tile one came back from is in view and has the focus. */
function useReturn(
  holder: { current: HTMLElement | null },
  grid: Grid,
  at: number | null,
  ready: boolean,
): void {
  const done = useRef(false);
  useLayoutEffect(() => {
    if (!ready || done.current) return;
    done.current = true;
    if (at === null) return;
    reveal(holder.current, grid, at);
    holder.current?.focus({ preventScroll: true });
  });
}
