/** Why this file exists: which tiles of an image's pyramid show what is in view. Pure. */
import { TILE_SIDE } from '../../../shared/media.ts';
import type { Rect } from './mask/spans.ts';
import type { Size } from './viewport.ts';

export interface TilePlace {
  level: number;
  column: number;
  row: number;
}

/**
 * The tiles that cover `area` at the level that suits `scale`; none where the reduced picture is as
 * good.
 */
export function tilesFor(
  image: Size,
  reducedWidth: number,
  scale: number,
  area: Rect,
): TilePlace[] {
  if (reducedWidth >= image.width || scale <= reducedWidth / image.width) return [];
  const level = Math.max(0, Math.floor(-Math.log2(scale) + 1e-9));
  const side = TILE_SIDE * 2 ** level;
  const first = (start: number): number => Math.max(0, Math.floor(start / side));
  const last = (end: number, extent: number): number => Math.ceil(Math.min(end, extent) / side) - 1;
  const places: TilePlace[] = [];
  for (let row = first(area.y); row <= last(area.y + area.height, image.height); row += 1) {
    for (
      let column = first(area.x);
      column <= last(area.x + area.width, image.width);
      column += 1
    ) {
      places.push({ level, column, row });
    }
  }
  return places;
}
