/** Why this file exists: holds that sheets are drawn of any evaluation, odd ones included. */
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeSheets, type SheetFile } from '../../../src/main/study/sheets/make-sheets.ts';
import { evaluateModel } from '../../../src/main/services/evaluate-model.ts';
import { trainModel } from '../../../src/main/services/train-model.ts';
import { ReportSchema } from '../../../src/shared/report.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { quiet, sampleIn, smallTraining } from '../services/support.ts';

const folder = temporaryFolder();
const model = join(folder, 'model');
let data: string;

async function evaluated(dataset: string, name: string, maps = true): Promise<string> {
  const out = join(folder, name);
  await evaluateModel(
    { model, data: dataset, out, maps },
    () => {},
    quiet().signal,
    () => {},
  );
  return out;
}

/** The sheets of a report, and the size of each picture. */
async function sheetsOf(report: string, dataset?: string) {
  const out = `${report} sheets`;
  const sheets = await makeSheets({ report, out, data: dataset }, quiet());
  const sizes = await Promise.all(
    sheets.map(async ({ file }) => {
      const { width, height, format } = await sharp(join(out, file)).metadata();
      expect(format).toBe('png');
      return { width, height };
    }),
  );
  const index = JSON.parse(readFileSync(join(out, 'sheets.json'), 'utf8')) as SheetFile[];
  expect(index).toEqual(sheets);
  return { out, sheets, sizes };
}

beforeAll(async () => {
  data = await sampleIn(join(folder, 'plates'), 6, 10);
  await trainModel(smallTraining(data, model), quiet(), () => {});
});

describe('makeSheets', () => {
  it('draws a sheet per defect type, one of misses and one of false alarms', async () => {
    const report = await evaluated(data, 'whole');
    const { sheets, sizes } = await sheetsOf(report);
    const { perDefect, images } = ReportSchema.parse(
      JSON.parse(readFileSync(join(report, 'report.json'), 'utf8')),
    );
    expect(sheets).toHaveLength(perDefect.length + 2);
    sheets.forEach((sheet, index) => {
      // Every row is as high as its panels and two lines of caption.
      expect(sizes[index]?.height).toBeGreaterThan(sheet.images.length * 200);
      for (const { path, score } of sheet.images) {
        expect(images.find((image) => image.path === path)?.score).toBe(score);
      }
    });
    const ious = sheets.flatMap(({ images: own }) => own.map(({ iou }) => iou));
    expect(ious.some((iou) => iou !== null && iou >= 0 && iou <= 1)).toBe(true);
  });

  it('draws defects without masks, and says that none is known', async () => {
    const bare = join(folder, 'no masks');
    cpSync(data, bare, { recursive: true });
    rmSync(join(bare, 'ground_truth'), { recursive: true });
    const { sheets } = await sheetsOf(await evaluated(bare, 'without masks'));
    expect(sheets.length).toBeGreaterThan(2);
    for (const { images } of sheets) {
      for (const { label, iou } of images) if (label !== 'good') expect(iou).toBeNull();
    }
  });

  it('draws a set without defects, with very long and odd names', async () => {
    const good = join(folder, 'only good');
    mkdirSync(join(good, 'train', 'good'), { recursive: true });
    mkdirSync(join(good, 'test', 'good'), { recursive: true });
    copyFileSync(join(data, 'train/good/000.png'), join(good, 'train/good/a.png'));
    copyFileSync(
      join(data, 'train/good/001.png'),
      join(good, 'test/good', `${'long '.repeat(45)}<&>傷.png`),
    );
    const { sheets, sizes } = await sheetsOf(await evaluated(good, 'good only'));
    expect(sheets.map(({ file }) => file)).toEqual(['worst-false-alarms.png']);
    expect(sizes[0]?.width).toBeLessThan(1200);
  });

  it('finds a data set that has moved where it is told to look', async () => {
    const moved = join(folder, 'moved');
    cpSync(data, join(folder, 'before'), { recursive: true });
    const report = await evaluated(join(folder, 'before'), 'of moved');
    renameSync(join(folder, 'before'), moved);
    await expect(sheetsOf(report)).rejects.toMatchObject({ code: 'not-found' });
    expect((await sheetsOf(report, moved)).sheets.length).toBeGreaterThan(2);
  });

  it('refuses a report without maps, a folder without a report and a broken report', async () => {
    const report = await evaluated(data, 'mapless', false);
    await expect(sheetsOf(report)).rejects.toMatchObject({
      code: 'usage',
      nextStep: 'Evaluate again with --maps.',
    });
    await expect(sheetsOf(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'not-found' });
    const broken = join(folder, 'broken');
    mkdirSync(broken);
    writeFileSync(join(broken, 'report.json'), '{"schemaVersion": 1}');
    await expect(sheetsOf(broken)).rejects.toMatchObject({ code: 'bad-data' });
  });
});
