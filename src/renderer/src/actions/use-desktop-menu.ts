/** Why this file exists: the desktop's menu bar is the action table too; a browser has none. */
import { useEffect } from 'react';
import { desktop } from '../state/desktop.ts';
import { withBindings, type KeyBindings } from './action.ts';
import { menusOf } from './menus.ts';
import type { ActionRegistry } from './registry.ts';
import { isUnderDialog } from './use-actions.ts';

/** Actions change many times while a screen builds up; the menu is set once it rests. */
const REST_MS = 100;

export function useDesktopMenu(registry: ActionRegistry, bindings: KeyBindings): void {
  useEffect(() => {
    const shell = desktop();
    if (shell === undefined) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const set = (): void => {
      clearTimeout(timer);
      timer = setTimeout(
        () => shell.setMenu(menusOf(withBindings(registry.all(), bindings))),
        REST_MS,
      );
    };
    set();
    const stopChanges = registry.onChange(set);
    const stopCommands = shell.onCommand((id) => {
      if (isUnderDialog()) return;
      const action = registry.all().find((one) => one.id === id && one.enabled !== false);
      action?.perform();
    });
    return () => {
      clearTimeout(timer);
      stopChanges();
      stopCommands();
    };
  }, [registry, bindings]);
}
