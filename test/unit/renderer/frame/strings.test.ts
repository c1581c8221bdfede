/** Why this file exists: both languages say something everywhere, and a change takes effect at once. */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { catalogue } from '../../../../src/renderer/src/strings/catalogue.ts';
import { resolveLanguage, setLanguage } from '../../../../src/renderer/src/strings/language.ts';
import { strings } from '../../../../src/renderer/src/strings/index.ts';
import { formatNumber, formatPercent } from '../../../../src/renderer/src/components/format.ts';

const FEATURES = resolve(import.meta.dirname, '../../../../src/renderer/src/features');

afterEach(() => setLanguage('en'));

describe('a catalogue', () => {
  const text = catalogue(
    {
      title: 'Data',
      part: { name: 'Images', list: ['a', 'b'] },
      count: (n: number) => `${n} images`,
    },
    { title: 'Daten', part: { name: 'Bilder', list: ['c', 'd'] }, count: (n) => `${n} Bilder` },
  );
  // As a module does that keeps a part of its texts.
  const { part } = text;

  test('answers in the language of now, kept parts too', () => {
    expect([text.title, part.name, part.list[0], text.count(2)]).toEqual([
      'Data',
      'Images',
      'a',
      '2 images',
    ]);
    setLanguage('de');
    expect([text.title, part.name, part.list[0], text.count(2)]).toEqual([
      'Daten',
      'Bilder',
      'c',
      '2 Bilder',
    ]);
  });
});

describe('German', () => {
  /** Every text of a catalogue by its path; texts with values by what they say of stand-ins. */
  const allTexts = (view: object, at = ''): [string, string][] =>
    Object.entries(view).flatMap(([key, value]: [string, unknown]): [string, string][] => {
      const path = `${at}.${key}`;
      if (typeof value === 'string') return [[path, value]];
      if (typeof value === 'function') {
        const say = value as (...values: unknown[]) => unknown;
        return [[path, String(say('A', 'B', 'C', 'D'))]];
      }
      return typeof value === 'object' && value !== null ? allTexts(value, path) : [];
    });

  test('says something wherever English does, and mostly something else', async () => {
    const views: [string, object][] = [['frame', strings]];
    for (const feature of readdirSync(FEATURES)) {
      const file = join(FEATURES, feature, 'strings.ts');
      if (!readdirSync(join(FEATURES, feature)).includes('strings.ts')) continue;
      const module = (await import(file)) as { text?: object };
      if (module.text !== undefined) views.push([feature, module.text]);
    }
    expect(views.length).toBeGreaterThan(4);
    for (const [name, view] of views) {
      const english = new Map(allTexts(view));
      setLanguage('de');
      const german = new Map(allTexts(view));
      setLanguage('en');
      expect([...german.keys()], name).toEqual([...english.keys()]);
      const empty = [...german].filter(
        ([path, said]) => said.trim() === '' && english.get(path)?.trim() !== '',
      );
      expect(empty, name).toEqual([]);
      const same = [...german].filter(([path, said]) => english.get(path) === said);
      expect(same.length / german.size, name).toBeLessThan(0.35);
    }
  });

  test('writes numbers its own way', () => {
    expect(formatNumber(1234.5, 1, true)).toBe('1,234.5');
    setLanguage('de');
    expect(formatNumber(1234.5, 1, true)).toBe('1.234,5');
    expect(formatPercent(0.998)).toBe('99,8\u202f%');
  });
});

test('the browser’s language counts until one is chosen', () => {
  expect(resolveLanguage('system', ['de-AT', 'en'])).toBe('de');
  expect(resolveLanguage('system', ['fr', 'de'])).toBe('de');
  expect(resolveLanguage('system', ['fr'])).toBe('en');
  expect(resolveLanguage('en', ['de'])).toBe('en');
});
