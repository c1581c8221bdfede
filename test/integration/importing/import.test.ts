/** Why this file exists: what an import reads, finds and writes, on real files and a real catalog. */
import { cp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { listAudit } from '../../../src/main/catalog/audit.ts';
import { eachImage, excludeImages } from '../../../src/main/catalog/images.ts';
import { currentLabel, labelImages } from '../../../src/main/catalog/labels.ts';
import { currentMask, setMask } from '../../../src/main/catalog/masks.ts';
import { addProduct, listDefectClasses } from '../../../src/main/catalog/products.ts';
import { managedFile } from '../../../src/main/handlers/image-file.ts';
import { LoupeError } from '../../../src/shared/errors.ts';
import { ImportOutcomeSchema } from '../../../src/shared/entities/job.ts';
import { decodeMask, emptyMask, encodeMask } from '../../../src/shared/mask-rle.ts';
import {
  bench,
  blobs,
  cutShort,
  freshFolder,
  maskImage,
  mvtecFolder,
  put,
  square,
} from './support.ts';

describe('a sound folder', () => {
  it('is added with splits, labels, masks and hashes', async () => {
    const { catalog, productId, importFolder } = await bench();
    const root = await mvtecFolder(await freshFolder());
    const outcome = await importFolder(root);
    expect(ImportOutcomeSchema.parse(outcome)).toMatchObject({
      findings: {
        layout: 'mvtec',
        images: 10,
        masks: 2,
        known: 0,
        duplicates: { files: 0 },
        leaks: { pairs: 0 },
        rejected: { files: 0 },
        sizes: { smallest: [64, 48], largest: [64, 48] },
        smallestFeature: { inputSize: 256, width: 4, height: 3 },
      },
      added: { images: 10, labels: 10, masks: 2 },
    });
    const images = [...eachImage(catalog, productId)];
    expect(images.map(({ path, split }) => `${split} ${path}`)).toContain('train train/good/0.png');
    const dent = images.find(({ path }) => path === 'test/dent/8.png')!;
    expect(currentLabel(catalog, dent.id)).toMatchObject({ value: 'ng', origin: 'import' });
    expect(listDefectClasses(catalog, productId).map(({ name }) => name)).toEqual(['dent']);
    const mask = currentMask(catalog, dent.id)!;
    expect(mask.entry).toMatchObject({ defectArea: 100, ignoreArea: 0, origin: 'import' });
    expect(decodeMask(mask.code).data[4 * 64 + 4]).toBe(1);
    expect(dent.perceptualHash).toMatch(/^[0-9a-f]{16}$/);
    expect(dent.managed).toBe(false);
  });

  it('is only read by a check, whose readings the import uses', async () => {
    const { catalog, productId, importFolder, log } = await bench();
    const root = await mvtecFolder(await freshFolder());
    const { findings, added } = await importFolder(root, { what: 'check' });
    expect(added).toBeNull();
    expect([...eachImage(catalog, productId)]).toEqual([]);
    expect(log).toContain('Read 10 files; 0 were known.');
    const later = await importFolder(root);
    expect(later.findings).toEqual(findings);
    expect(log).toContain('Read 0 files; 10 were known.');
  });

  it('is added once: importing again adds only what is new', async () => {
    const { importFolder } = await bench();
    const root = await mvtecFolder(await freshFolder());
    await importFolder(root);
    await put(root, 'test/dent/new.png', blobs(30).png());
    const again = await importFolder(root);
    expect(again.findings.known).toBe(10);
    expect(again.added).toMatchObject({ images: 1, labels: 1, masks: 0 });
  });

  it('may be copied into the store, and needs its folder no more', async () => {
    const { catalog, context, productId, importFolder } = await bench();
    const root = await mvtecFolder(await freshFolder());
    await importFolder(root, { what: 'check', storage: 'copy' });
    await importFolder(root, { storage: 'copy' });
    await rm(root, { recursive: true });
    for (const { managed, sha256, bytes } of eachImage(catalog, productId)) {
      expect(managed).toBe(true);
      const copy = await readFile(managedFile(context.folders, sha256));
      expect(copy.length).toBe(bytes);
    }
  });
});

describe('alike files', () => {
  it('of the same bytes are added once, and contradictions are told', async () => {
    const { importFolder } = await bench();
    const root = await mvtecFolder(await freshFolder());
    await cp(join(root, 'train/good/0.png'), join(root, 'train/good/copy.png'));
    await cp(join(root, 'test/dent/8.png'), join(root, 'train/good/also.png'));
    const { findings, added } = await importFolder(root);
    expect(findings.duplicates).toEqual({
      files: 2,
      groups: [
        ['test/dent/8.png', 'train/good/also.png'],
        ['train/good/0.png', 'train/good/copy.png'],
      ],
    });
    expect(added?.images).toBe(10);
    expect(findings.warnings.join('\n')).toMatch(/two labels.*test\/dent\/8\.png/);
    expect(findings.warnings.join('\n')).toMatch(/two splits.*test\/dent\/8\.png/);
  });

  it('of the same picture, saved anew, in training and test are told as leaks', async () => {
    const { importFolder } = await bench();
    const root = await mvtecFolder(await freshFolder());
    await put(root, 'test/good/again.jpg', blobs(0).jpeg({ quality: 70 }));
    await put(root, 'test/good/small.png', blobs(1).resize(40, 30).png());
    await put(root, 'test/good/light.png', blobs(2).linear(1.1, 8).png());
    const { findings } = await importFolder(root, { what: 'check' });
    expect(findings.leaks.examples.map(({ train, test }) => [train, test])).toEqual([
      ['train/good/0.png', 'test/good/again.jpg'],
      ['train/good/2.png', 'test/good/light.png'],
      ['train/good/1.png', 'test/good/small.png'],
    ]);
    expect(findings.warnings.join()).toMatch(/3 pictures outside training look like one/);
  });

  it('are looked for among what the product has, in both directions', async () => {
    const { importFolder } = await bench();
    await importFolder(await mvtecFolder(await freshFolder()));
    const other = await freshFolder();
    await put(other, 'train/good/a.jpg', blobs(6).jpeg({ quality: 70 }));
    await put(other, 'test/good/b.jpg', blobs(0).jpeg({ quality: 70 }));
    const { findings } = await importFolder(other);
    expect(findings.leaks.examples.map(({ train, test }) => [train, test])).toEqual([
      ['train/good/0.png', 'test/good/b.jpg'],
      ['train/good/a.jpg', 'test/good/6.png'],
    ]);
  });
});

describe('what a person has said', () => {
  it('stays: labels and masks of known pictures are never replaced', async () => {
    const { catalog, productId, importFolder } = await bench();
    const root = await mvtecFolder(await freshFolder());
    await importFolder(root);
    const id = (path: string) =>
      [...eachImage(catalog, productId)].find((image) => image.path === path)!.id;
    const writer = { reviewer: 'Ada' };
    const ok = { value: 'ok', defectClassId: null, comment: '' } as const;
    labelImages(catalog, [id('test/dent/8.png')], ok, writer);
    setMask(catalog, id('test/dent/8.png'), emptyMask(64, 48), writer);
    const { findings, added } = await importFolder(root);
    expect(added).toMatchObject({ images: 0, labels: 0, masks: 0 });
    expect(currentLabel(catalog, id('test/dent/8.png'))?.value).toBe('ok');
    expect(currentMask(catalog, id('test/dent/8.png'))).toBeUndefined();
    expect(findings.warnings.join()).toMatch(/another label, which stays: test\/dent\/8\.png/);
  });

  it('is completed by ground truth that comes later', async () => {
    const { catalog, productId, importFolder } = await bench();
    const root = await mvtecFolder(await freshFolder());
    await rename(join(root, 'ground_truth'), join(root, '..ground_truth'));
    expect((await importFolder(root)).added).toMatchObject({ images: 10, masks: 0 });
    await rename(join(root, '..ground_truth'), join(root, 'ground_truth'));
    expect((await importFolder(root)).added).toMatchObject({ images: 0, masks: 2 });
    const masked = [...eachImage(catalog, productId)].filter(({ id }) => currentMask(catalog, id));
    expect(masked.map(({ path }) => path)).toEqual(['test/dent/8.png', 'test/dent/9.png']);
  });

  it('counts: pictures that were taken out stay out', async () => {
    const { catalog, productId, importFolder } = await bench();
    const root = await mvtecFolder(await freshFolder());
    await importFolder(root);
    const [first] = [...eachImage(catalog, productId)];
    excludeImages(catalog, [first!.id], { excluded: true, actor: 'Ada', reason: '' });
    const { findings, added } = await importFolder(root);
    expect(added?.images).toBe(0);
    expect(findings.warnings.join()).toMatch(/stay out/);
  });

  it('keeps what the catalog knows of a file that was replaced', async () => {
    const { catalog, productId, importFolder } = await bench();
    const root = await mvtecFolder(await freshFolder());
    await importFolder(root);
    await put(root, 'train/good/0.png', blobs(77).png());
    const { findings, added } = await importFolder(root);
    expect(added).toMatchObject({ images: 0, labels: 0 });
    expect(findings.warnings.join()).toMatch(/have changed since.*train\/good\/0\.png/);
    expect([...eachImage(catalog, productId)]).toHaveLength(10);
  });
});

describe('bad files', () => {
  it('are listed with reasons and stop nothing', async () => {
    const { importFolder } = await bench();
    const root = await mvtecFolder(await freshFolder());
    await cutShort(join(root, 'train/good/1.png'), 0.5);
    await put(root, 'train/good/text.png', 'this is text');
    await put(root, 'train/good/empty.png', '');
    await put(root, 'train/good/tiny.png', blobs(1, 8, 8).png());
    await put(root, 'train/good/Größe und Lücke.png', blobs(40).png());
    await symlink('/nowhere/at/all.png', join(root, 'train/good/broken-link.png'));
    const { findings, added } = await importFolder(root);
    expect(
      Object.fromEntries(findings.rejected.examples.map(({ path, reason }) => [path, reason])),
    ).toEqual({
      'train/good/1.png': expect.stringMatching(/cut short/) as string,
      'train/good/text.png': 'is not an image although its name ends in .png',
      'train/good/empty.png': 'is empty (0 bytes)',
      'train/good/tiny.png': expect.stringMatching(/8 x 8 pixels, smaller/) as string,
      'train/good/broken-link.png': 'is a link to something that does not exist',
    });
    expect(findings.rejected.files).toBe(5);
    expect(added?.images).toBe(10);
  });

  it('does not follow links out of the folder, unless it keeps copies', async () => {
    const { importFolder } = await bench();
    const root = await mvtecFolder(await freshFolder());
    const outside = await put(await freshFolder(), 'secret.png', blobs(50).png());
    await symlink(outside, join(root, 'train/good/link.png'));
    await symlink(join(root, 'train/good/0.png'), join(root, 'train/good/inside.png'));
    const { findings } = await importFolder(root);
    expect(findings.rejected.examples).toEqual([
      { path: 'train/good/link.png', reason: 'is a link that leads out of the folder' },
    ]);
    expect(findings.duplicates.files).toBe(1);
    const copied = await importFolder(root, { storage: 'copy' });
    expect(copied.findings.rejected.files).toBe(0);
    expect(copied.added?.images).toBe(1);
  });

  it('takes images without a mask that cannot be used, and says so', async () => {
    const { importFolder } = await bench();
    const root = await mvtecFolder(await freshFolder());
    await put(root, 'ground_truth/dent/8_mask.png', square(32, 32));
    await put(root, 'ground_truth/dent/9_mask.png', 'no mask');
    await put(root, 'test/dent/flat.png', blobs(60).png());
    const none = { left: 0, top: 0, right: 0, bottom: 0 };
    await put(root, 'ground_truth/dent/flat_mask.png', maskImage(64, 48, none));
    const { findings, added } = await importFolder(root);
    expect(findings.rejected.examples).toEqual([
      {
        path: 'ground_truth/dent/8_mask.png',
        reason: 'has 32 x 32 pixels; its image has 64 x 48',
      },
      {
        path: 'ground_truth/dent/9_mask.png',
        reason: 'is not an image although its name ends in .png',
      },
    ]);
    expect(findings.masks).toBe(1);
    expect(added).toMatchObject({ images: 11, masks: 0 });
    expect(findings.warnings.join('\n')).toMatch(/without it .*8\.png, test\/dent\/9\.png/);
    expect(findings.warnings.join('\n')).toMatch(/without a single defective pixel.*flat_mask/);
  });

  it.each([
    ['an empty folder', async () => undefined, /holds no images/],
    [
      'a folder of bad files only',
      (root: string) => put(root, 'train/good/a.png', 'text'),
      /no image that can be used.*a\.png is not an image/,
    ],
  ])('refuses %s', async (_, fill, reason) => {
    const { importFolder } = await bench();
    const root = await freshFolder();
    await fill(root);
    await expect(importFolder(root)).rejects.toThrow(reason);
  });

  it('refuses a product that is not there', async () => {
    const { importFolder } = await bench();
    const root = await mvtecFolder(await freshFolder());
    await expect(importFolder(root, { productId: 99 })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

it('reads a picture of 48 million pixels and 16-bit pictures that are too dark', async () => {
  const { importFolder } = await bench();
  const root = await freshFolder();
  const big = sharp({
    create: { width: 8000, height: 6000, channels: 3, background: '#345' },
    limitInputPixels: false,
  });
  await put(root, 'good/big.png', big.png({ compressionLevel: 1 }));
  const dark = Uint16Array.from({ length: 64 * 48 * 3 }, (_, i) => i % 900);
  const deep = sharp(dark, { raw: { width: 64, height: 48, channels: 3 } });
  await put(root, 'good/dark.png', deep.toColourspace('rgb16').png());
  const { findings } = await importFolder(root, { what: 'check' });
  expect(findings.sizes?.largest).toEqual([8000, 6000]);
  expect(findings.smallestFeature).toEqual({ inputSize: 256, width: 500, height: 375 });
  expect(findings.warnings.join('\n')).toMatch(/smaller than about 500 x 375 pixels/);
  expect(findings.warnings.join('\n')).toMatch(/nearly black/);
});

describe('stopping', () => {
  it('ends at the next step, keeps what was read and added, and goes on with the same counts', async () => {
    const { catalog, productId, importFolder, log } = await bench();
    const root = await freshFolder();
    for (let i = 0; i < 150; i++) await put(root, `good/${i}.png`, blobs(i, 16, 16).png());
    for (const step of ['Reading images', 'Adding images']) {
      const stop = new AbortController();
      let kept: unknown = null;
      const halfway = ({ step: now, done }: { step: string; done: number }) => {
        if (now === step && done >= 60) stop.abort();
      };
      const failed = await importFolder(root, {
        control: {
          signal: stop.signal,
          onProgress: halfway,
          checkpoint: (value) => (kept = value),
        },
      }).catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(LoupeError);
      expect(failed).toMatchObject({ code: 'cancelled' });
      if (step === 'Reading images') continue;
      expect(kept).toEqual({ added: { images: 100, labels: 100, masks: 0 } });
      expect([...eachImage(catalog, productId)]).toHaveLength(100);
      const { added } = await importFolder(root, { control: { resumeFrom: kept as never } });
      expect(added).toMatchObject({ images: 150, labels: 150 });
    }
    expect(log.at(-1)).toBe('Read 0 files; 150 were known.');
  });
});

it('keeps the ignored pixels of an image apart from its defects', async () => {
  const { catalog, productId, importFolder } = await bench();
  const root = await mvtecFolder(await freshFolder());
  await put(root, 'ignore_regions/test/dent/8.png', square(64, 48, 30));
  await put(root, 'ignore_regions/test/good/6.png', square(64, 48, 30));
  await importFolder(root);
  const areas = [...eachImage(catalog, productId)].flatMap(({ id, path }) => {
    const mask = currentMask(catalog, id)?.entry;
    return mask ? [[path, mask.defectArea, mask.ignoreArea]] : [];
  });
  expect(areas).toEqual([
    ['test/dent/8.png', 100, 100],
    ['test/dent/9.png', 100, 0],
    ['test/good/6.png', 0, 100],
  ]);
});

it('makes masks that the catalog takes for the same as drawn ones', async () => {
  const { catalog, productId, importFolder } = await bench();
  const root = await mvtecFolder(await freshFolder());
  await importFolder(root);
  const image = [...eachImage(catalog, productId)].find(({ path }) => path === 'test/dent/8.png')!;
  const data = new Uint8Array(64 * 48);
  for (let y = 4; y < 14; y++) data.fill(1, y * 64 + 4, y * 64 + 14);
  const drawn = encodeMask({ width: 64, height: 48, data });
  expect(Buffer.compare(currentMask(catalog, image.id)!.code, drawn)).toBe(0);
});

it('tells clients, and leaves two products with the same folder alone', async () => {
  const { catalog, events, importFolder, productId } = await bench();
  const root = await mvtecFolder(await freshFolder());
  await importFolder(root);
  expect(events.map(({ name }) => name)).toContain('catalog.changed');
  const other = addProduct(catalog, { name: 'Other', actor: 'Ada' }).id;
  expect((await importFolder(root, { productId: other })).added?.images).toBe(10);
  expect([...eachImage(catalog, productId)]).toHaveLength(10);
  expect(listAudit(catalog).length).toBeGreaterThan(0);
});
