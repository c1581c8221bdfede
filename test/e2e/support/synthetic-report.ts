/**
 * Why this file exists: a report like those of `loupe evaluate --maps`, made in a second without
 * TensorFlow: drawn parts with scratches and stains, and maps that react to them.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { encodeNpy } from '../../../src/main/evaluation/npy.ts';
import { GOOD } from '../../../src/shared/dataset.ts';
import { auroc } from '../../../src/shared/metrics/auroc.ts';
import { auPro } from '../../../src/shared/metrics/aupro.ts';
import { labelComponents } from '../../../src/shared/metrics/components.ts';
import { confusionAt } from '../../../src/shared/metrics/confusion.ts';
import { maxF1 } from '../../../src/shared/metrics/precision-recall.ts';
import { createRandom, type Random } from '../../../src/shared/random.ts';
import type { Report } from '../../../src/shared/report.ts';
import { perScale } from '../../../src/shared/scales.ts';

/** Not square, so that mixing up width and height shows. */
export const WIDTH = 320;
export const HEIGHT = 240;
/** Side of a map. */
export const MAP = 128;
export const DEFECTS = ['scratch', 'stain', 'dent'] as const;

export interface SyntheticOptions {
  id?: string;
  good?: number;
  /** Of each defect type. */
  defective?: number;
  /** Leave the maps out, as without `--maps`. */
  maps?: boolean;
  /** Without defective images nearly every figure is undefined. */
  createdAt?: string;
}

export interface Part {
  label: string;
  path: string;
  /** How strongly a defect shows, 0 for none. */
  strength: number;
  rgb: Uint8Array;
  mask: Uint8Array;
  map: Float32Array;
  score: number;
}

/** Writes a data set into `home/data/plates` and its report into `home/reports/<id>`. */
export async function writeSyntheticReport(
  home: string,
  options: SyntheticOptions = {},
): Promise<Report> {
  const { id = 'plates', good = 18, defective = 9, maps = true } = options;
  const root = join(home, 'data', 'plates');
  const folder = join(home, 'reports', id);
  const random = createRandom(7);
  const parts: Part[] = [];
  for (let i = 0; i < good; i += 1) parts.push(drawPart(random, GOOD, i));
  for (const label of DEFECTS) {
    for (let i = 0; i < defective; i += 1) parts.push(drawPart(random, label, i));
  }
  for (const part of parts) await writePart(root, folder, part, maps);
  const report = buildReport(parts, root, id, maps, options.createdAt);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'report.json'), JSON.stringify(report));
  return report;
}

export function drawPart(random: Random, label: string, number: number): Part {
  const strength = label === GOOD ? 0 : 0.25 + 0.75 * random.uniform();
  const mask = label === GOOD ? new Uint8Array(WIDTH * HEIGHT) : drawMask(random, label);
  const rgb = drawPlate(random, mask, strength);
  const map = drawMap(random, mask, strength);
  let score = 0;
  for (const value of map) score = Math.max(score, value);
  const name = String(number).padStart(3, '0');
  return { label, path: `test/${label}/${name}.png`, strength, rgb, mask, map, score };
}

/** A scratch is a thin line, a stain a blot, a dent a small disc. */
function drawMask(random: Random, label: string): Uint8Array {
  const mask = new Uint8Array(WIDTH * HEIGHT);
  const x = 60 + random.uniform() * 200;
  const y = 60 + random.uniform() * 120;
  const angle = random.uniform() * Math.PI;
  const length = label === 'scratch' ? 60 : 0;
  const radius = label === 'scratch' ? 3 : label === 'stain' ? 22 : 10;
  for (let row = 0; row < HEIGHT; row += 1) {
    for (let column = 0; column < WIDTH; column += 1) {
      const dx = column - x;
      const dy = row - y;
      const along = dx * Math.cos(angle) + dy * Math.sin(angle);
      const rest = Math.max(0, Math.abs(along) - length / 2);
      const across = -dx * Math.sin(angle) + dy * Math.cos(angle);
      if (Math.hypot(rest, across) < radius) mask[row * WIDTH + column] = 1;
    }
  }
  return mask;
}

function drawPlate(random: Random, mask: Uint8Array, strength: number): Uint8Array {
  const rgb = new Uint8Array(WIDTH * HEIGHT * 3);
  const light = 0.9 + 0.2 * random.uniform();
  for (let row = 0; row < HEIGHT; row += 1) {
    const brush = random.normal() * 5;
    for (let column = 0; column < WIDTH; column += 1) {
      const at = row * WIDTH + column;
      const border = Math.min(column, row, WIDTH - 1 - column, HEIGHT - 1 - row);
      const hole = [40, WIDTH - 40].some((x) => Math.hypot(column - x, row - HEIGHT / 2) < 14);
      const base = border < 14 ? 60 : hole ? 38 : 150 + 25 * Math.sin(column / 70) + brush;
      const shade = (base - (mask[at] ?? 0) * strength * 95 + random.normal() * 3) * light;
      rgb[at * 3] = clampByte(shade);
      rgb[at * 3 + 1] = clampByte(shade * 1.02 + 2);
      rgb[at * 3 + 2] = clampByte(shade * 1.06 + 6);
    }
  }
  return rgb;
}

const clampByte = (value: number): number => Math.min(255, Math.max(0, Math.round(value)));

/** Smooth noise around 1, and a soft hill over the defect. */
function drawMap(random: Random, mask: Uint8Array, strength: number): Float32Array {
  const coarse = Array.from({ length: 17 * 17 }, () => 0.85 + 0.16 * random.normal());
  const map = new Float32Array(MAP * MAP);
  for (let row = 0; row < MAP; row += 1) {
    for (let column = 0; column < MAP; column += 1) {
      const value = interpolate(coarse, 17, (column / MAP) * 16, (row / MAP) * 16);
      map[row * MAP + column] = value + 2.1 * strength * coverage(mask, column, row);
    }
  }
  return map;
}

function interpolate(grid: number[], side: number, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const at = (cx: number, cy: number): number =>
    grid[Math.min(side - 1, cy) * side + Math.min(side - 1, cx)] ?? 0;
  const fx = x - left;
  const fy = y - top;
  const upper = at(left, top) * (1 - fx) + at(left + 1, top) * fx;
  const lower = at(left, top + 1) * (1 - fx) + at(left + 1, top + 1) * fx;
  return upper * (1 - fy) + lower * fy;
}

/** How much of the neighbourhood of a map pixel is defect, 0..1. */
function coverage(mask: Uint8Array, column: number, row: number): number {
  const x = ((column + 0.5) / MAP) * WIDTH;
  const y = ((row + 0.5) / MAP) * HEIGHT;
  let inside = 0;
  for (let dy = -8; dy <= 8; dy += 4) {
    for (let dx = -8; dx <= 8; dx += 4) {
      const sx = Math.min(WIDTH - 1, Math.max(0, Math.round(x + dx)));
      const sy = Math.min(HEIGHT - 1, Math.max(0, Math.round(y + dy)));
      inside += mask[sy * WIDTH + sx] ?? 0;
    }
  }
  return inside / 25;
}

async function writePart(root: string, folder: string, part: Part, maps: boolean): Promise<void> {
  const size = { width: WIDTH, height: HEIGHT };
  const image = join(root, part.path);
  await mkdir(dirname(image), { recursive: true });
  await sharp(part.rgb, { raw: { ...size, channels: 3 } })
    .png()
    .toFile(image);
  if (part.label !== GOOD) {
    const mask = join(root, maskPath(part));
    await mkdir(dirname(mask), { recursive: true });
    const bytes = part.mask.map((value) => value * 255);
    await sharp(bytes, { raw: { ...size, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toFile(mask);
  }
  if (!maps) return;
  const file = join(folder, mapPath(part));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(
    file,
    Buffer.concat(encodeNpy({ width: MAP, height: MAP, data: new Float32Array(part.map) })),
  );
}

const maskPath = ({ path, label }: Part): string =>
  path
    .replace('test/', 'ground_truth/')
    .replace(`${label}/`, `${label}/`)
    .replace('.png', '_mask.png');

const mapPath = ({ path }: Part): string => `maps/${path.replace('.png', '.npy')}`;

/** The mask at map size, by nearest neighbour. */
function reduced(mask: Uint8Array): Uint8Array {
  const small = new Uint8Array(MAP * MAP);
  for (let i = 0; i < small.length; i += 1) {
    const x = Math.floor((((i % MAP) + 0.5) / MAP) * WIDTH);
    const y = Math.floor(((Math.floor(i / MAP) + 0.5) / MAP) * HEIGHT);
    small[i] = mask[y * WIDTH + x] ?? 0;
  }
  return small;
}

/** The PRO curve at sixty thresholds, up to an FPR of 0.3; empty without masks. */
function proCurveOf(parts: readonly Part[], masks: readonly Uint8Array[]): Report['proCurve'] {
  const regions = masks.map((mask) => labelComponents(mask, MAP, MAP, 8));
  const all = regions.reduce((sum, { count }) => sum + count, 0);
  const background = regions.reduce(
    (sum, { labels }) => sum + labels.filter((r) => r === 0).length,
    0,
  );
  if (all === 0) return [];
  const highest = Math.max(...parts.map(({ score }) => score));
  const curve: NonNullable<Report['proCurve']> = [[0, 0, null]];
  for (let i = 1; i <= 60; i += 1) {
    const threshold = highest * (1 - i / 90);
    let falsePositives = 0;
    let overlap = 0;
    regions.forEach(({ labels, areas }, image) => {
      parts[image]?.map.forEach((value, pixel) => {
        if (value < threshold) return;
        const region = labels[pixel] ?? 0;
        if (region === 0) falsePositives += 1;
        else overlap += 1 / (areas[region - 1] ?? 1);
      });
    });
    curve.push([falsePositives / background, overlap / all, threshold]);
    if (falsePositives / background > 0.3) break;
  }
  return curve;
}

function buildReport(
  parts: readonly Part[],
  root: string,
  id: string,
  maps: boolean,
  createdAt = '2026-03-04T10:20:30.000Z',
): Report {
  const scores = parts.map(({ score }) => score);
  const labels = parts.map(({ label }) => (label === GOOD ? 0 : 1));
  const best = maxF1(scores, labels);
  const pixelScores = Float32Array.from(parts.flatMap(({ map }) => [...map]));
  const masks = parts.map(({ mask }) => reduced(mask));
  const pixelLabels = Uint8Array.from(masks.flatMap((mask) => [...mask]));
  const pixel = maxF1(pixelScores, pixelLabels);
  const perLabel = (label: string) => {
    const chosen = parts.filter((part) => part.label === label || part.label === GOOD);
    const values = chosen.map(({ score }) => score);
    return auroc(
      values,
      chosen.map((part) => (part.label === GOOD ? 0 : 1)),
    );
  };
  const imageAuroc = auroc(scores, labels);
  const pixelAuroc = auroc(pixelScores, pixelLabels);
  const threshold = best?.threshold ?? null;
  return {
    schemaVersion: 1,
    id,
    createdAt,
    model: { id: 'f'.repeat(64), name: 'plates-quick', recipe: 'quick', path: '/models/plates' },
    dataset: { name: 'plates', root, fingerprint: 'sha256:0123456789abcdef' },
    inputSize: MAP,
    device: 'CPU, native TensorFlow',
    imageAuroc,
    pixelAuroc,
    auPro: auPro(
      parts.map(({ map }, i) => ({ scores: map, mask: masks[i] ?? [], width: MAP, height: MAP })),
    ),
    proCurve: proCurveOf(parts, masks),
    maxF1: best?.f1 ?? null,
    threshold,
    thresholdSource: 'test',
    precision: best?.precision ?? null,
    recall: best?.recall ?? null,
    confusion: threshold === null ? null : confusionAt(scores, labels, threshold),
    pixelThreshold: pixel?.threshold ?? null,
    pixelMaxF1: pixel?.f1 ?? null,
    perScale: perScale((theta) => ({
      imageAuroc: imageAuroc === null ? null : imageAuroc - 0.4 / theta,
      pixelAuroc: pixelAuroc === null ? null : pixelAuroc - 0.3 / theta,
    })),
    perDefect: DEFECTS.map((label) => {
      const own = parts.filter((part) => part.label === label);
      const caught = own.filter(({ score }) => threshold !== null && score >= threshold).length;
      return { label, images: own.length, imageAuroc: perLabel(label), pixelAuroc, caught };
    }).filter(({ images }) => images > 0),
    mapRange: [0.6, 2.2],
    images: parts.map((part) => ({
      path: part.path,
      label: part.label,
      score: part.score,
      scaleScores: { 64: part.score * 0.4, 32: part.score * 0.35, 16: part.score * 0.25 },
      hasMask: part.label !== GOOD,
      map: maps ? mapPath(part) : null,
      width: WIDTH,
      height: HEIGHT,
    })),
    rejected: [{ path: 'test/stain/torn.png', reason: 'The file ends before its last row.' }],
    warnings: ['The data set has no calibration split.'],
    timing: { msPerImage: 412, peakMemoryMb: 1480, rssMbEarly: 1402, rssMbLate: 1409 },
  };
}
