/** Why this file exists: the address as React state. */
import { useMemo, useSyncExternalStore } from 'react';
import { parseAddress, type Address } from './address.ts';
import { formatRoute, type Route } from './route.ts';

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('hashchange', listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('hashchange', listener);
    window.removeEventListener('popstate', listener);
  };
}

/** The text after and with `#`; renders again when it changes. */
export function useHash(): string {
  return useSyncExternalStore(subscribe, () => window.location.hash);
}

/** The address on screen; renders again when it changes. */
export function useAddress(): Address {
  const hash = useHash();
  return useMemo(() => parseAddress(hash), [hash]);
}

/**
 * Goes to an address (`#/...`, from a `PageRoute`). `push` leaves the present one to the Back button;
 * `replace` does not (stepping through images must not fill the history).
 */
export function goToAddress(address: string, how: 'push' | 'replace' = 'push'): void {
  if (address === window.location.hash) return;
  if (how === 'push') window.history.pushState(null, '', address);
  else window.history.replaceState(null, '', address);
  for (const listener of listeners) listener();
}

/** Goes to a route of the report screens. */
export function goTo(route: Route, how: 'push' | 'replace' = 'push'): void {
  goToAddress(formatRoute(route), how);
}
