/** Why this file exists: makes the actions of what is on screen answer to the keyboard. */
import { createContext, useContext, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { findAction, withBindings, type Action, type KeyBindings } from './action.ts';
import { createActionRegistry, type ActionRegistry } from './registry.ts';

export const ActionContext = createContext<ActionRegistry>(createActionRegistry());
/** A person's own keys, from the settings. */
export const BindingsContext = createContext<KeyBindings>({});

/** Puts a component's actions in force while it is mounted. */
export function useActions(actions: readonly Action[]): void {
  const registry = useContext(ActionContext);
  const [owner] = useState(() => Symbol('actions'));
  useLayoutEffect(() => registry.register(owner, actions), [registry, owner, actions]);
  useLayoutEffect(() => () => registry.unregister(owner), [registry, owner]);
}

/** The keys that an action answers to: a person's own, or those it comes with. */
export function useKeysOf(action: Action): readonly string[] {
  return useContext(BindingsContext)[action.id] ?? action.keys;
}

/** Listens to the keyboard for a registry; once, at the root. */
export function useKeyboard(registry: ActionRegistry, bindings: KeyBindings): void {
  const held = useRef(new Map<string, Action>());
  useEffect(() => {
    const heldNow = held.current;
    const down = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || isUnderDialog()) return;
      const action = findAction(withBindings(registry.all(), bindings), event);
      if (action === undefined) return;
      if (takesKey(event) && !(action.everywhere === true && (event.ctrlKey || event.metaKey))) {
        return;
      }
      event.preventDefault();
      if (action.release !== undefined) {
        if (event.repeat) return;
        heldNow.set(event.code, action);
      }
      action.perform();
    };
    const up = (event: KeyboardEvent): void => {
      heldNow.get(event.code)?.release?.();
      heldNow.delete(event.code);
    };
    // A key let go of in another window sends no keyup here.
    const releaseAll = (): void => {
      for (const action of heldNow.values()) action.release?.();
      heldNow.clear();
    };
    window.addEventListener('keydown', down);
    window.addEventListener('keyup', up);
    window.addEventListener('blur', releaseAll);
    return () => {
      window.removeEventListener('keydown', down);
      window.removeEventListener('keyup', up);
      window.removeEventListener('blur', releaseAll);
      releaseAll();
    };
  }, [registry, bindings]);
}

/** What lies under a dialog, a drawer or an open list must not answer to keys. */
export function isUnderDialog(): boolean {
  return document.querySelector('.overlay, .popover') !== null;
}

/** True when the focused control itself uses this key. */
function takesKey(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement) return event.key !== 'Escape';
  if (target instanceof HTMLInputElement) {
    if (target.type === 'checkbox' || target.type === 'radio') return event.key.startsWith('Arrow');
    if (target.type === 'range') return event.key.startsWith('Arrow');
    return event.key !== 'Escape';
  }
  if (!event.key.startsWith('Arrow')) return false;
  return target.closest('[data-own-arrows], [role="tablist"], [role="radiogroup"]') !== null;
}
