/**
 * Why this file exists: a picture larger than what is sent whole is seen sharp by tiles of its
 * pyramid, fetched for what is in view, and drawn over the reduced picture as they come.
 */
import { TILE_SIDE } from '../../../shared/media.ts';
import type { Rect } from './mask/spans.ts';
import { tilesFor } from './tile-places.ts';
import type { Size } from './viewport.ts';

export interface ImageTiles {
  /**
   * Draws the tiles of `area` (source pixels) that are there, and asks for the others. `scale`:
   * device pixels for one source pixel.
   */
  draw: (context: Pick<CanvasRenderingContext2D, 'drawImage'>, scale: number, area: Rect) => void;
  /** Calls `listener` when a tile has come. */
  onTile: (listener: () => void) => () => void;
  close: () => void;
}

interface TileSource {
  image: Size;
  /** Width of the reduced picture: coarser tiles than it say nothing new. */
  reducedWidth: number;
  url: (level: number, column: number, row: number) => string;
  fetchTile: (url: string, signal: AbortSignal) => Promise<ImageBitmap>;
}

/** Decoded tiles kept: 64 MB. */
const MOST_TILES = 64;

export function createImageTiles({ image, reducedWidth, url, fetchTile }: TileSource): ImageTiles {
  const kept = new Map<string, ImageBitmap>();
  const underway = new Map<string, AbortController>();
  const listeners = new Set<() => void>();
  let closed = false;

  const ask = (key: string): void => {
    const stop = new AbortController();
    underway.set(key, stop);
    fetchTile(key, stop.signal).then(
      (tile) => {
        underway.delete(key);
        if (closed) {
          tile.close();
          return;
        }
        kept.set(key, tile);
        for (const [oldest, bitmap] of kept) {
          if (kept.size <= MOST_TILES) break;
          bitmap.close();
          kept.delete(oldest);
        }
        for (const listener of listeners) listener();
      },
      // One that is no longer wanted, or cannot be had: the reduced picture stays in its place.
      () => void underway.delete(key),
    );
  };

  return {
    draw: (context, scale, area) => {
      const places = tilesFor(image, reducedWidth, scale, area);
      const wanted = new Set(places.map(({ level, column, row }) => url(level, column, row)));
      for (const [key, stop] of underway) if (!wanted.has(key)) stop.abort();
      for (const { level, column, row } of places) {
        const key = url(level, column, row);
        const tile = kept.get(key);
        if (tile === undefined) {
          if (!underway.has(key) && !closed) ask(key);
          continue;
        }
        kept.delete(key);
        kept.set(key, tile);
        const unit = 2 ** level;
        const side = TILE_SIDE * unit;
        context.drawImage(tile, column * side, row * side, tile.width * unit, tile.height * unit);
      }
    },
    onTile: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      closed = true;
      for (const stop of underway.values()) stop.abort();
      for (const tile of kept.values()) tile.close();
      kept.clear();
    },
  };
}
