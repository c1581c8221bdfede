/**
 * Why this file exists: many tiles redraw after one change. They take turns, one for each frame, so
 * that a frame never waits for all of them; a tile asked twice draws once.
 */
const waiting = new Set<() => void>();
let frame = 0;

function next(): void {
  frame = 0;
  const [first] = waiting;
  if (first === undefined) return;
  waiting.delete(first);
  if (waiting.size > 0) frame = requestAnimationFrame(next);
  first();
}

/** `ask` has `draw` called in a coming frame; `cancel` takes that back. */
export function inTurn(draw: () => void): { ask: () => void; cancel: () => void } {
  return {
    ask: () => {
      waiting.add(draw);
      if (frame === 0) frame = requestAnimationFrame(next);
    },
    cancel: () => void waiting.delete(draw),
  };
}
