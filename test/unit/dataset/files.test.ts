/** Why this file exists: the order of images is part of every seeded result. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareCodePoints,
  foldName,
  isSystemFile,
  stemOf,
} from '../../../src/main/dataset/files.ts';
import { hasImageEnding } from '../../../src/main/dataset/sniff.ts';

describe('names of files', () => {
  it('sorts by code point, not by language and not by UTF-16 unit', () => {
    const names = ['ä', 'z', 'B', 'a', '10', '9', '\u{1F600}', '\uFF5E'];
    expect(names.sort(compareCodePoints)).toEqual([
      '10',
      '9',
      'B',
      'a',
      'z',
      'ä',
      '\uFF5E',
      '\u{1F600}',
    ]);
  });

  it('orders the same way as the code points of the whole string', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const left = Array.from(a, (c) => c.codePointAt(0)!);
        const right = Array.from(b, (c) => c.codePointAt(0)!);
        const at = left.findIndex((value, i) => value !== right[i]);
        const expected =
          at === -1
            ? Math.sign(left.length - right.length)
            : right[at] === undefined
              ? 1
              : Math.sign(left[at]! - right[at]);
        expect(Math.sign(compareCodePoints(a, b))).toBe(expected);
      }),
    );
  });

  it('takes the stem up to the last dot', () => {
    expect(stemOf('test/x/001_mask.v2.PNG')).toBe('001_mask.v2');
  });

  it('holds composed and decomposed names for the same', () => {
    expect(foldName('U\u0308ber')).toBe(foldName('\u00dcBER'));
  });

  it('knows the endings Loupe reads, in any letter case', () => {
    for (const ending of ['png', 'JPG', 'jpeg', 'Bmp', 'tif', 'TIFF', 'webp']) {
      expect(hasImageEnding(`a.b.${ending}`)).toBe(true);
    }
    for (const name of ['a.gif', 'a.txt', 'png', 'a']) expect(hasImageEnding(name)).toBe(false);
  });

  it('passes over what systems leave behind', () => {
    for (const name of ['.DS_Store', 'Thumbs.db', 'desktop.ini', '.hidden.png']) {
      expect(isSystemFile(name)).toBe(true);
    }
    expect(isSystemFile('001.png')).toBe(false);
  });
});
