/**
 * Why this file exists: what an import finds in two data sets of the field, where they are at hand.
 * The magnetic tiles hold the same tile in training and test, in another exposure; that it is found
 * there was checked by eye.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sharedFolder } from '../../../src/main/places.ts';
import { bench } from './support.ts';

function dataset(name: string): string | null {
  const folder = join(sharedFolder(), 'data', name);
  if (existsSync(folder)) return folder;
  console.warn(`Skipped: there is no ${folder}.`);
  return null;
}

it('MVTec AD bottle: all images and masks, no leak', async (context) => {
  const folder = dataset('mvtec_ad/bottle');
  if (folder === null) return context.skip();
  const { importFolder } = await bench();
  const { findings, added } = await importFolder(folder);
  expect(findings).toMatchObject({
    images: 292,
    masks: 63,
    duplicates: { files: 0 },
    leaks: { pairs: 0 },
    rejected: { files: 0 },
    warnings: [],
  });
  expect(added).toMatchObject({ images: 292, labels: 292, masks: 63 });
});

it('magnetic tile: four empty masks, and tiles that are in training and test', async (context) => {
  const folder = dataset('magnetic_tile');
  if (folder === null) return context.skip();
  const { importFolder } = await bench();
  const { findings, added } = await importFolder(folder);
  expect(findings).toMatchObject({ images: 1344, masks: 392, rejected: { files: 0 } });
  expect(added).toMatchObject({ images: 1344, labels: 1344, masks: 388 });
  expect(findings.leaks.examples.map(({ train, test }) => `${test} ${train}`)).toEqual(
    expect.arrayContaining([
      'test/fray/exp0_num_797.jpg train/good/exp4_num_889.jpg',
      'test/good/exp1_num_276985.jpg train/good/exp5_num_277059.jpg',
    ]),
  );
  expect(findings.warnings.join()).toMatch(/without a single defective pixel.*exp3_num_45042/);
});
