/** Why this file exists: how fast image files become the engine's input, by format and size. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { loadInput, toFloat } from '../dataset/decode.ts';
import type { Preprocessing } from '../../shared/manifest.ts';
import type { OnProgress } from '../../shared/progress.ts';
import { createRandom } from '../../shared/random.ts';
import type { BenchResult, Figure } from './report.ts';
import { timeInTurns } from './timing.ts';

const PREPROCESSING: Preprocessing = { size: 256, fit: 'stretch', kernel: 'cubic' };
/** Common sensors: a thumbnail, 1 and 5 megapixels. */
const SIZES = [
  [256, 256],
  [1280, 1024],
  [2448, 2048],
] as const;
const FORMATS = ['png', 'jpeg', 'png16'] as const;
type Format = (typeof FORMATS)[number];
const NAMES: Record<Format, string> = { png: 'PNG', jpeg: 'JPEG', png16: 'PNG, 16-bit grey' };
const RUNS = 9;

export async function benchDecode(onProgress: OnProgress): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'loupe-bench-'));
  try {
    const jobs = FORMATS.flatMap((format) => SIZES.map((size) => ({ format, size })));
    const figures: Figure[] = [];
    for (const [done, { format, size }] of jobs.entries()) {
      onProgress({ step: 'Bench of decoding', done, total: jobs.length, unit: 'figures' });
      const file = join(folder, `${format}-${size.join('x')}`);
      await writePicture(file, format, size[0], size[1]);
      const [timing] = await timeInTurns(
        [async () => toFloat(await loadInput(file, PREPROCESSING))],
        RUNS,
      );
      const ms = timing?.median ?? NaN;
      figures.push({
        name: `${NAMES[format]}, ${size.join(' x ')} to ${PREPROCESSING.size} px`,
        ms,
        perSecond: 1000 / ms,
      });
    }
    onProgress({ step: 'Bench of decoding', done: jobs.length, total: jobs.length });
    return { bench: 'decode', figures };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Smooth waves with sensor noise: compresses about as pictures of parts do. */
async function writePicture(
  file: string,
  format: Format,
  width: number,
  height: number,
): Promise<void> {
  const random = createRandom(1);
  const deep = format === 'png16';
  const channels = deep ? 1 : 3;
  const values = deep ? new Uint16Array(width * height) : new Uint8Array(width * height * channels);
  const full = deep ? 65_535 : 255;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const wave = 0.5 + 0.3 * Math.sin(x / 40) * Math.cos(y / 55);
      for (let c = 0; c < channels; c++) {
        values[(y * width + x) * channels + c] = full * (wave + random.between(-0.02, 0.02));
      }
    }
  }
  const image = sharp(values, { raw: { width, height, channels } });
  if (format === 'jpeg') await image.jpeg({ quality: 92 }).toFile(file);
  else if (deep) await image.toColourspace('grey16').png().toFile(file);
  else await image.png().toFile(file);
}
