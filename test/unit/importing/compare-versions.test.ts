/** Why this file exists: what is told of two versions, image by image. */
import { expect, it } from 'vitest';
import { compareVersions } from '../../../src/main/importing/compare-versions.ts';
import type { VersionImage } from '../../../src/shared/entities/dataset-version.ts';

const image = (n: number, changes: Partial<VersionImage> = {}): VersionImage => ({
  imageId: n,
  path: `${n}.png`,
  sha256: String(n).padStart(64, '0'),
  split: 'test',
  label: 'ok',
  defectClass: null,
  maskSha256: null,
  ...changes,
});

it('finds each kind of difference', () => {
  const difference = compareVersions(
    [image(1), image(2), image(3), image(4), image(5)],
    [
      image(1),
      image(2, { label: 'ng', defectClass: 'dent' }),
      image(3, { split: 'train' }),
      image(4, { maskSha256: 'f'.repeat(64) }),
      image(6),
    ],
  );
  expect(difference).toEqual({
    added: { images: 1, examples: ['6.png'] },
    removed: { images: 1, examples: ['5.png'] },
    relabelled: { images: 1, examples: ['2.png'] },
    moved: { images: 1, examples: ['3.png'] },
    masksChanged: { images: 1, examples: ['4.png'] },
  });
});

it('takes an image with another path and the same bytes for the same', () => {
  const { added, removed } = compareVersions([image(1)], [image(1, { path: 'moved.png' })]);
  expect([added.images, removed.images]).toEqual([0, 0]);
});

it('counts copies within a version one by one', () => {
  const twice = [image(1), image(1, { imageId: 9, path: 'copy.png' })];
  expect(compareVersions(twice, [image(1)]).removed).toEqual({
    images: 1,
    examples: ['copy.png'],
  });
});

it('cuts its examples, not its counts', () => {
  const many = Array.from({ length: 500 }, (_, i) => image(i));
  const { added } = compareVersions([], many);
  expect([added.images, added.examples.length]).toEqual([500, 200]);
});
