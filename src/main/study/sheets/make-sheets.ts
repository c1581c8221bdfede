/**
 * Why this file exists: the use case "sheets": from an evaluation with maps to qualitative sheets
 * (the paper's Figures 6 to 9), one per defect type, one of misses, one of false alarms.
 */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { GOOD } from '../../../shared/dataset.ts';
import { hasSystemCode, LoupeError } from '../../../shared/errors.ts';
import { ReportSchema, type Report, type ReportImage } from '../../../shared/report.ts';
import { decodeImage } from '../../dataset/decode.ts';
import { loadMask } from '../../dataset/mask.ts';
import { scanDataset } from '../../dataset/scan.ts';
import { nextStep, type Control } from '../../engine/control.ts';
import { REPORT_NAME } from '../../evaluation/evaluation-folder.ts';
import { decodeNpy } from '../../evaluation/npy.ts';
import { ensureFolder, writeFileAtomically } from '../../files.ts';
import { fileOf } from '../../services/open-model.ts';
import { planSheets } from './choose-examples.ts';
import { drawSheet, type SheetRow } from './draw-sheet.ts';
import { detectedPixels, overlap } from './masks.ts';
import { panelsOf } from './panels.ts';

export interface SheetsRequest {
  /** Folder of an evaluation made with --maps. */
  report: string;
  out: string;
  /** The data set's folder, where it is no longer where the report says. */
  data?: string | undefined;
}

export interface SheetExample {
  path: string;
  label: string;
  score: number;
  /** Of the mask at the pixel threshold and the ground truth; null where one is not known. */
  iou: number | null;
}

export interface SheetFile {
  /** Name in the output folder. */
  file: string;
  title: string;
  explanation: string;
  images: SheetExample[];
}

export const INDEX_NAME = 'sheets.json';

/**
 * Draws the sheets and writes them with `sheets.json` into `request.out`.
 * @throws LoupeError `not-found`, `bad-data`, `usage` (no maps were kept), `no-space`, `read-only`,
 *   `cancelled`
 */
export async function makeSheets(request: SheetsRequest, control: Control): Promise<SheetFile[]> {
  const folder = resolve(request.report);
  const out = resolve(request.out);
  const report = await readReport(folder);
  if (report.images.some(({ map }) => map === null)) {
    throw new LoupeError(
      'usage',
      `The report in ${folder} has no anomaly maps; sheets are drawn from them.`,
      'Evaluate again with --maps.',
    );
  }
  const root = request.data ?? report.dataset.root;
  const { onProgress, signal } = control;
  const dataset = await scanDataset(root, { check: 'headers', onProgress, signal });
  const masks = new Map(dataset.images.map(({ path, mask }) => [path, mask]));
  await ensureFolder(out);
  const files: SheetFile[] = [];
  const plans = planSheets(report);
  for (const { file, title, explanation, images } of plans) {
    const rows: SheetRow[] = [];
    const examples: SheetExample[] = [];
    for (const image of images) {
      await nextStep(control);
      const { row, iou } = await rowOf(image, masks.get(image.path), report, folder, root);
      rows.push(row);
      examples.push({ path: image.path, label: image.label, score: image.score, iou });
    }
    const png = await drawSheet({
      title,
      explanation,
      circumstances: circumstancesOf(report),
      range: report.mapRange,
      rows,
    });
    await writeFileAtomically(join(out, `${file}.png`), png);
    files.push({ file: `${file}.png`, title, explanation, images: examples });
    onProgress({ step: 'Drawing sheets', done: files.length, total: plans.length });
  }
  await writeFileAtomically(join(out, INDEX_NAME), `${JSON.stringify(files, null, 2)}\n`);
  return files;
}

async function rowOf(
  image: ReportImage,
  maskPath: string | undefined,
  report: Report,
  folder: string,
  root: string,
): Promise<{ row: SheetRow; iou: number | null }> {
  const { inputSize: size, pixelThreshold } = report;
  const mapFile = fileOf(folder, image.map ?? '');
  const { data: map } = decodeNpy(await readMap(mapFile), mapFile);
  const mask = await groundTruth(image, maskPath, root, size);
  const iou =
    mask === null || pixelThreshold === null
      ? null
      : overlap(detectedPixels(map, pixelThreshold), mask);
  const panels = await panelsOf({
    raster: await decodeImage(fileOf(root, image.path)),
    mask,
    map,
    size,
    range: report.mapRange,
    pixelThreshold,
  });
  return { row: { path: image.path, caption: captionOf(image, report, iou), panels }, iou };
}

/** A good image's ground truth is empty; a defective one's is its mask, if there is one. */
async function groundTruth(
  { label }: ReportImage,
  maskPath: string | undefined,
  root: string,
  size: number,
): Promise<Uint8Array | null> {
  if (label === GOOD) return new Uint8Array(size * size);
  if (maskPath === undefined) return null;
  return (await loadMask(fileOf(root, maskPath), { width: size, height: size })).data;
}

function captionOf(
  { label, score }: ReportImage,
  { threshold }: Report,
  iou: number | null,
): string {
  const parts = [label, `score ${score.toPrecision(4)}`];
  if (threshold === null) parts.push('no threshold');
  else {
    const isNg = score >= threshold;
    const verdict =
      label === GOOD ? (isNg ? 'false alarm' : 'passed') : isNg ? 'caught' : 'missed defect';
    parts.push(`threshold ${threshold.toPrecision(4)}: ${isNg ? 'NG' : 'OK'}, ${verdict}`);
  }
  // For a good part any detected pixel is wrong: an IoU says nothing.
  if (label !== GOOD) parts.push(iou === null ? 'IoU undefined' : `IoU ${iou.toFixed(2)}`);
  return parts.join('  \u00b7  ');
}

function circumstancesOf(report: Report): string[] {
  const { model, dataset, threshold, thresholdSource, pixelThreshold } = report;
  const source =
    thresholdSource === 'test' ? 'max F1 on these test images' : 'from good parts alone';
  return [
    `Model ${model.name} (${model.recipe}) on ${dataset.name}, ${report.inputSize} px.`,
    threshold === null
      ? 'There is no image threshold.'
      : `Image threshold ${threshold.toPrecision(4)}: ${source}.`,
    pixelThreshold === null
      ? 'There is no pixel threshold: no defective pixel is known.'
      : `Pixel threshold ${pixelThreshold.toPrecision(4)}: max F1 over all test pixels.`,
  ];
}

async function readReport(folder: string): Promise<Report> {
  const file = join(folder, REPORT_NAME);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (!hasSystemCode(error, 'ENOENT', 'ENOTDIR')) throw error;
    throw new LoupeError(
      'not-found',
      `There is no report in ${folder}.`,
      'Name the folder that loupe evaluate --maps wrote.',
      { cause: error },
    );
  }
  try {
    return ReportSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new LoupeError(
      'bad-data',
      `${file} is not a report that this version of Loupe can read.`,
      'Evaluate the model again with --maps.',
      { cause: error },
    );
  }
}

async function readMap(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    if (!hasSystemCode(error, 'ENOENT', 'ENOTDIR')) throw error;
    throw new LoupeError(
      'not-found',
      `The anomaly map ${file} is not there.`,
      'Evaluate the model again with --maps.',
      { cause: error },
    );
  }
}
