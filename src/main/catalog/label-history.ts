/**
 * Why this file exists: undo without deleting. A history only grows; taking an entry back is a new
 * entry that names it. Replaying the history on two stacks, as an editor keeps them, says which
 * entry can be taken back and what is in force then. Works on values; knows no SQL.
 */

/** The part of a history entry that undo looks at. */
export interface HistoryEntry {
  id: number;
  /** The entry that this one takes back; null for a plain one. */
  undoes: number | null;
}

/** A plain entry on one of the stacks, and the entry that last put it there. */
interface Placed<E> {
  plain: E;
  by: number;
}

/**
 * The entry whose state is in force again when `id` is taken back: `null` when that is "nothing
 * yet", `undefined` when `id` cannot be taken back because something came after it.
 *
 * A label (or a redo) can be taken back while it is in force; an undo while it is the last one
 * that was not redone and no label came after it.
 * @param history the entries of one image, oldest first
 */
export function stateWithout<E extends HistoryEntry>(
  history: readonly E[],
  id: number,
): E | null | undefined {
  const byId = new Map(history.map((entry) => [entry.id, entry]));
  const inForce: Placed<E>[] = [];
  const undone: Placed<E>[] = [];
  for (const entry of history) {
    const placed = { plain: plainEntryOf(entry, byId), by: entry.id };
    if (removes(entry, byId)) {
      inForce.pop();
      undone.push(placed);
    } else {
      if (entry.undoes === null) undone.length = 0;
      else undone.pop();
      inForce.push(placed);
    }
  }
  const lastUndone = undone.at(-1);
  if (lastUndone?.by === id) return lastUndone.plain;
  if (inForce.at(-1)?.by === id) return inForce.at(-2)?.plain ?? null;
  return undefined;
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
