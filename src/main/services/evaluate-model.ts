/** Why this file exists: the use case "evaluate": a model over a labelled folder, to a report. */
import { basename, resolve } from 'node:path';
import { mapRangeOf } from '../../shared/map-range.ts';
import type { OnProgress } from '../../shared/progress.ts';
import type { Report } from '../../shared/report.ts';
import { fingerprintDataset } from '../dataset/fingerprint.ts';
import { loadMask } from '../dataset/mask.ts';
import { scanDataset } from '../dataset/scan.ts';
import { evaluateDataset } from '../evaluation/evaluate.ts';
import { fileOf, openModel } from './open-model.ts';

export interface EvaluateRequest {
  model: string;
  data: string;
  out: string;
  maps: boolean;
}

/**
 * Runs the model over the data set's test images and leaves a report in `request.out`.
 * @throws LoupeError of scanning, of the model, of writing; `cancelled` (finished images are kept)
 */
export async function evaluateModel(
  request: EvaluateRequest,
  onProgress: OnProgress,
  signal: AbortSignal,
  notice: (sentence: string) => void,
): Promise<Report> {
  const model = await openModel(request.model);
  try {
    const dataset = await scanDataset(request.data, { onProgress, signal });
    const fingerprint = await fingerprintDataset(dataset, { onProgress, signal });
    const { manifest, device } = model;
    return await evaluateDataset({
      dataset,
      fingerprint,
      model: {
        id: manifest.id,
        name: basename(resolve(request.model)),
        recipe: manifest.recipe,
        path: resolve(request.model),
      },
      size: manifest.preprocessing.size,
      device: device.label,
      mapRange: mapRangeOf(manifest),
      goodScores: manifest.goodScores,
      goodScoresHeldOut: manifest.goodMap.heldOut,
      outFolder: resolve(request.out),
      keepMaps: request.maps,
      async detect(index) {
        const image = dataset.images[index];
        if (!image) throw new RangeError(`there is no image ${index}`);
        const { raster, detection } = await model.detectFile(fileOf(dataset.root, image.path));
        return { ...detection, width: raster.sourceWidth, height: raster.sourceHeight };
      },
      async loadMask(index, size) {
        const mask = dataset.images[index]?.mask;
        if (mask === undefined) return null;
        return loadMask(fileOf(dataset.root, mask), { width: size, height: size });
      },
      onProgress,
      onNotice: notice,
      signal,
    });
  } finally {
    model.dispose();
  }
}
