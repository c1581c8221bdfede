/** Why this file exists: how large a person likes the pictures stays across restarts. */
import { useCallback, useState } from 'react';
import { TILE_SIZES } from './GalleryToolbar.tsx';

const KEY = 'loupe.gallery.tile';
const DEFAULT = 9;

export function useTileSize(): [number, (size: number) => void] {
  const [size, setSize] = useState(() => {
    const stored = Number(window.localStorage.getItem(KEY));
    return TILE_SIZES.find((one) => one === stored) ?? DEFAULT;
  });
  const change = useCallback((next: number): void => {
    window.localStorage.setItem(KEY, String(next));
    setSize(next as (typeof TILE_SIZES)[number]);
  }, []);
  return [size, change];
}
