/**
 * Why this file exists: the use case "inspect": single images through a model, each with a verdict,
 * its regions, the good patches it was compared with, and an overlay to look at.
 */
import { basename, join, resolve } from 'node:path';
import type { Region } from '../../shared/entities/inspection.ts';
import { LoupeError } from '../../shared/errors.ts';
import type { ModelManifest } from '../../shared/manifest.ts';
import { mapRangeOf } from '../../shared/map-range.ts';
import type { OnProgress } from '../../shared/progress.ts';
import type { PerScale } from '../../shared/scales.ts';
import { ImageError } from '../dataset/image-error.ts';
import { outputNames } from '../dataset/output-names.ts';
import type { NearestGood } from '../engine/detector.ts';
import type { MethodDetection } from '../methods/method.ts';
import { encodeNpy } from '../evaluation/npy.ts';
import { ensureFolder, writeFileAtomically } from '../files.ts';
import { openModel, type OpenModel } from './open-model.ts';
import { drawOverlay } from './overlay.ts';
import { sourceRegions } from './source-regions.ts';

export interface InspectRequest {
  model: string;
  images: readonly string[];
  out: string;
  /** Image threshold; the model's own suggestion by default. */
  threshold?: number | undefined;
  /** Smallest region in pixels of the map. */
  minArea: number;
}

export interface InspectedRegion extends Region {
  /**
   * At the peak: the good patch at each scale that came nearest. Positions at input size. Empty for
   * methods that keep no patches by place.
   */
  nearestGood: (NearestGood & { goodImage: string })[];
}

export interface Inspection {
  path: string;
  /** Raw, Eq. 9 or what the model's method has in its place. */
  score: number;
  /** Null for methods without the paper's scales. */
  scaleScores: PerScale<number> | null;
  threshold: number;
  thresholdSource: 'good-only' | 'given';
  verdict: 'OK' | 'NG';
  regions: InspectedRegion[];
  overlay: string;
  map: string;
}

export interface InspectResult {
  model: { id: string; name: string };
  device: string;
  images: Inspection[];
  rejected: { path: string; reason: string }[];
}

/**
 * Inspects images one after another; a bad file is listed and does not stop the others.
 * @throws LoupeError of the model or of writing; `bad-data` when no image could be read
 */
export async function inspectImages(
  request: InspectRequest,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<InspectResult> {
  const out = resolve(request.out);
  await ensureFolder(out);
  const model = await openModel(request.model);
  try {
    const files = request.images.map((path) => ({ path: basename(path) }));
    const names = uniqueNames(files.map(({ path }) => path));
    const result: InspectResult = {
      model: { id: model.manifest.id, name: model.manifest.name },
      device: model.device.label,
      images: [],
      rejected: [],
    };
    for (const [index, path] of request.images.entries()) {
      if (signal.aborted) {
        throw new LoupeError(
          'cancelled',
          `Stopped after ${index} of ${request.images.length} images; their results are in ${out}.`,
          'Run the same command again for the rest.',
        );
      }
      try {
        result.images.push(await inspectOne(model, path, names[index] ?? '', out, request));
      } catch (error) {
        if (!(error instanceof ImageError)) throw error;
        result.rejected.push({ path, reason: error.reason });
      }
      onProgress({
        step: 'Inspecting',
        done: index + 1,
        total: request.images.length,
        unit: 'images',
      });
    }
    await writeFileAtomically(join(out, 'inspection.json'), `${JSON.stringify(result, null, 2)}\n`);
    const first = result.rejected[0];
    if (result.images.length === 0 && first) {
      throw new LoupeError(
        'bad-data',
        `No image could be inspected; ${first.path} ${first.reason}.`,
        'Name PNG, JPEG, TIFF, WebP or BMP images.',
      );
    }
    return result;
  } finally {
    model.dispose();
  }
}

/** Output names of files that may share their name: the second keeps its ending or gets `~2`. */
function uniqueNames(paths: readonly string[]): string[] {
  const seen = new Map<string, number>();
  const distinct = paths.map((path) => {
    const count = (seen.get(path) ?? 0) + 1;
    seen.set(path, count);
    return { path: count === 1 ? path : `${count}-${path}` };
  });
  const names = outputNames(distinct);
  return distinct.map(({ path }) => names.get(path) ?? path);
}

async function inspectOne(
  model: OpenModel,
  path: string,
  name: string,
  out: string,
  request: InspectRequest,
): Promise<Inspection> {
  const { manifest } = model;
  const { size } = manifest.preprocessing;
  const { raster, detection } = await model.detectFile(path);
  const threshold = request.threshold ?? manifest.thresholds.image;
  const source = { width: raster.sourceWidth, height: raster.sourceHeight };
  const options = { pixel: manifest.thresholds.pixel, minArea: request.minArea };
  const found = sourceRegions(detection.map, size, source, options);
  const inspection: Inspection = {
    path,
    score: detection.score,
    scaleScores: detection.scaleScores,
    threshold,
    thresholdSource: request.threshold === undefined ? 'good-only' : 'given',
    verdict: detection.score >= threshold ? 'NG' : 'OK',
    regions: found.map(({ region, inMap: { peak } }) => ({
      ...region,
      nearestGood: nearestGoodAt(manifest, detection, peak.x, peak.y),
    })),
    overlay: `${name}.overlay.png`,
    map: `${name}.npy`,
  };
  const overlay = await drawOverlay({
    file: path,
    map: detection.map,
    size,
    range: mapRangeOf(manifest),
    boxes: inspection.regions.map(({ box }) => box),
  });
  await writeFileAtomically(join(out, inspection.overlay), overlay);
  const map = encodeNpy({ width: size, height: size, data: detection.map });
  await writeFileAtomically(join(out, inspection.map), map);
  await writeFileAtomically(join(out, `${name}.json`), `${JSON.stringify(inspection, null, 2)}\n`);
  return inspection;
}

function nearestGoodAt(manifest: ModelManifest, detection: MethodDetection, x: number, y: number) {
  return detection.nearestGood(x, y).map((nearest) => ({
    ...nearest,
    goodImage: manifest.goodImages[nearest.good.image]?.path ?? '',
  }));
}
