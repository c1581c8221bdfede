/** Why this file exists: which tiles of a grid are in view; only those are in the document. Pure. */

export interface Grid {
  columns: number;
  /** Of one tile, CSS pixels; the gap is beside it. */
  tileWidth: number;
  tileHeight: number;
  gap: number;
  count: number;
}

/** What decides a grid; lengths in CSS pixels. */
export interface GridWishes {
  count: number;
  /** The room there is across. */
  width: number;
  /** Tiles are at least this wide and fill the room. */
  minWidth: number;
  gap: number;
  /** Height under the picture. */
  caption: number;
  /** Width by height of the picture. */
  aspect: number;
}

export function layOut({ count, width, minWidth, gap, caption, aspect }: GridWishes): Grid {
  const columns = Math.max(1, Math.floor((width + gap) / (minWidth + gap)));
  const tileWidth = Math.max(1, (width - gap * (columns - 1)) / columns);
  return { columns, tileWidth, tileHeight: tileWidth / aspect + caption, gap, count };
}

/** The pictures' shape: the middle one's, within what a grid of tiles looks well with. */
export function commonAspect(images: readonly { width: number; height: number }[]): number {
  const sorted = images.map(({ width, height }) => width / height).sort((a, b) => a - b);
  return Math.min(1.6, Math.max(0.75, sorted[sorted.length >> 1] ?? 1));
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
