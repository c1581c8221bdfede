/** Why this file exists: exported images never overwrite each other and say what the version says. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { foldName } from '../../../src/main/dataset/files.ts';
import { planExport } from '../../../src/main/importing/export-names.ts';
import type { VersionImage } from '../../../src/shared/entities/dataset-version.ts';

const image = (path: string, changes: Partial<VersionImage> = {}): VersionImage => ({
  imageId: 1,
  path,
  sha256: '0'.repeat(64),
  split: 'test',
  label: 'ok',
  defectClass: null,
  maskSha256: null,
  ...changes,
});
const dent = { label: 'ng', defectClass: 'dent' } as const;
const paths = (images: readonly VersionImage[]) =>
  planExport(images).places.map(({ path }) => path);

it('keeps paths that say what the version says', () => {
  const images = [
    image('train/good/1.png', { split: 'train' }),
    image('calibrate/good/1.png', { split: 'calibrate' }),
    image('test/good/1.png'),
    image('test/dent/1.png', dent),
    image('test/bad/1.png', { label: 'ng' }),
  ];
  expect(paths(images)).toEqual(images.map(({ path }) => path));
});

it('makes a path where the label, the split or the layout is another', () => {
  expect(paths([image('train/good/1.png', { split: 'test' })])).toEqual(['test/good/1.png']);
  expect(paths([image('test/good/1.png', dent)])).toEqual(['test/dent/1.png']);
  expect(paths([image('Data/Images/Normal/0001.JPG', { split: 'train' })])).toEqual([
    'train/good/0001.JPG',
  ]);
  expect(paths([image('test/good/1.png', { label: 'ng' })])).toEqual(['test/defect/1.png']);
});

it('makes clashing names unique, also for the masks of test and calibrate', () => {
  const { places } = planExport([
    image('a/1.png', dent),
    image('b/1.png', dent),
    image('c/1.bmp', dent),
    image('d/1.png', { ...dent, split: 'calibrate' }),
  ]);
  expect(places.map(({ path }) => path)).toEqual([
    'test/dent/1.png',
    'test/dent/1~2.png',
    'test/dent/1~3.bmp',
    'calibrate/dent/1~4.png',
  ]);
  expect(places.map(({ mask }) => mask)).toEqual([
    'ground_truth/dent/1_mask.png',
    'ground_truth/dent/1~2_mask.png',
    'ground_truth/dent/1~3_mask.png',
    'ground_truth/dent/1~4_mask.png',
  ]);
});

it('leaves out what the layout has no place for', () => {
  const { places, left } = planExport([
    image('1.png', { label: 'unsure' }),
    image('2.png', { label: 'none' }),
    image('3.png', { ...dent, split: 'train' }),
    image('4.png'),
  ]);
  expect(places.map(({ path }) => path)).toEqual(['test/good/4.png']);
  expect(left.map(({ path }) => path)).toEqual(['1.png', '2.png', '3.png']);
});

it('writes inside the folder, under unique names that every file system takes', () => {
  const name = fc.string({ unit: 'grapheme', maxLength: 40 });
  const anyImage = fc
    .record({
      path: fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/')),
      split: fc.constantFrom('train', 'calibrate', 'test'),
      label: fc.constantFrom('ok', 'ng'),
      defectClass: fc.option(fc.oneof(name, fc.constantFrom('..', 'good', 'GOOD', 'con', 'a/b'))),
    })
    .map(({ path, ...rest }) => image(path, rest as Partial<VersionImage>));
  fc.assert(
    fc.property(fc.array(anyImage, { maxLength: 30 }), (images) => {
      const { places } = planExport(images);
      const kept = new Set(images.map(({ path }) => path));
      const folded = places.map(({ path }) => foldName(path));
      expect(new Set(folded).size).toBe(places.length);
      for (const { path, mask, ignore, image: of } of places) {
        for (const file of [path, mask, ignore]) {
          expect(file.split('/')).not.toContain('..');
          expect(file.startsWith('/')).toBe(false);
        }
        expect(path.split('/')).toHaveLength(3);
        if (of.label === 'ok') expect(path).toMatch(/^(train|calibrate|test)\/good\//);
        else expect(path).not.toMatch(/^[^/]+\/good\//);
        if (!kept.has(path)) expect(path).not.toMatch(/[<>:"\\|?*]/);
      }
    }),
  );
});
