/** Why this file exists: odd stored preferences never break the page. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePreferences } from '../../../src/renderer/src/state/preferences.ts';

const defaults = parsePreferences(null);

test('what was stored comes back', () => {
  const stored = { ...defaults, theme: 'dark', colours: 'magma', opacity: 0, smooth: false };
  expect(parsePreferences(JSON.stringify(stored))).toEqual(stored);
});

test('what is missing or odd takes its default, the rest stays', () => {
  const text = JSON.stringify({ theme: 'pink', opacity: 7, mask: 'yes', colours: 'turbo' });
  expect(parsePreferences(text)).toEqual({ ...defaults, colours: 'turbo' });
});

test('any text at all gives whole preferences', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(Object.keys(parsePreferences(text))).toEqual(Object.keys(defaults));
    }),
  );
});
