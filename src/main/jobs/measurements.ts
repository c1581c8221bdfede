/**
 * Why this file exists: what trainings took on this machine, so that the next one can be estimated.
 * A small file in Loupe's folder; without it nothing is estimated, and nothing else is lost.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hasSystemCode } from '../../shared/errors.ts';
import type { ModelManifest } from '../../shared/manifest.ts';
import { writeFileAtomically } from '../files.ts';

const MeasurementSchema = z.object({
  recipe: z.string(),
  size: z.number(),
  goodImages: z.number(),
  bankMb: z.number(),
  seconds: z.number(),
  /** Null where it was not measured. */
  msPerImage: z.number().nullable(),
  device: z.string(),
});
export type Measurement = z.infer<typeof MeasurementSchema>;

const MOST = 50;
const fileIn = (home: string): string => join(home, 'measurements.json');

/** The measurements, the newest first; none where the file is not there or not whole. */
export async function readMeasurements(home: string): Promise<Measurement[]> {
  try {
    const value: unknown = JSON.parse(await readFile(fileIn(home), 'utf8'));
    return z.array(MeasurementSchema).safeParse(value).data ?? [];
  } catch (error) {
    if (error instanceof SyntaxError || hasSystemCode(error, 'ENOENT')) return [];
    throw error;
  }
}

/** Adds a training that has just ended. */
export async function noteTraining(
  home: string,
  { recipe, preprocessing, dataset, training }: ModelManifest,
  bankMb: number,
  msPerImage: number | null,
): Promise<void> {
  const measurement: Measurement = {
    recipe,
    size: preprocessing.size,
    goodImages: dataset.trainImages,
    bankMb,
    seconds: training.seconds,
    msPerImage,
    device: training.device,
  };
  const all = [measurement, ...(await readMeasurements(home))].slice(0, MOST);
  await writeFileAtomically(fileIn(home), `${JSON.stringify(all, null, 2)}\n`);
}
