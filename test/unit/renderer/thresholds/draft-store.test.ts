/** Why this file exists: edits outlive a crash, a drag is one step back, and nothing applied is kept. */
import { describe, expect, test, vi } from 'vitest';
import { changed, draftOf } from '../../../../src/renderer/src/features/thresholds/draft.ts';
import {
  createDraftStore,
  keptDraft,
} from '../../../../src/renderer/src/features/thresholds/draft-store.ts';

function memory() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

const inForce = draftOf(5, null, { t1: 1, t2: 2, pixel: 1, minArea: 0 });
const moved = (t2: number) => changed(inForce, null, { t2 }, ['test']);

describe('the draft store', () => {
  test('keeps a change a moment later, and forgets it once it equals what is in force', () => {
    vi.useFakeTimers();
    const storage = memory();
    const store = createDraftStore(inForce, inForce, storage);
    store.set(moved(3));
    expect(keptDraft(5, storage)).toBeNull();
    vi.advanceTimersByTime(300);
    expect(keptDraft(5, storage)?.base.t2).toBe(3);
    expect(keptDraft(6, storage)).toBeNull();
    store.set(moved(2));
    store.flush();
    expect(storage.kept.size).toBe(0);
    vi.useRealTimers();
  });

  test('takes a drag back as one step, and a later change as another', () => {
    let now = 0;
    const store = createDraftStore(inForce, inForce, memory(), () => now);
    for (let i = 1; i <= 20; i += 1) {
      now += 16;
      store.set(moved(2 + i / 10));
    }
    now += 5000;
    store.set(moved(9));
    expect(store.steps.get()).toEqual({ undo: 2, redo: 0 });
    store.undo();
    expect(store.get().base.t2).toBe(4);
    store.undo();
    expect(store.get().base.t2).toBe(2);
    expect(store.steps.get()).toEqual({ undo: 0, redo: 2 });
    store.redo();
    store.redo();
    expect(store.get().base.t2).toBe(9);
  });

  test('follows what is in force until it is touched, and stays once it is', () => {
    const other = { ...moved(5), basedOn: 8 };
    const untouched = createDraftStore(inForce, inForce, memory());
    untouched.follow(other);
    expect(untouched.get().base.t2).toBe(5);
    const touched = createDraftStore(inForce, inForce, memory());
    touched.set(moved(3));
    touched.follow(other);
    expect(touched.get().base.t2).toBe(3);
    // Applied: what is in force is what was edited.
    touched.follow({ ...moved(3), basedOn: 9 });
    expect(touched.get().basedOn).toBe(9);
    expect(touched.steps.get()).toEqual({ undo: 0, redo: 0 });
  });
});
