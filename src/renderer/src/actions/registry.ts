/** Why this file exists: which actions are in force: those of everything that is on screen. */
import type { Action } from './action.ts';

/** All actions on screen, by the component that brought them; the key sheet shows them. */
export interface ActionRegistry {
  register: (owner: symbol, actions: readonly Action[]) => void;
  unregister: (owner: symbol) => void;
  all: () => readonly Action[];
  /** Calls `listener` whenever actions come, go or change, until the returned function is called. */
  onChange: (listener: () => void) => () => void;
}

export function createActionRegistry(): ActionRegistry {
  const owners = new Map<symbol, readonly Action[]>();
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    register: (owner, actions) => {
      owners.set(owner, actions);
      tell();
    },
    unregister: (owner) => {
      owners.delete(owner);
      tell();
    },
    // The innermost screen comes last and wins.
    all: () => [...owners.values()].reverse().flat(),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
