/**
 * Why this file exists: which images of a long list are chosen: by click, with Ctrl, by range with
 * Shift, with the keyboard. Images are named by their id, so that the choice outlives another order;
 * ranges are taken in the order shown. Pure.
 */

export interface Selection {
  ids: ReadonlySet<number>;
  /** Where a range begins: the last image chosen without Shift. */
  anchor: number | null;
  /** The ids that the present range added; another end of the range takes them back first. */
  range: ReadonlySet<number>;
}

export const NOTHING: Selection = { ids: new Set(), anchor: null, range: new Set() };

/** Only this image; the next range begins here. */
export function choose(id: number): Selection {
  return { ids: new Set([id]), anchor: id, range: new Set() };
}

/** In where it was out, out where it was in; the rest stays. */
export function toggle(selection: Selection, id: number): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, anchor: id, range: new Set() };
}

/**
 * From the anchor to `id` in the order of `order`, beside what was chosen before the range was begun.
 * Without an anchor in the list the range begins at its first image.
 */
export function extendTo(selection: Selection, order: readonly number[], id: number): Selection {
  const to = order.indexOf(id);
  if (to === -1) return selection;
  const found = selection.anchor === null ? -1 : order.indexOf(selection.anchor);
  const from = Math.max(0, found);
  const ids = new Set(selection.ids);
  for (const old of selection.range) ids.delete(old);
  const range = new Set<number>();
  for (const next of order.slice(Math.min(from, to), Math.max(from, to) + 1)) {
    if (!ids.has(next)) range.add(next);
    ids.add(next);
  }
  return { ids, anchor: order[from] ?? null, range };
}

/** All of the list. */
export function chooseAll(order: readonly number[]): Selection {
  return { ids: new Set(order), anchor: order[0] ?? null, range: new Set() };
}

/** The chosen ids in the order shown, without those the list no longer has. */
export function inOrder({ ids }: Selection, order: readonly number[]): number[] {
  return ids.size === 0 ? [] : order.filter((id) => ids.has(id));
}
