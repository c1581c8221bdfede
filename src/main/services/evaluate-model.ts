/** Why this file exists: the use case "evaluate": a model over labelled images, to a report. */
import { basename, resolve } from 'node:path';
import { mapRangeOf } from '../../shared/map-range.ts';
import type { OnProgress } from '../../shared/progress.ts';
import type { Report } from '../../shared/report.ts';
import type { EvaluatedImage, EvaluationSelection } from '../evaluation/detection-run.ts';
import { evaluateDataset } from '../evaluation/evaluate.ts';
import { scoreWithout } from './ignored-pixels.ts';
import { openData, type DataSource, type OpenData } from './labelled-data.ts';
import { openModel } from './open-model.ts';

export interface EvaluateRequest {
  model: string;
  data: DataSource;
  out: string;
  maps: boolean;
  /** The model's name in the report; its folder's by default. */
  name?: string;
  /**
   * Of a list: the splits that are scored. Figures are of `test` where it is among them, else of
   * `calibrate`. A folder's test images otherwise.
   */
  splits?: readonly ('calibrate' | 'test')[];
  /** Gets every scored image, also those that no figure counts. */
  onImages?: (images: readonly EvaluatedImage[]) => void;
  /** Asked before each image; see `Control`. */
  whilePaused?: () => Promise<void>;
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
    const data = await openData(request.data, { onProgress, signal });
    const { dataset } = data;
    const fingerprint = await data.fingerprint(dataset.images, { onProgress, signal });
    const { manifest, device } = model;
    const { size } = manifest.preprocessing;
    return await evaluateDataset({
      dataset,
      fingerprint,
      model: {
        id: manifest.id,
        name: request.name ?? basename(resolve(request.model)),
        recipe: manifest.recipe,
        path: resolve(request.model),
      },
      size,
      device: device.label,
      mapRange: mapRangeOf(manifest),
      goodScores: manifest.goodScores,
      goodScoresHeldOut: manifest.goodMap.heldOut,
      outFolder: resolve(request.out),
      keepMaps: request.maps,
      selection: selectionOf(data, request.splits),
      onImages: request.onImages,
      whilePaused: request.whilePaused,
      async detect(index) {
        const image = dataset.images[index];
        if (!image) throw new RangeError(`there is no image ${index}`);
        const file = data.fileOf(image);
        const { raster, detection } = await model.detectFile(file);
        const ignore = data.ignoreMask(index, size);
        const scores = ignore === null ? detection : scoreWithout(detection, size, ignore, file);
        const { map, scaleMaps } = detection;
        const { score, scaleScores } = scores;
        const { sourceWidth: width, sourceHeight: height } = raster;
        return { map, scaleMaps, score, scaleScores, width, height };
      },
      loadMask: (index) => data.loadMask(index, size),
      loadIgnore: (index) => data.ignoreMask(index, size),
      fileOf: data.listed === null ? undefined : (index) => data.fileOf(dataset.images[index]!),
      maskPicture: data.listed === null ? undefined : (index) => data.maskPicture(index),
      onProgress,
      onNotice: notice,
      signal,
    });
  } finally {
    model.dispose();
  }
}

/** Which images of a list are scored and which of them the figures are of; null for a folder. */
function selectionOf(
  { listed }: OpenData,
  splits: EvaluateRequest['splits'] = ['test'],
): EvaluationSelection | null {
  if (listed === null) return null;
  const figuresOf = splits.includes('test') ? 'test' : 'calibrate';
  const selection: EvaluationSelection = { figures: [], also: [], warnings: [] };
  for (const [index, { split, label }] of listed.entries()) {
    if (split === 'train' || !splits.includes(split)) continue;
    (split === figuresOf && label !== null ? selection.figures : selection.also).push(index);
  }
  if (figuresOf === 'calibrate') {
    selection.warnings.push(
      'The figures are of the images that thresholds are chosen on, so those at a threshold ' +
        'flatter; the test images were not asked for.',
    );
  }
  const unlabelled = listed.filter(
    ({ split, label }) => split === figuresOf && label === null,
  ).length;
  if (unlabelled > 0) {
    selection.warnings.push(
      `${unlabelled} images without a label of OK or NG were scored and count in no figure.`,
    );
  }
  return selection;
}
