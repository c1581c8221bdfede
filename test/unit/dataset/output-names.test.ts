/** Why this file exists: two images must never write to the same map. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outputNames } from '../../../src/main/dataset/output-names.ts';

const names = (...paths: string[]): string[] => [
  ...outputNames(paths.map((path) => ({ path }))).values(),
];

describe('outputNames', () => {
  it('drops the ending where nothing collides', () => {
    expect(names('test/good/001.png', 'test/a b/ü.v2.JPG')).toEqual([
      'test/good/001',
      'test/a b/ü.v2',
    ]);
  });

  it('keeps the ending where two images differ only in it', () => {
    expect(names('a/1.png', 'a/1.jpg', 'b/1.png')).toEqual(['a/1.png', 'a/1.jpg', 'b/1']);
  });

  it('numbers what would still be one file on a system that ignores letter case', () => {
    expect(names('a/X.png', 'a/x.PNG')).toEqual(['a/X.png', 'a/x.PNG~2']);
  });

  it('does not run into the name that another image has without its ending', () => {
    expect(names('1.png', '1.jpg', '1.png.bmp')).toEqual(['1.png~2', '1.jpg', '1.png']);
  });

  it('gives every image its own name, also without regard to letter case', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'A', '.', 'b', '~', '2'), maxLength: 4 });
    const image = fc
      .tuple(part, fc.constantFrom('.png', '.jpg', '.PNG'))
      .map(([stem, ending]) => `d/x${stem}${ending}`);
    fc.assert(
      fc.property(fc.uniqueArray(image, { maxLength: 12 }), (paths) => {
        const given = names(...paths).map((name) => name.toLowerCase());
        expect(new Set(given).size).toBe(paths.length);
      }),
    );
  });
});
