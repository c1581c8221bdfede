/** Why this file exists: what an import finds in a folder of each layout, by names alone. */
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detectLayout } from '../../../src/main/importing/detect.ts';
import { findImages } from '../../../src/main/importing/find-images.ts';
import { blobs, freshFolder, mvtecFolder, put, square } from './support.ts';

const detect = (folder: string, changes: { layout?: 'flat' | 'classes'; pattern?: string } = {}) =>
  detectLayout({ folder, layout: changes.layout ?? null, pattern: changes.pattern ?? null });
const PNG = 'names alone are looked at';

const rows = ({ counts }: Awaited<ReturnType<typeof detect>>) =>
  counts.map(({ split, label, defectClass, images }) => [split, label, defectClass, images]);

describe('MVTec AD', () => {
  it('gives splits, classes and masks', async () => {
    const found = await detect(await mvtecFolder(await freshFolder()));
    expect(found).toMatchObject({ layouts: ['mvtec', 'classes'], images: 10, masks: 2 });
    expect(rows(found)).toEqual([
      ['train', 'ok', null, 6],
      ['test', 'ok', null, 2],
      ['test', 'ng', 'dent', 2],
    ]);
  });

  it("reads Loupe's own additions: calibrate and ignored regions", async () => {
    const root = await mvtecFolder(await freshFolder());
    await put(root, 'calibrate/good/a.png', PNG);
    await put(root, 'calibrate/dent/b.png', PNG);
    await put(root, 'ground_truth/dent/b_mask.png', PNG);
    await put(root, 'ignore_regions/test/good/6.png', PNG);
    const { found } = await findImages({ folder: root, layout: null, pattern: null });
    const of = (path: string) => found?.images.find((image) => image.path === path);
    expect(of('calibrate/good/a.png')).toMatchObject({ split: 'calibrate', label: 'ok' });
    expect(of('calibrate/dent/b.png')).toMatchObject({
      split: 'calibrate',
      defectClass: 'dent',
      mask: 'ground_truth/dent/b_mask.png',
    });
    expect(of('test/good/6.png')?.ignore).toBe('ignore_regions/test/good/6.png');
    expect(found?.warnings).toEqual([]);
  });

  it('takes a folder named bad for defects of no class, and says what masks are missing', async () => {
    const root = await mvtecFolder(await freshFolder());
    await put(root, 'test/bad/1.png', PNG);
    await put(root, 'ground_truth/dent/orphan_mask.png', PNG);
    const found = await detect(root);
    expect(rows(found)).toContainEqual(['test', 'ng', null, 1]);
    expect(found.warnings.join('\n')).toMatch(/no mask .*test\/bad\/1\.png/);
    expect(found.warnings.join('\n')).toMatch(/belongs to no image .*orphan_mask\.png/);
  });
});

it('reads BTAD with its mixed endings', async () => {
  const root = await freshFolder();
  await put(root, 'train/ok/1.bmp', PNG);
  await put(root, 'test/ok/2.png', PNG);
  await put(root, 'test/ko/3.bmp', PNG);
  await put(root, 'ground_truth/ko/3.png', PNG);
  const found = await detect(root);
  expect(found).toMatchObject({ layouts: ['btad', 'classes'], images: 3, masks: 1 });
  expect(rows(found)).toEqual([
    ['train', 'ok', null, 1],
    ['test', 'ok', null, 1],
    ['test', 'ng', null, 1],
  ]);
});

describe('VisA', () => {
  async function visa(): Promise<string> {
    const root = await freshFolder();
    for (const name of ['Normal/0.JPG', 'Normal/1.JPG', 'Anomaly/0.JPG']) {
      await put(root, `candle/Data/Images/${name}`, PNG);
    }
    await put(root, 'candle/Data/Masks/Anomaly/0.png', PNG);
    await put(
      root,
      'candle/image_anno.csv',
      'image,label,mask\ncandle/Data/Images/Normal/0.JPG,normal,\n' +
        'candle/Data/Images/Normal/1.JPG,normal,\n' +
        'candle/Data/Images/Anomaly/0.JPG,"wax melded, chip",candle/Data/Masks/Anomaly/0.png\n' +
        'candle/Data/Images/Normal/gone.JPG,normal,\n../../etc/passwd.png,normal,\n',
    );
    await put(
      root,
      'split_csv/1cls.csv',
      'object,split,label,image,mask\ncandle,train,normal,candle/Data/Images/Normal/0.JPG,\n' +
        'candle,test,normal,candle/Data/Images/Normal/1.JPG,\n' +
        'candle,test,anomaly,candle/Data/Images/Anomaly/0.JPG,candle/Data/Masks/Anomaly/0.png\n' +
        'cashew,train,normal,cashew/Data/Images/Normal/0.JPG,\n',
    );
    return root;
  }

  it('takes the kind of defect from one list and the split from the other', async () => {
    const found = await detect(join(await visa(), 'candle'));
    expect(found).toMatchObject({ images: 3, masks: 1 });
    expect(found.layouts[0]).toBe('visa');
    expect(rows(found)).toEqual([
      ['train', 'ok', null, 1],
      ['test', 'ok', null, 1],
      ['test', 'ng', 'wax melded, chip', 1],
    ]);
  });

  it('lists what is not there, and never looks outside the folder', async () => {
    const { found } = await findImages({
      folder: join(await visa(), 'candle'),
      layout: null,
      pattern: null,
    });
    expect(found?.rejected.map(({ path }) => path)).toEqual([
      '../../etc/passwd.png',
      'candle/Data/Images/Normal/gone.JPG',
    ]);
  });

  it('names one of several objects', async () => {
    await expect(detect(await visa())).rejects.toThrow(/several products \(candle, cashew\)/);
  });
});

describe('one folder per class', () => {
  it('takes the names of folders for classes', async () => {
    const root = await freshFolder();
    await put(root, 'good/1.png', PNG);
    await put(root, 'Kratzer tief/2.png', PNG);
    await put(root, 'loose.png', PNG);
    const found = await detect(root);
    expect(found.layouts).toEqual(['classes', 'flat']);
    expect(rows(found)).toEqual([
      ['none', 'ok', null, 1],
      ['none', 'ng', 'Kratzer tief', 1],
    ]);
    expect(found.warnings.join('\n')).toMatch(/loose\.png lies beside the class folders/);
  });

  it('takes splits from folders around the classes', async () => {
    const root = await freshFolder();
    for (const name of ['train/normal', 'val/normal', 'test/scratch']) {
      await put(root, `${name}/1.png`, PNG);
    }
    expect(rows(await detect(root))).toEqual([
      ['train', 'ok', null, 1],
      ['calibrate', 'ok', null, 1],
      ['test', 'ng', 'scratch', 1],
    ]);
  });

  it('says when no folder holds good parts', async () => {
    const root = await freshFolder();
    await put(root, 'shift 1/1.png', PNG);
    expect((await detect(root)).warnings.join()).toMatch(/No folder is named good or ok/);
  });
});

describe('a flat folder', () => {
  it('reads class and part from the names', async () => {
    const root = await freshFolder();
    for (const name of ['good_7_a', 'good_7_b', 'dent_8_a', 'odd']) {
      await put(root, `${name}.png`, PNG);
    }
    const found = await detect(root, { pattern: '{label}_{part}_{*}' });
    expect(found.layouts).toEqual(['flat']);
    expect(rows(found)).toEqual([
      ['none', 'ok', null, 2],
      ['none', 'ng', 'dent', 1],
      ['none', 'none', null, 1],
    ]);
    expect(found.warnings.join()).toMatch(/does not fit 1 of 4 names.*odd\.png/);
  });

  it('says what it cannot know without a pattern', async () => {
    const root = await freshFolder();
    await put(root, 'a.png', PNG);
    expect((await detect(root)).warnings.join()).toMatch(/without labels/);
  });

  it('is guessed where most images lie loose', async () => {
    const root = await freshFolder();
    for (const name of ['1.png', '2.png', '3.png', 'good/4.png']) await put(root, name, PNG);
    expect((await detect(root)).layouts).toEqual(['flat', 'classes']);
    expect((await detect(root, { layout: 'classes' })).images).toBe(1);
  });
});

it('reads the part by a pattern in layouts whose folders give the label', async () => {
  const root = await freshFolder();
  await put(root, 'good/p1_a.png', PNG);
  await put(root, 'dent/p1_b.png', PNG);
  await put(root, 'dent/other.png', PNG);
  const { found } = await findImages({ folder: root, layout: null, pattern: '{part}_{*}' });
  expect(found?.images.map(({ part }) => part)).toEqual([null, 'p1', 'p1']);
  expect(found?.warnings.join()).toMatch(/no part for 1 of 3/);
});

describe('folders that cannot be imported', () => {
  it('finds nothing in an empty folder and in one without images', async () => {
    const root = await freshFolder();
    expect(await detect(root)).toMatchObject({ layouts: [], images: 0 });
    await put(root, 'notes.txt', 'x');
    expect(await detect(root)).toMatchObject({ layouts: [], images: 0 });
  });

  it.each([
    ['not-there', /cannot be opened/],
    ['file.png', /is a file, not a folder/],
  ])('refuses %s', async (name, reason) => {
    const root = await freshFolder();
    await put(root, 'file.png', PNG);
    await expect(detect(join(root, name))).rejects.toThrow(reason);
  });

  it('refuses a relative path and a pattern that cannot be used', async () => {
    await expect(detect('somewhere')).rejects.toThrow(/not a whole path/);
    await expect(detect(await freshFolder(), { pattern: '{x}' })).rejects.toThrow(/not known/);
  });

  it('names one of several products', async () => {
    const root = await freshFolder();
    await mvtecFolder(join(root, 'bottle'));
    await expect(detect(root)).rejects.toThrow(/several products \(bottle\)/);
  });

  it('survives a loop of links', async () => {
    const root = await freshFolder();
    await put(root, 'good/1.png', PNG);
    await symlink(root, join(root, 'loop'));
    expect((await detect(root)).images).toBe(1);
  });
});

it('looks at 50,000 names without keeping others waiting', async () => {
  const root = await freshFolder();
  await mkdir(join(root, 'good'));
  await put(root, 'dent/1.png', PNG);
  const names = Array.from({ length: 50_000 }, (_, i) => `good/${i}.png`);
  const { writeFileSync } = await import('node:fs');
  for (const name of names) writeFileSync(join(root, name), '');
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 1);
  const started = performance.now();
  const found = await detect(root);
  clearInterval(timer);
  expect(found.images).toBe(50_001);
  console.info(
    `50,000 names in ${Math.round(performance.now() - started)} ms, ${turns} turns of the loop`,
  );
  expect(turns).toBeGreaterThan(3);
});

it('takes pictures and masks as they are named, whatever they hold', async () => {
  const root = await mvtecFolder(await freshFolder());
  await put(root, 'test/dent/Ä ö.png', blobs(20).png());
  await put(root, 'ground_truth/dent/Ä ö_mask.png'.normalize('NFD'), square(64, 48));
  expect(await detect(root)).toMatchObject({ images: 11, masks: 3 });
});
