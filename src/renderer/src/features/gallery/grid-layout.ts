/** Why this file exists: how many tiles fit across, how high a row is, and where keys lead. Pure. */

export interface GridLayout {
  columns: number;
  /** Of one tile, CSS pixels. */
  tileWidth: number;
  /** Of one row with the gap below it, CSS pixels. */
  rowHeight: number;
  rows: number;
}

export interface GridRoom {
  count: number;
  /** Across, CSS pixels. */
  width: number;
  /** Tiles are at least this wide and fill the room. */
  minWidth: number;
  gap: number;
  /** Height below the picture. */
  caption: number;
}

/** Pictures of parts are about this wide for their height; others lie inside. */
const ASPECT = 4 / 3;

export function layOutGrid({ count, width, minWidth, gap, caption }: GridRoom): GridLayout {
  const columns = Math.max(1, Math.floor((width + gap) / (minWidth + gap)));
  const tileWidth = Math.max(1, (width - gap * (columns - 1)) / columns);
  const rowHeight = Math.round(tileWidth / ASPECT + caption + gap);
  return { columns, tileWidth, rowHeight, rows: Math.ceil(count / columns) };
}

/** The place in the list that a key leads to from `at`; undefined for other keys. */
export function placeAfterKey(
  key: string,
  at: number,
  { columns, rowHeight }: GridLayout,
  count: number,
  viewHeight: number,
): number | undefined {
  const page = columns * Math.max(1, Math.floor(viewHeight / rowHeight));
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    PageUp: -page,
    PageDown: page,
    Home: -count,
    End: count,
  };
  const step = steps[key];
  if (step === undefined || count === 0) return undefined;
  const next = at + step;
  // A row up from the first row or down from the last would only jump sideways.
  const byRow = key === 'ArrowUp' || key === 'ArrowDown';
  if (byRow && (next < 0 || next >= count)) return at;
  return Math.min(count - 1, Math.max(0, next));
}
