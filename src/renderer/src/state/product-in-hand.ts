/**
 * Why this file exists: the product one works on stays in hand on screens that belong to none (a
 * report, the system), so that the way back is one click. The list of products puts it down.
 */
import { useEffect } from 'react';
import type { Address } from './address.ts';
import { createValueStore, useValue } from './value-store.ts';

const last = createValueStore<number | null>(null);

/** The product of the address, or the last one where the address has none. */
export function useProductInHand({ productId, screen }: Address): number | null {
  const before = useValue(last);
  const puts = productId === null && (screen === 'products' || screen === '');
  useEffect(() => {
    if (productId !== null) last.set(productId);
    else if (puts) last.set(null);
  }, [productId, puts]);
  return productId ?? (puts ? null : before);
}
