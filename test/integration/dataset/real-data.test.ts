/**
 * Why this file exists: the public data sets scan to the counts that are known of them. They are
 * not part of the project; without them these tests are skipped by name.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { scanDataset } from '../../../src/main/dataset/scan.ts';
import type { Dataset } from '../../../src/shared/dataset.ts';
import { countByFolder } from './fixtures.ts';

const shared =
  process.env['LOUPE_SHARED'] ?? path.resolve(import.meta.dirname, '../../../../shared');

/** Scans a data set of the shared folder, or skips with its path. */
async function scanShared(relative: string, skip: () => never): Promise<Dataset> {
  const root = path.join(shared, relative);
  if (!existsSync(root)) {
    console.warn(`Skipped: there is no ${root} (set LOUPE_SHARED to where it lies).`);
    skip();
  }
  return scanDataset(root);
}

describe('real data', () => {
  it('MVTec AD bottle scans without a complaint', async ({ skip }) => {
    const dataset = await scanShared('data/mvtec_ad/bottle', () => skip());
    expect(countByFolder(dataset)).toEqual({
      'test/broken_large': 20,
      'test/broken_small': 22,
      'test/contamination': 21,
      'test/good': 20,
      'train/good': 209,
    });
    expect(dataset).toMatchObject({ name: 'bottle', layout: 'mvtec', rejected: [], warnings: [] });
    const defective = dataset.images.filter(({ label }) => label !== 'good');
    expect(defective.every(({ mask }) => mask !== undefined)).toBe(true);
  });

  it('magnetic tile (many sizes, grey JPEG) tells of its four empty masks', async ({ skip }) => {
    const dataset = await scanShared('data/magnetic_tile', () => skip());
    expect(countByFolder(dataset)).toEqual({
      'test/blowhole': 115,
      'test/break': 85,
      'test/crack': 57,
      'test/fray': 32,
      'test/good': 178,
      'test/uneven': 103,
      'train/good': 774,
    });
    expect(dataset.rejected).toEqual([]);
    expect(dataset.warnings).toHaveLength(1);
    for (const name of ['exp3_num_45042', 'exp4_num_45057', 'exp4_num_124690', 'exp4_num_352527']) {
      expect(dataset.warnings[0]).toContain(name);
    }
  });
});
