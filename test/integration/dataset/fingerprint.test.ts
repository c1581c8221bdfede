/** Why this file exists: a fingerprint changes with the data and with nothing else. */
import { rename, utimes } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fingerprintDataset } from '../../../src/main/dataset/fingerprint.ts';
import { scanDataset } from '../../../src/main/dataset/scan.ts';
import { maskImage, put, putGood, rgbImage, temporaryFolder } from './fixtures.ts';

let root: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ root, remove } = await temporaryFolder());
  await putGood(root, 'a/train/good', 3);
  await putGood(root, 'a/test/dent', 1);
  await put(
    root,
    'a/ground_truth/dent/0_mask.png',
    maskImage(32, 32, { left: 1, top: 1, right: 4, bottom: 4 }),
  );
});
afterEach(() => remove());

const of = async (folder: string): Promise<string> =>
  fingerprintDataset(await scanDataset(path.join(root, folder)));

it('is the same for the same files elsewhere, written at another time and listed in another order', async () => {
  const first = await of('a');
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  await rename(path.join(root, 'a'), path.join(root, 'b'));
  await utimes(path.join(root, 'b/train/good/0.png'), 1, 1);
  expect(await of('b')).toBe(first);
  const dataset = await scanDataset(path.join(root, 'b'));
  expect(await fingerprintDataset({ ...dataset, images: dataset.images.toReversed() })).toBe(first);
});

it('changes with an image, a mask, a name, a label and a file more', async () => {
  const prints = [await of('a')];
  await put(root, 'a/train/good/0.png', rgbImage(32, 32, 99).png());
  prints.push(await of('a'));
  await put(
    root,
    'a/ground_truth/dent/0_mask.png',
    maskImage(32, 32, { left: 1, top: 1, right: 4, bottom: 5 }),
  );
  prints.push(await of('a'));
  await rename(path.join(root, 'a/train/good/1.png'), path.join(root, 'a/train/good/x.png'));
  prints.push(await of('a'));
  await rename(path.join(root, 'a/test/dent'), path.join(root, 'a/test/bump'));
  prints.push(await of('a'));
  await put(root, 'a/train/good/more.png', rgbImage().png());
  prints.push(await of('a'));
  expect(new Set(prints).size).toBe(6);
});

it('names a file that has gone since the scan', async () => {
  const dataset = await scanDataset(path.join(root, 'a'));
  await rename(path.join(root, 'a/train/good/1.png'), path.join(root, 'gone.png'));
  await expect(fingerprintDataset(dataset)).rejects.toThrow(/1\.png does not exist/);
});
