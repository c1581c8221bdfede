/**
 * Why this file exists: the draft under edit, outside React's tree: dragging writes it with every
 * frame. It is kept in the browser a moment after each change, and every step can be undone.
 */
import { createValueStore, type ValueStore } from '../../state/value-store.ts';
import { formatDraft, parseDraft, sameValues, type Draft } from './draft.ts';

const KEEP_AFTER_MS = 250;
/** Changes closer together than this are one step of undo: a drag is one. */
const ONE_STEP_MS = 700;
const MOST_STEPS = 100;

export interface DraftStore extends ValueStore<Draft> {
  undo: () => void;
  redo: () => void;
  /** Puts another draft in its place and forgets the steps. */
  reset: (draft: Draft) => void;
  /**
   * Tells what is in force now. A draft that changes nothing follows it, and so does one that was
   * just applied; any other stays.
   */
  follow: (inForce: Draft) => void;
  /** What there is to undo and redo; changes with each step. */
  steps: ValueStore<{ undo: number; redo: number }>;
  /** Writes what is not kept yet. */
  flush: () => void;
}

const keyOf = (modelId: number): string => `loupe.thresholds.${modelId}`;

/** The draft kept for a model, or null. */
export function keptDraft(modelId: number, storage: Pick<Storage, 'getItem'>): Draft | null {
  return parseDraft(storage.getItem(keyOf(modelId)), modelId);
}

/**
 * A store that begins with `initial`; a draft that equals `inForce` changes nothing and is not kept.
 */
export function createDraftStore(
  initial: Draft,
  inForce: Draft,
  storage: Pick<Storage, 'setItem' | 'removeItem'>,
  now: () => number = Date.now,
): DraftStore {
  const store = createValueStore(initial);
  const steps = createValueStore({ undo: 0, redo: 0 });
  let undone: Draft[] = [];
  let done: Draft[] = [];
  let last = -Infinity;
  let reference = inForce;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const draft = store.get();
    if (sameValues(draft, reference)) storage.removeItem(keyOf(draft.modelId));
    else storage.setItem(keyOf(draft.modelId), formatDraft(draft));
  };
  const keep = (): void => {
    timer ??= setTimeout(flush, KEEP_AFTER_MS);
  };
  const put = (draft: Draft): void => {
    store.set(draft);
    const shown = steps.get();
    if (shown.undo !== done.length || shown.redo !== undone.length) {
      steps.set({ undo: done.length, redo: undone.length });
    }
    keep();
  };

  const reset = (draft: Draft): void => {
    done = [];
    undone = [];
    last = -Infinity;
    put(draft);
    flush();
  };

  return {
    get: store.get,
    subscribe: store.subscribe,
    steps,
    set: (draft) => {
      if (sameValues(draft, store.get())) return;
      if (now() - last > ONE_STEP_MS) done = [...done.slice(-MOST_STEPS + 1), store.get()];
      last = now();
      undone = [];
      put(draft);
    },
    undo: () => {
      const before = done.pop();
      if (before === undefined) return;
      undone.push(store.get());
      last = -Infinity;
      put(before);
    },
    redo: () => {
      const after = undone.pop();
      if (after === undefined) return;
      done.push(store.get());
      last = -Infinity;
      put(after);
    },
    reset,
    follow: (next) => {
      const draft = store.get();
      const follows = sameValues(draft, reference) || sameValues(draft, next);
      reference = next;
      if (follows) reset(next);
    },
    flush,
  };
}
