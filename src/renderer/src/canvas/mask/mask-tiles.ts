/**
 * Why this file exists: the mask as pictures to draw, in tiles of each level of its pyramid. A stroke
 * repaints a few hundred pixels of them; where nothing is marked there is no tile.
 */
import type { Viewport, Size } from '../viewport.ts';
import { colourMask } from './mask-colours.ts';
import { halved, levelFor, refresh, type Pyramid } from './pyramid.ts';
import { grown, type Rect } from './spans.ts';

const SIDE = 512;

export interface MaskTiles {
  /** Follows the mask inside `rect` (source pixels). */
  repaint: (rect: Rect) => void;
  /**
   * Draws what `area` (source pixels) touches into a context whose unit is one source pixel, from
   * the level that suits `scale` (device pixels for one source pixel).
   */
  draw: (context: Drawing, scale: number, area: Rect) => void;
}

/** The part of a canvas context that is drawn with. */
export type Drawing = Pick<CanvasRenderingContext2D, 'drawImage' | 'imageSmoothingEnabled'>;

export function createMaskTiles(pyramid: Pyramid): MaskTiles {
  const levels = pyramid.map(() => new Map<number, HTMLCanvasElement>());

  const repaintTile = (level: number, key: number, rect: Rect): void => {
    const raster = pyramid[level];
    const tiles = levels[level];
    if (raster === undefined || tiles === undefined) return;
    const pixels = new ImageData(rect.width, rect.height);
    const any = colourMask(raster, rect, new Uint32Array(pixels.data.buffer));
    let tile = tiles.get(key);
    if (tile === undefined) {
      if (!any) return;
      tile = document.createElement('canvas');
      tile.width = SIDE;
      tile.height = SIDE;
      tiles.set(key, tile);
    }
    tile.getContext('2d')?.putImageData(pixels, rect.x % SIDE, rect.y % SIDE);
  };

  return {
    repaint: (rect) => {
      refresh(pyramid, rect);
      let changed = rect;
      pyramid.forEach((raster, level) => {
        if (level > 0) changed = halved(changed);
        // The seam and the edge reach one pixel further than what was painted.
        const area = grown(changed, 1, raster);
        for (const { key, rect: part } of tilesOf(area, raster)) repaintTile(level, key, part);
      });
    },
    draw: (context, scale, area) => {
      const level = levelFor(scale, pyramid.length);
      const raster = pyramid[level];
      const tiles = levels[level];
      if (raster === undefined || tiles === undefined) return;
      const unit = 2 ** level;
      context.imageSmoothingEnabled = scale * unit < 1;
      const part = grown(
        {
          x: Math.floor(area.x / unit),
          y: Math.floor(area.y / unit),
          width: Math.ceil(area.width / unit) + 1,
          height: Math.ceil(area.height / unit) + 1,
        },
        0,
        raster,
      );
      for (const { key, column, row } of tilesOf(part, raster)) {
        const tile = tiles.get(key);
        if (tile === undefined) continue;
        const side = SIDE * unit;
        context.drawImage(tile, column * side, row * side, side, side);
      }
    },
  };
}

/** The tiles that a rectangle touches, and its part in each. */
function* tilesOf(
  rect: Rect,
  { width }: Size,
): Generator<{ key: number; column: number; row: number; rect: Rect }> {
  const columns = Math.ceil(width / SIDE);
  if (rect.width <= 0 || rect.height <= 0) return;
  const right = rect.x + rect.width;
  const bottom = rect.y + rect.height;
  for (let row = Math.floor(rect.y / SIDE); row * SIDE < bottom; row += 1) {
    for (let column = Math.floor(rect.x / SIDE); column * SIDE < right; column += 1) {
      const x = Math.max(rect.x, column * SIDE);
      const y = Math.max(rect.y, row * SIDE);
      yield {
        key: row * columns + column,
        column,
        row,
        rect: {
          x,
          y,
          width: Math.min(right, (column + 1) * SIDE) - x,
          height: Math.min(bottom, (row + 1) * SIDE) - y,
        },
      };
    }
  }
}

/** The part of the image (source pixels) that is in view. */
export function areaInView({ scale, x, y }: Viewport, view: Size): Rect {
  return { x: -x / scale, y: -y / scale, width: view.width / scale, height: view.height / scale };
}
