/**
 * Why this file exists: the job "import model": a `.loupe` file from elsewhere, checked byte by byte,
 * put into Loupe's own models, registered as a draft, and run on its golden parts to show whether
 * it says the same here.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportModelOutcome, Parity } from '../../shared/entities/job.ts';
import { LoupeError } from '../../shared/errors.ts';
import { findModel, moveModelFolder } from '../catalog/models.ts';
import { ensureDefectClass, getProduct } from '../catalog/products.ts';
import { currentThresholds, setThresholds } from '../catalog/thresholds.ts';
import type { Compute } from '../compute/compute.ts';
import { statOrNull, writingTo } from '../files.ts';
import { tellChanged } from '../handlers/changes.ts';
import type { Context } from '../handlers/context.ts';
import type { JobControl } from '../jobs/runner.ts';
import type { ImportModelJob, JobRunners } from '../jobs/runners.ts';
import { MANIFEST_FILE, writeFileSet } from '../models/model-files.ts';
import { readVerified, type VerifiedFiles } from '../models/model-store.ts';
import { parityOf, type Compared } from './parity.ts';
import { registerManifest } from './register.ts';
import { readTransfer, type Received } from './transfer.ts';

export function importModelRunner(
  context: Context,
  compute: Pick<Compute, 'score'>,
): JobRunners['import model'] {
  return async (spec, control) => {
    getProduct(context.catalog, spec.productId);
    control.onProgress({ step: 'Checking the file', done: 0, total: 1 });
    const verified = await readVerified(spec.file);
    const { manifest, beside } = verified;
    const received = await readTransfer(spec.file, manifest.id, beside);
    control.onProgress({ step: 'Checking the file', done: 1, total: 1 });
    stopIfAborted(control);
    const path = await keep(context, verified);
    const modelId = register(context, spec, verified, path);
    if (received) takeThresholds(context, spec, modelId, received);
    const parity = received && (await compare(compute, path, verified, received, control));
    if (parity === null) {
      control.log('warning', 'The file carries no golden parts, so its scores were not compared.');
    }
    const outcome: ImportModelOutcome = { modelId, parity };
    return outcome;
  };
}

/** The model's folder among Loupe's own; written where it is not there yet. */
async function keep(
  { catalog, folders }: Context,
  { manifest, files }: VerifiedFiles,
): Promise<string> {
  const known = findModel(catalog, manifest.id);
  if (known && (await statOrNull(join(known.path, MANIFEST_FILE)))) return known.path;
  const path = join(folders.models, manifest.id);
  // Written whole or not at all, under its content: what is there is the same, or it says so.
  if (await statOrNull(path)) await readVerified(path);
  else await writeFileSet(path, files);
  return path;
}

function register(
  context: Context,
  { productId, by }: ImportModelJob,
  { manifest }: VerifiedFiles,
  path: string,
): number {
  const { catalog } = context;
  const model = registerManifest(catalog, { productId, manifest, path, runId: null, actor: by });
  // It was here before, but its folder may have gone since.
  if (model.path !== path) moveModelFolder(catalog, model.id, path);
  tellChanged(context, 'models', productId);
  return model.id;
}

/** The sender's thresholds come into force unless this side has some of its own for the model. */
function takeThresholds(
  context: Context,
  { productId, by }: ImportModelJob,
  modelId: number,
  { transfer: { thresholds, exportedBy } }: Received,
): void {
  const { catalog } = context;
  if (!thresholds || currentThresholds(catalog, productId, modelId)) return;
  catalog.transaction('power-cut', () => {
    setThresholds(catalog, {
      productId,
      modelId,
      base: thresholds.base,
      perClass: thresholds.perClass.map(({ defectClass, thresholds: own }) => ({
        defectClassId: ensureDefectClass(catalog, productId, defectClass).id,
        thresholds: own,
      })),
      source: 'imported',
      rule: null,
      reason: `Came with the model from ${exportedBy}: ${thresholds.reason}`.slice(0, 2000),
      actor: by,
    });
  });
  tellChanged(context, 'thresholds', productId);
}

/** Runs the model on the golden parts; null where there are none. */
async function compare(
  compute: Pick<Compute, 'score'>,
  modelPath: string,
  { manifest }: VerifiedFiles,
  { transfer, pictures }: Received,
  control: JobControl,
): Promise<Parity | null> {
  const { golden, thresholds } = transfer;
  if (golden.length === 0) return null;
  const folder = join(control.workFolder, 'golden');
  await writingTo(control.workFolder, async () => {
    await mkdir(folder, { recursive: true });
    for (const [name, bytes] of pictures) await writeFile(join(control.workFolder, name), bytes);
  });
  const scored = await compute.score(
    modelPath,
    golden.map(({ file, mask }) => ({
      file: join(control.workFolder, file),
      mask: mask === null ? null : new Uint8Array(Buffer.from(mask, 'base64')),
    })),
    {
      signal: control.signal,
      onProgress: control.onProgress,
      onNotice: (sentence) => control.log('warning', sentence),
    },
  );
  const parts = golden.map(({ name, score }, i): Compared => {
    const result = scored[i]!;
    if (!('problem' in result)) return { there: score, here: result.score };
    control.log('error', `The golden part ${name} could not be compared: it ${result.problem}.`);
    return { there: score, here: null };
  });
  const { image } = manifest.thresholds;
  return parityOf(parts, thresholds?.base ?? { t1: image, t2: image });
}

function stopIfAborted({ signal }: JobControl): void {
  if (!signal.aborted) return;
  throw new LoupeError('cancelled', 'The import was stopped.', 'Start it again.');
}
