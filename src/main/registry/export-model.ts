/**
 * Why this file exists: the job "export model": one `.loupe` file with the model, the thresholds in
 * force, and the golden parts with the scores that the model gives them on this machine.
 */
import { readFile, stat } from 'node:fs/promises';
import type { ExportOutcome } from '../../shared/entities/job.ts';
import { hasSystemCode, LoupeError } from '../../shared/errors.ts';
import { getImage } from '../catalog/images.ts';
import { currentMask } from '../catalog/masks.ts';
import { getModel } from '../catalog/models.ts';
import { listDefectClasses } from '../catalog/products.ts';
import { currentThresholds } from '../catalog/thresholds.ts';
import { currentVerificationSet } from '../catalog/verification-sets.ts';
import type { Compute } from '../compute/compute.ts';
import type { Context } from '../handlers/context.ts';
import { imageFile } from '../handlers/image-file.ts';
import type { ExportModelJob, JobRunners } from '../jobs/runners.ts';
import type { JobControl } from '../jobs/runner.ts';
import {
  ARCHIVE_ENDING,
  requireFreePlace,
  requireWritablePlace,
  writeFileSet,
  type FileSet,
} from '../models/model-files.ts';
import { readVerified, sha256Aside } from '../models/model-store.ts';
import { encodeTransfer, TRANSFER_FILE, type Golden, type Transfer } from './transfer.ts';

/** Golden parts are read whole into memory; so many bytes of them travel along. */
const MOST_GOLDEN_BYTES = 256 * 1024 * 1024;

export function exportModelRunner(
  context: Context,
  compute: Pick<Compute, 'score'>,
): JobRunners['export model'] {
  const { catalog } = context;
  return async (spec, control) => {
    const model = getModel(catalog, spec.modelId);
    const file = spec.file.endsWith(ARCHIVE_ENDING) ? spec.file : spec.file + ARCHIVE_ENDING;
    await requireFreePlace(file);
    await requireWritablePlace(file);
    control.onProgress({ step: 'Checking the model', done: 0, total: 1 });
    const { manifest, files } = await readVerified(model.path);
    stopIfAborted(control);
    const golden = await goldenParts(context, compute, spec, control);
    const transfer: Transfer = {
      schemaVersion: 1,
      modelId: manifest.id,
      exportedAt: new Date(catalog.now()).toISOString(),
      exportedBy: spec.by,
      thresholds: thresholdsOf(context, spec.modelId),
      golden: golden.map(({ part }) => part),
    };
    const all: FileSet = new Map(files);
    all.set(TRANSFER_FILE, encodeTransfer(transfer));
    for (const { part, bytes } of golden) all.set(part.file, bytes);
    stopIfAborted(control);
    control.onProgress({ step: 'Writing the file', done: 0, total: 1 });
    await writeFileSet(file, all);
    control.onProgress({ step: 'Writing the file', done: 1, total: 1 });
    const outcome: ExportOutcome = {
      path: file,
      files: all.size,
      bytes: (await stat(file)).size,
    };
    return outcome;
  };
}

function thresholdsOf({ catalog }: Context, modelId: number): Transfer['thresholds'] {
  const { productId } = getModel(catalog, modelId);
  const set = currentThresholds(catalog, productId, modelId);
  if (!set) return null;
  const classes = listDefectClasses(catalog, productId, { archived: true });
  const names = new Map(classes.map(({ id, name }) => [id, name]));
  return {
    base: set.base,
    perClass: set.perClass.map(({ defectClassId, thresholds }) => ({
      defectClass: names.get(defectClassId)!,
      thresholds,
    })),
    reason: set.reason,
  };
}

interface GoldenPart {
  part: Golden;
  bytes: Uint8Array;
}

/** The golden parts whose files are there, scored. What is left out is said in the log. */
async function goldenParts(
  { catalog, folders }: Context,
  compute: Pick<Compute, 'score'>,
  { modelId }: ExportModelJob,
  control: JobControl,
): Promise<GoldenPart[]> {
  const model = getModel(catalog, modelId);
  const set = currentVerificationSet(catalog, model.productId);
  if (!set) {
    control.log(
      'warning',
      'The product has no golden parts, so whoever imports the file cannot compare its scores.',
    );
    return [];
  }
  const found: { file: string; name: string; bytes: Uint8Array; expected: Golden['expected'] }[] =
    [];
  const masks: (Uint8Array | null)[] = [];
  let room = MOST_GOLDEN_BYTES;
  for (const { imageId, expected } of set.items) {
    const image = getImage(catalog, imageId);
    const file = imageFile(catalog, folders, image);
    if (image.bytes > room) {
      control.log(
        'warning',
        `${image.path} does not travel along: the golden parts are too large.`,
      );
      continue;
    }
    const bytes = await readOrNull(file);
    if (bytes === null || (await sha256Aside(bytes)) !== image.sha256) {
      const why = bytes === null ? 'its file is not there' : 'its file was changed';
      control.log('warning', `${image.path} does not travel along: ${why}.`);
      continue;
    }
    room -= bytes.byteLength;
    found.push({ file, name: image.path, bytes, expected });
    masks.push(currentMask(catalog, imageId)?.code ?? null);
  }
  const scored = await compute.score(
    model.path,
    found.map(({ file }, i) => ({ file, mask: masks[i]! })),
    {
      signal: control.signal,
      onProgress: control.onProgress,
      onNotice: (sentence) => control.log('warning', sentence),
    },
  );
  const parts: GoldenPart[] = [];
  for (const [i, { name, bytes, expected }] of found.entries()) {
    const result = scored[i]!;
    if ('problem' in result) {
      control.log('warning', `${name} does not travel along: it ${result.problem}.`);
      continue;
    }
    const mask = masks[i]!;
    const part: Golden = {
      file: `golden/${String(parts.length).padStart(4, '0')}`,
      sha256: await sha256Aside(bytes),
      name,
      expected,
      mask: mask === null ? null : Buffer.from(mask).toString('base64'),
      score: result.score,
    };
    parts.push({ part, bytes });
  }
  return parts;
}

async function readOrNull(file: string): Promise<Uint8Array | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT', 'ENOTDIR', 'EACCES')) return null;
    throw error;
  }
}

function stopIfAborted({ signal }: JobControl): void {
  if (!signal.aborted) return;
  throw new LoupeError('cancelled', 'The export was stopped.', 'Start it again.');
}
