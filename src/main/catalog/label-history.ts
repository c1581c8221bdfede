/**
 * Why this file exists: undo without deleting. A history only grows; taking an entry back is a new
 * entry that names it. Replaying the history as a stack of what is in force says which entry can
 * be taken back and what was in force before it. Works on values; knows no SQL.
 */

/** The part of a history entry that undo looks at. */
export interface HistoryEntry {
  id: number;
  /** The entry that this one takes back; null for a plain one. */
  undoes: number | null;
}

/**
 * The entry whose state is in force again when `id` is taken back: `null` when that is "nothing
 * yet", `undefined` when `id` cannot be taken back because something came after it.
 *
 * A plain entry can be taken back while it is the one in force. An undo can be taken back (redo)
 * while it is the newest entry.
 * @param history the entries of one image, oldest first
 */
export function stateWithout<E extends HistoryEntry>(
  history: readonly E[],
  id: number,
): E | null | undefined {
  const byId = new Map(history.map((entry) => [entry.id, entry]));
  const inForce: E[] = [];
  for (const entry of history) apply(entry, byId, inForce);
  const target = byId.get(id);
  if (!target) return undefined;
  const isRemoval = removes(target, byId);
  const possible = isRemoval ? history.at(-1)?.id === id : inForce.at(-1)?.id === id;
  if (!possible) return undefined;
  if (isRemoval) return plainEntryOf(target, byId);
  return inForce.at(-2) ?? null;
}

/** Performs one entry on the stack of plain entries that are in force. */
function apply<E extends HistoryEntry>(entry: E, byId: Map<number, E>, inForce: E[]): void {
  if (removes(entry, byId)) inForce.pop();
  else inForce.push(plainEntryOf(entry, byId));
}

/** True for an undo, false for a plain entry and for a redo. */
function removes<E extends HistoryEntry>(entry: E, byId: Map<number, E>): boolean {
  let result = false;
  for (let at = entry; at.undoes !== null; at = known(byId, at.undoes)) result = !result;
  return result;
}

/** The plain entry at the end of a chain of undo and redo. */
function plainEntryOf<E extends HistoryEntry>(entry: E, byId: Map<number, E>): E {
  let at = entry;
  while (at.undoes !== null) at = known(byId, at.undoes);
  return at;
}

function known<E extends HistoryEntry>(byId: Map<number, E>, id: number): E {
  const entry = byId.get(id);
  if (!entry) throw new Error(`The history refers to entry ${id}, which is not in it.`);
  return entry;
}
