/**
 * Why this file exists: folders as people have them become data sets, with every bad file listed
 * and every unusable folder refused by a sentence.
 */
import { chmod, mkdir, rename, symlink } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requireGoodImages, scanDataset, trainingImages } from '../../../src/main/dataset/scan.ts';
import { LoupeError } from '../../../src/shared/errors.ts';
import type { Progress } from '../../../src/shared/progress.ts';
import { cutShort, maskImage, put, putGood, rgbImage, temporaryFolder } from './fixtures.ts';

let root: string;
let remove: () => Promise<void>;
beforeEach(async () => ({ root, remove } = await temporaryFolder()));
afterEach(() => remove());

const BOX = { left: 4, top: 4, right: 9, bottom: 9 };
const png = (seed = 0) => rgbImage(32, 32, seed).png();

async function refusal(folder: string): Promise<LoupeError> {
  const error: unknown = await scanDataset(folder).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(LoupeError);
  return error as LoupeError;
}

/** A small MVTec data set: 5 train, 2 good tests, 2 scratches with masks. */
async function putMvtec(): Promise<void> {
  await putGood(root, 'train/good', 5);
  await putGood(root, 'test/good', 2);
  await putGood(root, 'test/scratch', 2);
  await put(root, 'ground_truth/scratch/0_mask.png', maskImage(32, 32, BOX));
  await put(root, 'ground_truth/scratch/1_mask.png', maskImage(32, 32, BOX));
}

describe('the MVTec AD layout', () => {
  it('gives labels, splits and masks, sorted by path', async () => {
    await putMvtec();
    const dataset = await scanDataset(root);
    expect(dataset).toMatchObject({
      root,
      name: path.basename(root),
      layout: 'mvtec',
      rejected: [],
      warnings: [],
    });
    expect(
      dataset.images.map(({ path: file, split, label, mask }) => [file, split, label, mask]),
    ).toEqual([
      ['test/good/0.png', 'test', 'good', undefined],
      ['test/good/1.png', 'test', 'good', undefined],
      ['test/scratch/0.png', 'test', 'scratch', 'ground_truth/scratch/0_mask.png'],
      ['test/scratch/1.png', 'test', 'scratch', 'ground_truth/scratch/1_mask.png'],
      ...[0, 1, 2, 3, 4].map((i) => [`train/good/${i}.png`, 'train', 'good', undefined]),
    ]);
    expect(trainingImages(dataset)).toHaveLength(5);
  });

  it('takes a folder with train/good alone, and one with a test part alone', async () => {
    await putGood(root, 'train/good', 5);
    expect((await scanDataset(root)).images).toHaveLength(5);
    await putGood(root, 'test/good', 1);
    await rename(path.join(root, 'train'), path.join(root, '.away'));
    const dataset = await scanDataset(root);
    expect(dataset.images.map(({ path: file }) => file)).toEqual(['test/good/0.png']);
    expect(dataset.warnings[0]).toMatch(/There is no train\/good/);
  });

  it('finds a mask by stem: any ending, any letter case, and never by order', async () => {
    await putMvtec();
    await put(root, 'test/scratch/A10.JPG', rgbImage().jpeg());
    await put(root, 'test/scratch/10.png', png(7));
    await put(root, 'ground_truth/scratch/a10_MASK.PNG', maskImage(32, 32, BOX));
    const { images, warnings } = await scanDataset(root);
    const masks = Object.fromEntries(images.map(({ path: file, mask }) => [file, mask]));
    expect(masks['test/scratch/A10.JPG']).toBe('ground_truth/scratch/a10_MASK.PNG');
    expect(masks['test/scratch/10.png']).toBeUndefined();
    expect(masks['test/scratch/1.png']).toBe('ground_truth/scratch/1_mask.png');
    expect(warnings).toEqual([expect.stringMatching(/no mask .*: test\/scratch\/10\.png\.$/)]);
  });

  it('finds a mask for a decomposed file name', async () => {
    await putMvtec();
    await put(root, 'test/scratch/U\u0308.png', png());
    await put(root, 'ground_truth/scratch/\u00dc_mask.png', maskImage(32, 32, BOX));
    const { images, warnings } = await scanDataset(root);
    expect(images.find(({ path: file }) => file.includes('U\u0308'))?.mask).toBeDefined();
    expect(warnings).toEqual([]);
  });

  it('warns of masks without image, and of images without mask', async () => {
    await putMvtec();
    await put(root, 'ground_truth/scratch/77_mask.png', maskImage(32, 32, BOX));
    await put(root, 'ground_truth/dent/0_mask.png', maskImage(32, 32, BOX));
    await put(root, 'test/scratch/2.png', png());
    const { warnings } = await scanDataset(root);
    expect(warnings).toEqual([
      expect.stringMatching(/A defective image has no mask.*test\/scratch\/2\.png/),
      expect.stringMatching(
        /Masks belong to no image.*dent\/0_mask\.png, .*77_mask\.png|Masks belong to no image.*77_mask\.png, .*dent\/0_mask\.png/,
      ),
    ]);
  });

  it('does not use a mask of another size, and keeps its image', async () => {
    await putMvtec();
    await put(root, 'ground_truth/scratch/1_mask.png', maskImage(16, 32, { ...BOX, right: 8 }));
    const { images, warnings, rejected } = await scanDataset(root);
    expect(images.find(({ path: file }) => file === 'test/scratch/1.png')).toEqual({
      path: 'test/scratch/1.png',
      split: 'test',
      label: 'scratch',
    });
    expect(rejected).toEqual([]);
    expect(warnings[0]).toMatch(/another size.*1_mask\.png \(16 x 32 for an image of 32 x 32\)/);
  });

  it('lists an unreadable mask, keeps its image, and tells of empty masks', async () => {
    await putMvtec();
    await put(root, 'ground_truth/scratch/0_mask.png', 'no mask');
    await put(
      root,
      'ground_truth/scratch/1_mask.png',
      maskImage(32, 32, { left: 0, top: 0, right: 0, bottom: 0 }),
    );
    const { images, rejected, warnings } = await scanDataset(root);
    expect(rejected).toEqual([
      {
        path: 'ground_truth/scratch/0_mask.png',
        reason: 'is not an image although its name ends in .png',
      },
    ]);
    expect(images.filter(({ label }) => label === 'scratch').map(({ mask }) => mask)).toEqual([
      undefined,
      'ground_truth/scratch/1_mask.png',
    ]);
    expect(warnings).toEqual([
      expect.stringMatching(/mask cannot be read.*test\/scratch\/0\.png/),
      expect.stringMatching(/without a single defective pixel.*1_mask\.png/),
    ]);
  });

  it('says that pixel metrics will be undefined without ground truth', async () => {
    await putGood(root, 'train/good', 5);
    await putGood(root, 'test/dent', 1);
    expect((await scanDataset(root)).warnings).toEqual([
      expect.stringMatching(/no ground_truth folder/),
    ]);
  });

  it('lists files without label, deeper folders, and names other train folders', async () => {
    await putMvtec();
    await put(root, 'test/loose.png', png());
    await put(root, 'train/good/deep/x.png', png());
    await put(root, 'train/bad/x.png', png());
    await put(root, 'readme.txt', 'about');
    await put(root, 'test/scratch/notes.txt', 'notes');
    const { rejected, warnings, images } = await scanDataset(root);
    expect(images).toHaveLength(9);
    expect(rejected.map((file) => [file.path, file.reason])).toEqual([
      ['test/loose.png', expect.stringMatching(/^has no label/)],
      ['test/scratch/notes.txt', expect.stringMatching(/^does not end like an image/)],
      ['train/good/deep', expect.stringMatching(/^is a folder/)],
    ]);
    expect(warnings).toEqual([expect.stringMatching(/Not used.*train\/bad/)]);
  });
});

describe('the BTAD layout', () => {
  it('mixes .bmp and .png in images and masks', async () => {
    const { encode } = await import('fast-bmp');
    const bmp = (value: number) =>
      encode({
        width: 32,
        height: 32,
        data: new Uint8Array(1024).fill(value),
        bitsPerPixel: 8,
        channels: 1,
        components: 1,
      });
    for (let i = 0; i < 3; i++) await put(root, `train/ok/000${i}.bmp`, bmp(90 + i));
    await putGood(root, 'train/ok', 2);
    await put(root, 'test/ok/0001.bmp', bmp(80));
    await put(root, 'test/ko/0000.bmp', bmp(70));
    await put(root, 'test/ko/0001.png', png());
    await put(root, 'ground_truth/ko/0000.png', maskImage(32, 32, BOX));
    await put(root, 'ground_truth/ko/0001.bmp', bmp(255));
    const { layout, images, rejected, warnings } = await scanDataset(root);
    expect([layout, rejected, warnings]).toEqual(['btad', [], []]);
    expect(images.filter(({ split }) => split === 'test')).toEqual([
      { path: 'test/ko/0000.bmp', split: 'test', label: 'ko', mask: 'ground_truth/ko/0000.png' },
      { path: 'test/ko/0001.png', split: 'test', label: 'ko', mask: 'ground_truth/ko/0001.bmp' },
      { path: 'test/ok/0001.bmp', split: 'test', label: 'good' },
    ]);
    expect(images.filter(({ split }) => split === 'train')).toHaveLength(5);
  });
});

describe('a plain folder', () => {
  it('is all good images to train on, flat and one level deep', async () => {
    await putGood(root, '.', 2);
    await putGood(root, 'Schicht 2', 2);
    await put(root, 'Schicht 2/tiefer/x.png', png());
    const { layout, images, rejected } = await scanDataset(root);
    expect(layout).toBe('folder');
    expect(images).toEqual(
      ['0.png', '1.png', 'Schicht 2/0.png', 'Schicht 2/1.png'].map((file) => ({
        path: file,
        split: 'train',
        label: 'good',
      })),
    );
    expect(rejected).toEqual([
      { path: 'Schicht 2/tiefer', reason: expect.stringMatching(/more than one level/) as string },
    ]);
  });

  it('passes over hidden and system files without a word, and lists other files', async () => {
    await putGood(root, '.', 1);
    for (const name of ['Thumbs.db', '.DS_Store', '._0.png', 'desktop.ini', '.git/a.png']) {
      await put(root, name, 'x');
    }
    await put(root, 'list.csv', 'a,b');
    const { images, rejected } = await scanDataset(root);
    expect(images).toHaveLength(1);
    expect(rejected.map((file) => file.path)).toEqual(['list.csv']);
  });

  it('refuses folders whose names say that not all is good', async () => {
    await putGood(root, 'test/good', 2);
    await putGood(root, 'test/scratch', 2);
    const error = await refusal(path.join(root, 'test'));
    expect(error.message).toMatch(/holds a folder good beside scratch/);
    expect(error.nextStep).toMatch(/folder above it/);
    await putGood(root, 'mix/ok', 1);
    await putGood(root, 'mix/NG', 1);
    expect((await refusal(path.join(root, 'mix'))).nextStep).toMatch(/train\/good/);
  });

  it('takes a folder whose only folder is called good', async () => {
    await putGood(root, 'good', 3);
    expect((await scanDataset(root)).images).toHaveLength(3);
  });
});

describe('bad files', () => {
  it('are listed with their reason and skipped', async () => {
    await putGood(root, 'train/good', 6);
    await cutShort(path.join(root, 'train/good/1.png'), 0.6);
    await put(root, 'train/good/text.png', 'text');
    await put(root, 'train/good/dot.png', rgbImage(1, 1).png());
    const { images, rejected } = await scanDataset(root);
    expect(images.map(({ path: file }) => path.basename(file))).toEqual(
      ['0', '2', '3', '4', '5'].map((n) => `${n}.png`),
    );
    expect(rejected).toEqual([
      { path: 'train/good/1.png', reason: 'is cut short: its pixel data ends early' },
      { path: 'train/good/dot.png', reason: 'is 1 x 1 pixels, smaller than one 16-pixel patch' },
      { path: 'train/good/text.png', reason: 'is not an image although its name ends in .png' },
    ]);
  });

  it('show up by headers alone where these are wrong', async () => {
    await putGood(root, 'train/good', 2);
    await cutShort(path.join(root, 'train/good/1.png'), 0.6);
    await put(root, 'train/good/text.png', 'text');
    const { images, rejected } = await scanDataset(root, { check: 'headers' });
    expect(images).toHaveLength(2);
    expect(rejected.map((file) => file.path)).toEqual(['train/good/text.png']);
  });

  it('are warned of when two images differ only in ending; both are used', async () => {
    await putGood(root, '.', 1);
    await put(root, '0.jpg', rgbImage().jpeg());
    const { images, warnings } = await scanDataset(root);
    expect(images).toHaveLength(2);
    expect(warnings).toEqual([
      '0.jpg and 0.png differ only in ending or letter case; all are used.',
    ]);
  });

  it('are warned of when 16-bit images hold 12 bits', async () => {
    const dark = Uint16Array.from({ length: 1024 }, (_, i) => i * 4);
    const image = () => sharp(dark, { raw: { width: 32, height: 32, channels: 1 } });
    await put(root, 'a.png', image().toColourspace('grey16').png());
    expect((await scanDataset(root)).warnings).toEqual([
      expect.stringMatching(/up to 4092 of 65535/),
    ]);
    dark[0] = 60000;
    await put(root, 'b.png', image().toColourspace('grey16').png());
    expect((await scanDataset(root)).warnings).toEqual([]);
  });
});

describe('links and permissions', () => {
  it('follows links, refuses loops and dead ends', async () => {
    await putGood(root, 'train/good', 2);
    await put(root, 'elsewhere.bin', png(9));
    await symlink(path.join(root, 'elsewhere.bin'), path.join(root, 'train/good/link.png'));
    await symlink(path.join(root, 'nowhere'), path.join(root, 'train/good/dead.png'));
    await symlink('self.png', path.join(root, 'train/good/self.png'));
    const { images, rejected } = await scanDataset(root);
    expect(images.map(({ path: file }) => file)).toContain('train/good/link.png');
    expect(rejected).toEqual([
      { path: 'train/good/dead.png', reason: 'is a link to something that does not exist' },
      { path: 'train/good/self.png', reason: 'is a symbolic link that leads back to itself' },
    ]);
    await mkdir(path.join(root, 'flat'));
    await putGood(root, 'flat', 1);
    await symlink('..', path.join(root, 'flat/up'));
    await symlink('.', path.join(root, 'flat/same'));
    const flat = await scanDataset(path.join(root, 'flat'));
    expect(flat.images).toHaveLength(1);
    expect(flat.rejected).toEqual([
      { path: 'same', reason: 'is a link to a folder that it lies in' },
      { path: 'up', reason: 'is a link to a folder that it lies in' },
    ]);
  });

  it('lists folders and files that may not be read', async (context) => {
    if (process.getuid?.() === 0) {
      console.warn('Skipped: the super-user may read everything.');
      context.skip();
    }
    await putGood(root, '.', 2);
    await putGood(root, 'locked', 1);
    await chmod(path.join(root, 'locked'), 0);
    await chmod(path.join(root, '1.png'), 0);
    const { images, rejected } = await scanDataset(root);
    await chmod(path.join(root, 'locked'), 0o700);
    expect(images).toHaveLength(1);
    expect(rejected).toEqual([
      { path: '1.png', reason: 'may not be read (permission denied)' },
      { path: 'locked', reason: 'is a folder that may not be read (permission denied)' },
    ]);
  });
});

describe('a folder that is no data set is refused', () => {
  it('when it is missing, a file or empty', async () => {
    expect(await refusal(path.join(root, 'none'))).toMatchObject({
      code: 'not-found',
      message: expect.stringMatching(/^There is no folder .*none\.$/) as string,
    });
    expect((await refusal(await put(root, 'a.png', png()))).message).toMatch(
      /is a file, not a folder/,
    );
    await mkdir(path.join(root, 'empty'));
    await put(root, 'empty/.DS_Store', 'x');
    expect(await refusal(path.join(root, 'empty'))).toMatchObject({
      code: 'bad-data',
      message: expect.stringMatching(/empty is empty\.$/) as string,
    });
  });

  it('when it follows no layout, saying what it holds and what Loupe reads', async () => {
    await put(root, 'a/b/c.png', png());
    await put(root, 'notes.txt', 'x');
    const error = await refusal(root);
    expect(error.message).toMatch(/follows no layout .*; it holds a\/, notes\.txt\.$/);
    expect(error.nextStep).toMatch(/MVTec AD .*BTAD .*plain folder/);
  });

  it('when it holds several products, naming them', async () => {
    await putGood(root, 'bottle/train/good', 1);
    await putGood(root, 'cable/train/good', 1);
    const error = await refusal(root);
    expect(error.message).toMatch(/several products \(bottle, cable\)/);
    expect(error.nextStep).toContain(path.join(root, 'bottle'));
  });

  it('when no image in it can be used', async () => {
    await put(root, 'a.png', 'x');
    await put(root, 'b.png', 'x');
    expect((await refusal(root)).message).toMatch(
      /no usable image: all 2 files were refused, the first because a\.png is not an image/,
    );
  });
});

describe('requireGoodImages', () => {
  it('refuses fewer than five with the count, and takes five', async () => {
    await putGood(root, 'train/good', 4);
    await put(root, 'train/good/bad.png', 'x');
    await putGood(root, 'test/good', 9);
    const few = await scanDataset(root);
    expect(() => requireGoodImages(few)).toThrow(
      /There are 4 good images to train on in .* \(1 file was refused\); at least 5 are needed/,
    );
    expect(() => requireGoodImages(few, 4)).not.toThrow();
    await put(root, 'train/good/4.png', png());
    const enough = await scanDataset(root);
    expect(() => requireGoodImages(enough)).not.toThrow();
  });
});

describe('scanning', () => {
  it('shows progress up to the last image and can be stopped', async () => {
    await putGood(root, '.', 6);
    const seen: Progress[] = [];
    await scanDataset(root, { onProgress: (progress) => seen.push(progress) });
    expect(seen.map(({ done }) => done)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(seen.at(-1)).toMatchObject({ total: 6, unit: 'images' });
    const stop = AbortSignal.abort(new Error('stopped'));
    await expect(scanDataset(root, { signal: stop })).rejects.toThrow('stopped');
  });
});
