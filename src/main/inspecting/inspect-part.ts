/**
 * Why this file exists: one part inspected: looked at, judged by what is in force, and kept: its image,
 * its result and the decision, all or none.
 */
import { readFile, stat } from 'node:fs/promises';
import { basename, extname, relative, sep } from 'node:path';
import type { CatalogImage, Source } from '../../shared/entities/image.ts';
import type { Inspection } from '../../shared/entities/inspection.ts';
import { verdictOf } from '../../shared/entities/threshold.ts';
import { addImages, getImage, markMissing } from '../catalog/images.ts';
import { addInspection } from '../catalog/inspections.ts';
import { putResults } from '../catalog/results.ts';
import type { ReadableCatalog } from '../catalog/catalog.ts';
import type { Compute, TaskControl } from '../compute/compute.ts';
import { fromSystemError } from '../dataset/image-error.ts';
import type { Context } from '../handlers/context.ts';
import { hashBytes, hashFile } from '../importing/hash-file.ts';
import { keepCopy } from '../importing/managed-store.ts';
import type { DiskCache } from '../media/disk-cache.ts';
import { lookAt } from '../results/look.ts';
import { inForce } from './in-force.ts';

export interface InspectingParts {
  context: Context;
  compute: Compute;
  maps: DiskCache;
}

/** A file to be inspected, as it was when it was looked at. */
export interface Part {
  /** Absolute path. */
  file: string;
  source: Source;
  /** Relative to the source, with `/`. */
  path: string;
  sha256: string;
  bytes: number;
  modifiedMs: number;
}

/** Regions kept of one part, at most. */
const MOST_REGIONS = 100;

/** @throws ImageError when the file cannot be read */
export async function partAt(file: string, source: Source): Promise<Part> {
  try {
    const { size, mtimeMs } = await stat(file);
    const path = relative(source.root, file).split(sep).join('/');
    return { file, source, path, sha256: await hashFile(file), bytes: size, modifiedMs: mtimeMs };
  } catch (error) {
    throw fromSystemError(file, error);
  }
}

/** The catalog's image of this content at this place; undefined where there is none. */
export function imageOfPart(
  catalog: ReadableCatalog,
  { source, path, sha256 }: Part,
): CatalogImage | undefined {
  const row = catalog.get<{ id: number }>(
    'SELECT id FROM image WHERE source_id = ? AND path IN (?, ?) AND sha256 = ?',
    source.id,
    path,
    pathWithContent(path, sha256),
    sha256,
  );
  return row && getImage(catalog, row.id);
}

/** What the part is called when its file has taken the place of another of the same name. */
function pathWithContent(path: string, sha256: string): string {
  const ending = extname(path);
  return `${path.slice(0, path.length - ending.length)}~${sha256.slice(0, 12)}${ending}`;
}

export interface InspectRequest {
  productId: number;
  /** Null: the production model of the moment. */
  modelId: number | null;
  runId: number;
}

/**
 * Inspects a part. Its image is added without a split where the catalog does not have it.
 * @returns `problem` where the file is no image that can be read, or was written to meanwhile
 * @throws LoupeError of computing and of the catalog; then nothing is kept
 */
export async function inspectPart(
  { context, compute, maps }: InspectingParts,
  { productId, modelId, runId }: InspectRequest,
  part: Part,
  known: CatalogImage | undefined,
  control: TaskControl,
): Promise<{ inspection: Inspection } | { problem: string }> {
  const { catalog } = context;
  const { model, thresholds, thresholdSetId } = inForce(catalog, productId, modelId);
  const { pixel, minArea } = thresholds;
  const found = await lookAt(
    { compute, maps },
    {
      model,
      file: part.file,
      sha256: part.sha256,
      mask: null,
      regions: { pixel, minArea, atMost: MOST_REGIONS },
    },
    control,
  );
  if (!found) return { problem: 'was passed over' };
  if ('problem' in found) return found;
  if (!(await isUnchanged(part))) return CHANGED;
  const placed = known ? null : await placeFor(context, part);
  if (placed && 'problem' in placed) return placed;
  const { score, scaleScores, regions, latencyMs, width, height } = found;
  const inspection = catalog.transaction('kill', () => {
    const imageId = placed
      ? addImages(catalog, part.source.id, [
          {
            ...placed,
            sha256: part.sha256,
            bytes: part.bytes,
            width,
            height,
            perceptualHash: null,
            part: null,
            split: 'none',
          },
        ]).ids[0]!
      : known!.id;
    const ids = { modelId: model.id, imageId, runId };
    // A method without the three scales has no row among the results; its inspection has the score.
    if (scaleScores) putResults(catalog, [{ ...ids, score, scaleScores, map: null, latencyMs }]);
    return addInspection(catalog, {
      ...ids,
      thresholdSetId,
      name: basename(part.file),
      score,
      verdict: verdictOf(score, thresholds),
      regions,
      latencyMs,
    });
  });
  const payload = { productId, runId, inspectionId: inspection.id };
  context.emit({ name: 'inspections.added', payload });
  return { inspection };
}

const CHANGED = { problem: 'was written to while it was looked at' };

/** Where the image of a new part goes in the catalog. */
async function placeFor(
  { catalog, folders }: Context,
  { source, path, sha256, file }: Part,
): Promise<{ path: string; managed: boolean } | { problem: string }> {
  const taken = catalog.get<{ id: number; managed: number }>(
    'SELECT id, managed FROM image WHERE source_id = ? AND path = ?',
    source.id,
    path,
  );
  if (taken === undefined) return { path, managed: false };
  // A camera that writes each picture over the last: the earlier one is gone, and this one would be
  // with the next, so a copy of it is kept.
  const bytes = await readFile(file);
  if ((await hashBytes(bytes)) !== sha256) return CHANGED;
  await keepCopy(folders, sha256, bytes);
  if (taken.managed === 0) markMissing(catalog, [taken.id], true);
  return { path: pathWithContent(path, sha256), managed: true };
}

async function isUnchanged({ file, bytes, modifiedMs }: Part): Promise<boolean> {
  try {
    const { size, mtimeMs } = await stat(file);
    return size === bytes && mtimeMs === modifiedMs;
  } catch (error) {
    throw fromSystemError(file, error);
  }
}
