/** Why this file exists: charts measure in the page's font size, so that they suit a 4K screen too. */
import { useMemo } from 'react';
import type { Size } from './viewport.ts';

/** The page's font size in CSS pixels; asked again when `size` changes, as it follows the window. */
export function useRem(size: Size): number {
  return useMemo(() => {
    void size;
    return parseFloat(getComputedStyle(document.documentElement).fontSize);
  }, [size]);
}
