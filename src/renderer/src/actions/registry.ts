/** Why this file exists: which actions are in force: those of everything that is on screen. */
import type { Action } from './action.ts';

/** All actions on screen, by the component that brought them; the key sheet shows them. */
export interface ActionRegistry {
  register: (owner: symbol, actions: readonly Action[]) => void;
  unregister: (owner: symbol) => void;
  all: () => readonly Action[];
}

export function createActionRegistry(): ActionRegistry {
  const owners = new Map<symbol, readonly Action[]>();
  return {
    register: (owner, actions) => void owners.set(owner, actions),
    unregister: (owner) => void owners.delete(owner),
    // The innermost screen comes last and wins.
    all: () => [...owners.values()].reverse().flat(),
  };
}
