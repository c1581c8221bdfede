/** Why this file exists: which tiles of a grid are in view; only those are in the document. Pure. */

export interface Grid {
  columns: number;
  /** Of one tile, CSS pixels; the gap is beside it. */
  tileWidth: number;
  tileHeight: number;
  gap: number;
  count: number;
}

/** A grid of `count` tiles at least `minWidth` wide that fills `width`. */
export function layOut(
  count: number,
  width: number,
  minWidth: number,
  gap: number,
  captionHeight: number,
): Grid {
  const columns = Math.max(1, Math.floor((width + gap) / (minWidth + gap)));
  const tileWidth = Math.max(1, (width - gap * (columns - 1)) / columns);
  return { columns, tileWidth, tileHeight: tileWidth + captionHeight, gap, count };
}

/** Height of the whole grid. */
export function gridHeight({ columns, tileHeight, gap, count }: Grid): number {
  const rows = Math.ceil(count / columns);
  return rows === 0 ? 0 : rows * (tileHeight + gap) - gap;
}

/** First and one past the last tile to draw, with a row to spare above and below. */
export function visibleRange(grid: Grid, scrollTop: number, viewHeight: number): [number, number] {
  const pitch = grid.tileHeight + grid.gap;
  const first = Math.max(0, Math.floor(scrollTop / pitch) - 1);
  const last = Math.ceil((scrollTop + viewHeight) / pitch) + 1;
  return [
    Math.min(grid.count, first * grid.columns),
    Math.min(grid.count, Math.max(0, last) * grid.columns),
  ];
}

/** Where tile `at` lies. */
export function tilePlace(grid: Grid, at: number): { left: number; top: number } {
  const row = Math.floor(at / grid.columns);
  return {
    left: (at % grid.columns) * (grid.tileWidth + grid.gap),
    top: row * (grid.tileHeight + grid.gap),
  };
}

/** The tile a key leads to from tile `at`; undefined for other keys. Stays inside the grid. */
export function tileAfterKey(
  grid: Grid,
  at: number,
  key: string,
  viewHeight: number,
): number | undefined {
  const page = grid.columns * Math.max(1, Math.floor(viewHeight / (grid.tileHeight + grid.gap)));
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -grid.columns,
    ArrowDown: grid.columns,
    PageUp: -page,
    PageDown: page,
    Home: -grid.count,
    End: grid.count,
  };
  const step = steps[key];
  if (step === undefined) return undefined;
  const next = at + step;
  // A step that would leave the grid by a row stays; a page or Home and End go to the end.
  if (Math.abs(step) === grid.columns && (next < 0 || next >= grid.count)) return at;
  return Math.min(grid.count - 1, Math.max(0, next));
}
