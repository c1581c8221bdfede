/**
 * Why this file exists: short news over any screen (a toast, with undo where there is one) and words
 * for a screen reader alone. Kept outside React, so that any code may tell.
 */
import { createValueStore } from './value-store.ts';

export interface Toast {
  id: number;
  kind: 'done' | 'problem';
  text: string;
  /** What to do next, of a problem. */
  next?: string | undefined;
  /** Takes the change back; the toast goes with it. */
  undo?: (() => void) | undefined;
  /** Leads to what the news is about. */
  link?: { label: string; address: string } | undefined;
}

/** How long news stays; a problem stays until it is closed. */
const SECONDS = 8;
const MOST = 4;

export const toasts = createValueStore<readonly Toast[]>([]);
/** What a screen reader says next. */
export const spoken = createValueStore<{ text: string; id: number }>({ text: '', id: 0 });

let nextId = 1;

/** Shows news; returns its id. Pointing at it keeps it (see the component). */
export function notify(toast: Omit<Toast, 'id'>): number {
  const id = nextId++;
  toasts.set([...toasts.get(), { ...toast, id }].slice(-MOST));
  return id;
}

export function dismiss(id: number): void {
  toasts.set(toasts.get().filter((toast) => toast.id !== id));
}

/** Milliseconds after which a toast goes by itself; null: it stays. */
export function lifetime({ kind }: Toast): number | null {
  return kind === 'problem' ? null : SECONDS * 1000;
}

/** At most one sentence a second is spoken; of several in between, the last. */
const QUIET_MS = 1000;
let lastSpoken = 0;
let pending: ReturnType<typeof setTimeout> | undefined;

/** Says `text` politely to a screen reader: verdicts, progress, counts. */
export function announce(text: string): void {
  clearTimeout(pending);
  const wait = Math.max(0, lastSpoken + QUIET_MS - Date.now());
  pending = setTimeout(() => {
    lastSpoken = Date.now();
    spoken.set({ text, id: nextId++ });
  }, wait);
}
