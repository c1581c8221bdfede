/** Why this file exists: keys with Ctrl, the name of a pressed key, a person's own keys, the menu bar. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ariaKeys,
  keyCaps,
  matchesKey,
  nameOfPress,
  withBindings,
  type Action,
  type KeyPress,
} from '../../../../src/renderer/src/actions/action.ts';
import { createActionRegistry } from '../../../../src/renderer/src/actions/registry.ts';
import { menusOf } from '../../../../src/renderer/src/actions/menus.ts';
import { bindingsFrom } from '../../../../src/renderer/src/state/bindings.ts';

const NONE = { code: '', shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };

function press(key: string, change: Partial<KeyPress> = {}): KeyPress {
  return { ...NONE, key, ...change };
}

function action(id: string, change: Partial<Action> = {}): Action {
  return { id, label: id, group: 'general', keys: [], perform: () => undefined, ...change };
}

describe('a key with Ctrl', () => {
  test('is only itself; Command counts as Ctrl', () => {
    expect(matchesKey('Ctrl+K', press('k', { ctrlKey: true }))).toBe(true);
    expect(matchesKey('Ctrl+K', press('k', { metaKey: true }))).toBe(true);
    expect(matchesKey('Ctrl+K', press('k'))).toBe(false);
    expect(matchesKey('Ctrl+Z', press('Z', { ctrlKey: true, shiftKey: true }))).toBe(false);
    expect(matchesKey('Ctrl+Shift+Z', press('Z', { ctrlKey: true, shiftKey: true }))).toBe(true);
  });

  test('is drawn key by key, and named to a screen reader by its whole name', () => {
    expect(keyCaps('Ctrl+Shift+ArrowLeft')).toEqual(['Ctrl', 'Shift', '←']);
    expect(ariaKeys({ keys: ['Ctrl+K', 'P'] })).toBe('Control+K P');
  });
});

describe('the name of a pressed key', () => {
  test('is one that the same press then matches', () => {
    const presses = fc.record({
      key: fc.constantFrom('a', 'Z', '?', ',', '+', 'ArrowUp', 'F2', 'Delete', 'Enter'),
      code: fc.constant(''),
      shiftKey: fc.boolean(),
      ctrlKey: fc.boolean(),
      altKey: fc.constant(false),
      metaKey: fc.constant(false),
    });
    fc.assert(
      fc.property(presses, (one) => {
        const name = nameOfPress(one);
        expect(name).not.toBeNull();
        expect(matchesKey(name ?? '', one)).toBe(true);
      }),
    );
    const digit = press('=', { code: 'Digit0', shiftKey: true });
    expect(nameOfPress(digit)).toBe('Shift+0');
  });

  test('is none for a modifier alone, Tab, the space bar, or with Alt', () => {
    for (const key of ['Shift', 'Control', 'Alt', 'Meta', 'Tab', ' ']) {
      expect(nameOfPress(press(key))).toBeNull();
    }
    expect(nameOfPress(press('a', { altKey: true }))).toBeNull();
  });
});

describe('own keys', () => {
  test('come from settings, and odd settings are left out', () => {
    const bindings = bindingsFrom({ 'keys.fit': ['F'], 'keys.odd': 'F', 'user.name': 'Ada' });
    expect(bindings).toEqual({ fit: ['F'] });
    const [fit, zoom] = withBindings(
      [action('fit', { keys: ['0'] }), action('zoom', { keys: ['+'] })],
      bindings,
    );
    expect([fit?.keys, zoom?.keys]).toEqual([['F'], ['+']]);
  });
});

test('the menu bar holds each command once, under its group, the innermost first', () => {
  const menus = menusOf([
    action('back', { label: 'inner' }),
    action('back', { label: 'outer' }),
    action('mask', { group: 'mask', keys: ['M'], checked: true, enabled: false }),
  ]);
  expect(menus.map(({ entries }) => entries)).toEqual([
    [{ id: 'back', label: 'inner', key: null, enabled: true, checked: null }],
    [{ id: 'mask', label: 'mask', key: 'M', enabled: false, checked: true }],
  ]);
});

test('the registry tells when actions come and go', () => {
  const registry = createActionRegistry();
  let told = 0;
  const stop = registry.onChange(() => (told += 1));
  const owner = Symbol('screen');
  registry.register(owner, [action('one')]);
  registry.unregister(owner);
  stop();
  registry.register(owner, []);
  expect(told).toBe(2);
});
