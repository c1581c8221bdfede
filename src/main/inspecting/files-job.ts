/** Why this file exists: the job "inspect files": files and the images of folders, each once. */
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { InspectJob } from '../jobs/runners.ts';
import type { InspectOutcome } from '../../shared/entities/job.ts';
import { LoupeError } from '../../shared/errors.ts';
import { ensureSource, imagesWithContent, listSources } from '../catalog/images.ts';
import { countInspectionsOfRun, wasInspected } from '../catalog/inspections.ts';
import type { Source } from '../../shared/entities/image.ts';
import { FolderWalker } from '../dataset/files.ts';
import { fromSystemError, ImageError } from '../dataset/image-error.ts';
import { hasImageEnding } from '../dataset/sniff.ts';
import { isInside } from '../contain.ts';
import { nextStep } from '../engine/control.ts';
import type { JobControl } from '../jobs/runner.ts';
import type { JobRunners } from '../jobs/runners.ts';
import { inForce } from './in-force.ts';
import {
  imageOfPart,
  inspectPart,
  partAt,
  type InspectingParts,
  type Part,
} from './inspect-part.ts';
import { openOutputs } from './outputs.ts';

const MOST_REJECTED = 200;
/** How long the end waits for an output that fails. */
const DRAIN_MS = 30_000;

export function inspectFilesRunner(parts: InspectingParts): JobRunners['inspect files'] {
  const { context } = parts;
  return async (spec, control): Promise<InspectOutcome> => {
    const { catalog } = context;
    inForce(catalog, spec.productId, spec.modelId);
    const outputs = openOutputs(context, spec.outputs, control);
    const rejected: InspectOutcome['rejected'] = [];
    try {
      const files = await filesOf(spec.paths, control);
      for (const [done, file] of files.entries()) {
        control.onProgress({ step: 'Inspecting', done, total: files.length, unit: 'images' });
        await nextStep(control);
        const problem = await inspectFile(parts, spec, file, control);
        if (problem !== null) {
          control.log('warning', `${file} ${problem}.`);
          if (rejected.length < MOST_REJECTED) rejected.push({ path: file, reason: problem });
        }
        outputs.wake();
      }
      control.onProgress({
        step: 'Inspecting',
        done: files.length,
        total: files.length,
        unit: 'images',
      });
      await outputs.drain(DRAIN_MS);
    } finally {
      await outputs.stop();
    }
    const verdicts = countInspectionsOfRun(catalog, control.runId);
    const inspected = verdicts.ok + verdicts.review + verdicts.ng;
    return { inspected, verdicts, rejected, verified: null };
  };
}

/** Null when it was inspected, now or by an earlier attempt of the job; else why it cannot be. */
async function inspectFile(
  parts: InspectingParts,
  { productId, modelId }: InspectJob,
  file: string,
  control: JobControl,
): Promise<string | null> {
  const { catalog } = parts.context;
  const { runId } = control;
  const request = { productId, modelId, runId };
  try {
    const source = sourceFor(parts, productId, file);
    const part = await partAt(file, source);
    const known = imageOfPart(catalog, part) ?? imageWithContent(parts, productId, part);
    const { model } = inForce(catalog, productId, modelId);
    if (known && wasInspected(catalog, { imageId: known.id, modelId: model.id, runId }))
      return null;
    const quiet = { ...control, onProgress: () => undefined, onNotice: () => undefined };
    const result = await inspectPart(parts, request, part, known, quiet);
    return 'problem' in result ? result.problem : null;
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    return error.reason;
  }
}

/** The source that the file lies in already, else one for its folder. */
function sourceFor(
  { context: { catalog } }: InspectingParts,
  productId: number,
  file: string,
): Source {
  const within = listSources(catalog, productId).filter(({ root }) => isInside(root, file));
  const [closest] = within.sort((a, b) => b.root.length - a.root.length);
  return closest ?? ensureSource(catalog, { productId, root: dirname(file), layout: 'watched' });
}

/** A picture that the product has elsewhere is not added a second time. */
function imageWithContent({ context }: InspectingParts, productId: number, { sha256 }: Part) {
  return imagesWithContent(context.catalog, productId, sha256)[0];
}

/** The files, and the images in the folders and below them, in the order named. */
async function filesOf(paths: readonly string[], control: JobControl): Promise<string[]> {
  const files = new Set<string>();
  for (const path of paths) {
    await nextStep(control);
    const info = await stat(path).catch((error: unknown) => {
      throw fromSystemError(path, error);
    });
    if (info.isDirectory()) for (const file of await imagesBelow(path)) files.add(file);
    else files.add(path);
  }
  if (files.size > 0) return [...files];
  throw new LoupeError(
    'bad-data',
    'The folders hold no image.',
    'Name PNG, JPEG, TIFF, WebP or BMP images, or a folder with some.',
  );
}

async function imagesBelow(folder: string): Promise<string[]> {
  const walker = new FolderWalker(folder);
  const found: string[] = [];
  const walk = async (below: string): Promise<void> => {
    const listing = await walker.list(below);
    for (const name of listing?.files ?? []) {
      if (hasImageEnding(name)) found.push(join(folder, below, name));
    }
    for (const name of listing?.folders ?? []) await walk(below === '' ? name : `${below}/${name}`);
  };
  await walk('');
  return found;
}
