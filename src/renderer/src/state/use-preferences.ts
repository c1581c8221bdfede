/**
 * Why this file exists: how a person likes to look at images stays across images and restarts, in
 * the browser's own storage.
 */
import { useSyncExternalStore } from 'react';
import { parsePreferences, type Preferences } from './preferences.ts';

const KEY = 'loupe.preferences';

const listeners = new Set<() => void>();
let current: Preferences | undefined;

function read(): Preferences {
  current ??= parsePreferences(window.localStorage.getItem(KEY));
  return current;
}

/** Changes some preferences and keeps them. */
export function setPreferences(change: Partial<Preferences>): void {
  current = { ...read(), ...change };
  window.localStorage.setItem(KEY, JSON.stringify(current));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, read);
}
