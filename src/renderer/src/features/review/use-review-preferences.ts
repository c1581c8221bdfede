/** Why this file exists: review's preferences in the browser's own storage, as React state. */
import { useSyncExternalStore } from 'react';
import { parseReviewPreferences, type ReviewPreferences } from './review-preferences.ts';

const KEY = 'loupe.review';
const listeners = new Set<() => void>();
let current: ReviewPreferences | undefined;

export function reviewPreferences(): ReviewPreferences {
  current ??= parseReviewPreferences(window.localStorage.getItem(KEY));
  return current;
}

/** Changes some preferences and keeps them. */
export function setReviewPreferences(change: Partial<ReviewPreferences>): void {
  current = { ...reviewPreferences(), ...change };
  window.localStorage.setItem(KEY, JSON.stringify(current));
  for (const listener of listeners) listener();
}

export function useReviewPreferences(): ReviewPreferences {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, reviewPreferences);
}
