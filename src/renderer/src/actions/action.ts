/**
 * Why this file exists: a command is one object. The toolbar, the keyboard and the key sheet all
 * read the same one, so that they cannot disagree.
 */

export type ActionGroup = 'general' | 'gallery' | 'image' | 'overlay';

export interface Action {
  id: string;
  label: string;
  group: ActionGroup;
  /** Keys as `KeyName`s, the first one is shown first. */
  keys: readonly string[];
  /** Left out: always. */
  enabled?: boolean;
  /** For a command that is a state: pressed or not. */
  checked?: boolean;
  perform: () => void;
  /** For a command that lasts as long as its key is held. */
  release?: () => void;
}

/** The part of a keyboard event that decides. */
export interface KeyPress {
  key: string;
  code: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
}

/**
 * True when `press` is the key named `name`: a letter (`A`), a digit (`0`), a sign as typed (`?`,
 * `,`), a named key (`ArrowLeft`, `Escape`), any of them after `Shift+`. Letters and digits mean
 * the key whatever the caps lock; a sign means the character, wherever the layout has it.
 */
export function matchesKey(name: string, press: KeyPress): boolean {
  if (press.ctrlKey || press.altKey || press.metaKey) return false;
  const shift = name.startsWith('Shift+');
  const key = shift ? name.slice('Shift+'.length) : name;
  if (/^\d$/.test(key)) {
    const isKey = press.code === `Digit${key}` || press.code === `Numpad${key}`;
    return press.shiftKey === shift && isKey;
  }
  if (/^[A-Z]$/.test(key)) return press.shiftKey === shift && press.key.toUpperCase() === key;
  if (key.length === 1) return press.key === key;
  return press.shiftKey === shift && press.key === key;
}

/** The first enabled action that has this key. */
export function findAction(actions: readonly Action[], press: KeyPress): Action | undefined {
  return actions.find(
    (action) => action.enabled !== false && action.keys.some((name) => matchesKey(name, press)),
  );
}

const KEY_CAPS: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Shift: 'Shift',
};

/** A key's name as it stands on a key cap: `Shift+ArrowLeft` is `Shift ←`. */
export function keyCaps(name: string): string[] {
  // The sign `+` is a key too.
  const parts = name === '+' ? [name] : name.split('+');
  return parts.map((part) => KEY_CAPS[part] ?? part);
}

/** The value of `aria-keyshortcuts`. */
export function ariaKeys(action: Action): string {
  return action.keys.join(' ');
}
