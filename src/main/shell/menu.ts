/**
 * Why this file exists: the window's menu, made of the page's action table. Choosing an entry sends
 * its id back to the page, which performs the same action as its button or its key.
 */
import type { MenuItemConstructorOptions } from 'electron';
import type { Menu, MenuEntry } from '../../shared/bridge.ts';

/** What the desktop adds to the page's menus. */
export interface OwnEntries {
  /** Name of the program's own menu. */
  name: string;
  quit: string;
  fullScreen: string;
}

/**
 * Electron's template of `menus`. Accelerators are shown, not registered: the page listens to keys
 * itself, so that text fields keep theirs.
 */
export function menuTemplate(
  menus: readonly Menu[],
  own: OwnEntries,
  perform: (id: string) => void,
): MenuItemConstructorOptions[] {
  return [
    {
      label: own.name,
      submenu: [
        { role: 'togglefullscreen', label: own.fullScreen },
        { type: 'separator' },
        { role: 'quit', label: own.quit },
      ],
    },
    ...menus.map(({ label, entries }) => ({
      label: escaped(label),
      submenu: entries.map((entry) => itemOf(entry, perform)),
    })),
  ];
}

function itemOf(
  { id, label, key, enabled, checked }: MenuEntry,
  perform: (id: string) => void,
): MenuItemConstructorOptions {
  return {
    id,
    label: escaped(label),
    enabled,
    ...(checked === null ? {} : { type: 'checkbox' as const, checked }),
    ...(key === null ? {} : { accelerator: acceleratorOf(key), registerAccelerator: false }),
    click: () => perform(id),
  };
}

/** `&` marks a letter in menus; a name that has one shows it. */
function escaped(label: string): string {
  return label.replaceAll('&', '&&');
}

const NAMES: Readonly<Record<string, string>> = {
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  Escape: 'Esc',
  Ctrl: 'CommandOrControl',
  '+': 'Plus',
};

/** A key of the action table as Electron names it: `Shift+ArrowLeft` is `Shift+Left`. */
export function acceleratorOf(key: string): string {
  const parts = key === '+' ? [key] : key.split('+');
  return parts.map((part) => NAMES[part] ?? part).join('+');
}
