/**
 * Why this file exists: writes a sample data set as a folder in MVTec AD's layout, the same bytes
 * for the same seed. `sample.json` marks the folder as ours: nothing else is ever overwritten, and
 * one cut short by a kill is made again.
 */
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { z } from 'zod';
import { GOOD } from '../../../shared/dataset.ts';
import { hasSystemCode, LoupeError } from '../../../shared/errors.ts';
import type { OnProgress } from '../../../shared/progress.ts';
import { createRandom, type Random } from '../../../shared/random.ts';
import { ensureFolder, removeTemporaryFiles, writeFileAtomically, writingTo } from '../../files.ts';
import { isSystemFile } from '../files.ts';
import { type DefectOrder, type Picture, type SampleVariant, SIDE } from './picture.ts';
import { variantNamed } from './variants/all.ts';

export interface SampleOptions {
  /** Any integer; the same seed gives the same files. */
  seed: number;
  /** Good pictures to train on. */
  good: number;
  /** Test pictures: two fifths good, the rest shared by the defect types. */
  test: number;
  /** `plate` (default), `parts`, `weave` or `casting`. */
  variant?: string;
}

export const DEFAULT_SAMPLE = { seed: 0, good: 60, test: 60, variant: 'plate' } as const;

export interface SampleResult {
  /** Absolute path of the data set. */
  root: string;
  /** Pictures written, masks not counted; 0 when the same sample was there already. */
  written: number;
}

const MARKER = 'sample.json';
/** Raised when the same options give other pictures than before. */
const RECIPE_VERSION = 1;

const MarkerSchema = z.object({
  kind: z.literal('loupe-sample'),
  recipe: z.number().int(),
  variant: z.string(),
  seed: z.number().int(),
  good: z.number().int(),
  test: z.number().int(),
  complete: z.boolean(),
});
type Marker = z.infer<typeof MarkerSchema>;

/**
 * Writes the sample to `out`, making the folder where it is missing. The same sample, already
 * complete, is left as it is.
 * @throws LoupeError 'usage' for a folder with other contents or an unknown variant; 'no-space' or
 *   'read-only' when it cannot be written (what was written stays, and the next run completes it).
 */
export async function writeSample(
  out: string,
  options: SampleOptions,
  onProgress?: OnProgress,
): Promise<SampleResult> {
  const root = path.resolve(out);
  const variant = variantNamed(options.variant ?? DEFAULT_SAMPLE.variant);
  const { seed, good, test } = options;
  const marker: Marker = {
    kind: 'loupe-sample',
    recipe: RECIPE_VERSION,
    variant: variant.name,
    seed,
    good,
    test,
    complete: false,
  };
  await ensureFolder(root);
  if (await isThere(root, marker)) return { root, written: 0 };
  await writeMarker(root, marker);
  const jobs = plan(variant, options);
  for (const folder of new Set(jobs.flatMap(({ file, mask }) => (mask ? [file, mask] : [file])))) {
    await ensureFolder(path.dirname(path.join(root, folder)));
  }
  let done = 0;
  for (const job of jobs) {
    const picture = variant.draw(job.random, job.defect);
    await writePng(path.join(root, job.file), toBytes(picture, variant.grey), variant.grey);
    if (job.mask !== undefined) {
      await writePng(
        path.join(root, job.mask),
        picture.mask.map((value) => value * 255),
        true,
      );
    }
    done += 1;
    onProgress?.({ step: 'Drawing the sample', done, total: jobs.length, unit: 'images' });
  }
  await removeTemporaryFiles(root);
  await writeMarker(root, { ...marker, complete: true });
  return { root, written: jobs.length };
}

/** Whether the very same sample is already there, whole. Refuses any other contents. */
async function isThere(root: string, wanted: Marker): Promise<boolean> {
  const names = await writingTo(root, () => readdir(root));
  const others = names.filter((name) => !isSystemFile(name));
  const found = await readMarker(root);
  if (found === undefined) {
    if (others.length === 0) return false;
    throw new LoupeError(
      'usage',
      `${root} is not empty and holds no sample of Loupe's (found ${others.slice(0, 3).join(', ')}).`,
      'Name an empty or a new folder with --out.',
    );
  }
  const sameOptions = JSON.stringify({ ...found, complete: false }) === JSON.stringify(wanted);
  if (sameOptions) return found.complete;
  throw new LoupeError(
    'usage',
    `${root} holds another sample (${found.variant}, seed ${found.seed}, ` +
      `${found.good} good and ${found.test} test pictures).`,
    'Name another folder with --out, or remove this one first.',
  );
}

async function readMarker(root: string): Promise<Marker | undefined> {
  let text: string;
  try {
    text = await readFile(path.join(root, MARKER), 'utf8');
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  try {
    return MarkerSchema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function writeMarker(root: string, marker: Marker): Promise<void> {
  await writeFileAtomically(path.join(root, MARKER), `${JSON.stringify(marker, null, 2)}\n`);
}

interface Job {
  /** Relative to the root. */
  file: string;
  mask?: string;
  random: Random;
  defect: DefectOrder | null;
}

/** Every picture with its own random stream, so that counts do not change what a picture shows. */
function plan(variant: SampleVariant, { seed, good, test }: SampleOptions): Job[] {
  const all = createRandom(seed).fork(variant.name);
  const number = (index: number): string => String(index).padStart(3, '0');
  const jobs: Job[] = [];
  const addGood = (folder: string, count: number): void => {
    for (let i = 0; i < count; i++) {
      const file = `${folder}/${number(i)}.png`;
      jobs.push({ file, random: all.fork(file), defect: null });
    }
  };
  addGood(`train/${GOOD}`, good);
  const goodTests = Math.round(test * 0.4);
  addGood(`test/${GOOD}`, goodTests);
  variant.defects.forEach((type, index) => {
    const share = (upTo: number): number =>
      Math.floor(((test - goodTests) * upTo) / variant.defects.length);
    const count = share(index + 1) - share(index);
    // Every type runs from barely visible to plain, in mixed order.
    const severities = all
      .fork(`severity/${type}`)
      .shuffle(Array.from({ length: count }, (_, i) => (i + 0.5) / count));
    severities.forEach((severity, i) => {
      const file = `test/${type}/${number(i)}.png`;
      jobs.push({
        file,
        mask: `ground_truth/${type}/${number(i)}_mask.png`,
        random: all.fork(file),
        defect: { type, severity },
      });
    });
  });
  return jobs;
}

/** Bytes as stored: RGB, or every third value where the picture is grey. */
function toBytes({ pixels }: Picture, grey: boolean): Uint8Array {
  const step = grey ? 3 : 1;
  const bytes = new Uint8Array(pixels.length / step);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = Math.round(Math.min(1, Math.max(0, pixels[i * step]!)) * 255);
  }
  return bytes;
}

async function writePng(file: string, bytes: Uint8Array, grey: boolean): Promise<void> {
  const raw = { width: SIDE, height: SIDE, channels: grey ? 1 : 3 } as const;
  const image = sharp(bytes, { raw });
  const png = await (grey ? image.toColourspace('b-w') : image).png().toBuffer();
  // Made again when cut short, so waiting for the disk each time would only cost time.
  await writeFileAtomically(file, png, { sync: false });
}
