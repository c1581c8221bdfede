/**
 * Why this file exists: a method beside the paper's as a row of a table: fitted to the same good
 * images with the same budget, measured on the same test images by the same metrics.
 */
import type { RivalName } from '../../shared/manifest.ts';
import { methodOf } from '../methods/methods.ts';
import { chooseBackbone } from '../services/learning.ts';
import { writeCell } from './cells.ts';
import { mapsFolder, measureMethod } from './measure.ts';
import { stopwatch, type RunContext } from './run-context.ts';
import type { RowTable } from './tables.ts';

/** Fits, measures and keeps the cell. Throws LoupeError of the method. */
export async function runRival(
  table: RowTable,
  name: RivalName,
  seed: number,
  { request, subject, device, control, notice }: RunContext,
): Promise<void> {
  notice(`Seed ${seed}: ${table}: ${name}`);
  const method = methodOf(name);
  const backbone = method.usesBackbone ? await chooseBackbone('installed', seed, notice) : null;
  const { size, good: images } = subject;
  const { bankMb, recipe: schedule } = request;
  const fitClock = stopwatch();
  const fitted = await method.fit({ images, size, seed, backbone, bankMb, schedule }, control);
  const fit = fitClock();
  const { tensors, parameters, steps } = fitted;
  const opened = method.open({ tensors, parameters, size, input: backbone?.input ?? null });
  try {
    const testClock = stopwatch();
    const folder = mapsFolder(request.out);
    const metrics = await measureMethod((image) => opened.detect(image), subject, folder, control);
    await writeCell(request.out, table, name, {
      row: name,
      seed,
      ...metrics,
      details: steps > 0 ? { steps: String(steps) } : {},
      device,
      seconds: { train: fit, bank: 0, test: testClock() },
    });
  } finally {
    opened.dispose();
  }
}
