/** Why this file exists: a key does one thing, the same on every keyboard layout. */
import { describe, expect, test } from 'vitest';
import {
  findAction,
  keyCaps,
  matchesKey,
  type Action,
  type KeyPress,
} from '../../../src/renderer/src/actions/action.ts';
import { createActionRegistry } from '../../../src/renderer/src/actions/registry.ts';
import { parsePreferences } from '../../../src/renderer/src/state/preferences.ts';
import { imageActions } from '../../../src/renderer/src/features/image/image-actions.ts';

function press(key: string, change: Partial<KeyPress> = {}): KeyPress {
  const none = { shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };
  return { key, code: '', ...none, ...change };
}

const noop = (): void => undefined;

function action(id: string, keys: string[], change: Partial<Action> = {}): Action {
  return { id, label: id, group: 'general', keys, perform: noop, ...change };
}

describe('a key', () => {
  test('is a letter whatever the caps lock says', () => {
    expect(matchesKey('A', press('a'))).toBe(true);
    expect(matchesKey('A', press('A'))).toBe(true);
    expect(matchesKey('A', press('A', { shiftKey: true }))).toBe(false);
  });

  test('is a digit by its place, shifted or not', () => {
    expect(matchesKey('0', press('0', { code: 'Digit0' }))).toBe(true);
    expect(matchesKey('0', press('0', { code: 'Numpad0' }))).toBe(true);
    // Shift and 0 type `)` here and `=` there.
    expect(matchesKey('Shift+0', press('=', { code: 'Digit0', shiftKey: true }))).toBe(true);
    expect(matchesKey('0', press('=', { code: 'Digit0', shiftKey: true }))).toBe(false);
  });

  test('is a sign as it is typed', () => {
    expect(matchesKey('?', press('?', { shiftKey: true, code: 'Minus' }))).toBe(true);
    expect(matchesKey('+', press('+', { code: 'BracketRight' }))).toBe(true);
  });

  test('with Ctrl, Alt or Meta belongs to the browser', () => {
    for (const held of ['ctrlKey', 'altKey', 'metaKey']) {
      expect(matchesKey('A', press('a', { [held]: true }))).toBe(false);
    }
  });

  test('is written as on the key cap', () => {
    expect(keyCaps('Shift+ArrowLeft')).toEqual(['Shift', '←']);
    expect(keyCaps('+')).toEqual(['+']);
  });
});

describe('the actions', () => {
  test('are found by key unless they are disabled', () => {
    const off = action('off', ['A'], { enabled: false });
    const on = action('on', ['A']);
    expect(findAction([off, on], press('a'))).toBe(on);
    expect(findAction([off], press('a'))).toBeUndefined();
  });

  test('of the innermost screen win, until it goes', () => {
    const registry = createActionRegistry();
    const outer = Symbol('outer');
    const inner = Symbol('inner');
    registry.register(outer, [action('outer', ['Escape'])]);
    registry.register(inner, [action('inner', ['Escape'])]);
    expect(findAction(registry.all(), press('Escape'))?.id).toBe('inner');
    registry.unregister(inner);
    expect(findAction(registry.all(), press('Escape'))?.id).toBe('outer');
  });

  test('of the image view have no key twice', () => {
    const camera = { fit: noop, actual: noop, zoomBy: noop };
    const preferences = parsePreferences(null);
    const actions = Object.values(
      imageActions({
        preferences,
        change: noop,
        hasMap: true,
        hasMask: true,
        previous: noop,
        next: noop,
        close: noop,
        camera,
        hide: noop,
        moveProbe: noop,
      }),
    );
    const keys = actions.flatMap((one) => one.keys);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(actions.map(({ id }) => id)).size).toBe(actions.length);
  });
});
