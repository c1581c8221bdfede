/**
 * Why this file exists: a command is one object. The toolbar, the keyboard and the key sheet all
 * read the same one, so that they cannot disagree.
 */

/** In the order of the key sheet. */
export const ACTION_GROUPS = [
  'image',
  'overlay',
  'mask',
  'label',
  'gallery',
  'thresholds',
  'models',
  'training',
  'inspect',
  'navigate',
  'general',
] as const;
export type ActionGroup = (typeof ACTION_GROUPS)[number];

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
  /** Its key works in a text field too; for keys with Ctrl that no field uses. */
  everywhere?: boolean;
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
 * `,`), a named key (`ArrowLeft`, `Escape`), any of them after `Ctrl+`, `Shift+` or `Ctrl+Shift+`
 * (Command counts as Ctrl). Letters and digits mean the key whatever the caps lock; a sign means the
 * character, wherever the layout has it.
 */
export function matchesKey(name: string, press: KeyPress): boolean {
  const { control, shift, key } = splitKey(name);
  if (press.altKey || (press.ctrlKey || press.metaKey) !== control) return false;
  if (/^\d$/.test(key)) {
    const isKey = press.code === `Digit${key}` || press.code === `Numpad${key}`;
    return press.shiftKey === shift && isKey;
  }
  if (/^[A-Z]$/.test(key)) return press.shiftKey === shift && press.key.toUpperCase() === key;
  if (key.length === 1) return press.key === key;
  return press.shiftKey === shift && press.key === key;
}

interface KeyParts {
  control: boolean;
  shift: boolean;
  key: string;
}

function splitKey(name: string): KeyParts {
  const control = name.startsWith('Ctrl+');
  const rest = control ? name.slice('Ctrl+'.length) : name;
  const shift = rest.startsWith('Shift+');
  return { control, shift, key: shift ? rest.slice('Shift+'.length) : rest };
}

/** The name of the key that was pressed; null for a modifier alone or a key Loupe does not bind. */
export function nameOfPress(press: KeyPress): string | null {
  if (press.altKey || ['Control', 'Shift', 'Alt', 'Meta', 'Tab'].includes(press.key)) return null;
  const control = press.ctrlKey || press.metaKey ? 'Ctrl+' : '';
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(press.code)?.[1];
  if (digit !== undefined) return `${control}${press.shiftKey ? 'Shift+' : ''}${digit}`;
  const upper = press.key.toUpperCase();
  if (/^[A-Z]$/.test(upper)) return `${control}${press.shiftKey ? 'Shift+' : ''}${upper}`;
  // Shift is what makes the sign; it is not part of its name.
  if (press.key.length === 1) return press.key === ' ' ? null : `${control}${press.key}`;
  return `${control}${press.shiftKey ? 'Shift+' : ''}${press.key}`;
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
};

/** A key's name as it stands on a key cap: `Shift+ArrowLeft` is `Shift ←`. */
export function keyCaps(name: string): string[] {
  const { control, shift, key } = splitKey(name);
  const parts = [...(control ? ['Ctrl'] : []), ...(shift ? ['Shift'] : []), key];
  return parts.map((part) => KEY_CAPS[part] ?? part);
}

/** The value of `aria-keyshortcuts`. */
export function ariaKeys(action: Pick<Action, 'keys'>): string {
  return action.keys.map((name) => name.replace('Ctrl+', 'Control+')).join(' ');
}

/** Keys that a person chose instead of those an action comes with, by its id. */
export type KeyBindings = Readonly<Record<string, readonly string[]>>;

/** The actions with a person's own keys. */
export function withBindings(actions: readonly Action[], bindings: KeyBindings): Action[] {
  return actions.map((action) => {
    const keys = bindings[action.id];
    return keys === undefined ? action : { ...action, keys };
  });
}
