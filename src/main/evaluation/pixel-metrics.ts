/**
 * Why this file exists: the part of a report that needs every pixel of every map. It reads the
 * ground truth once, keeps it as runs, and lets the streaming metrics read the stored maps.
 */
import { GOOD } from '../../shared/dataset.ts';
import type { DatasetImage } from '../../shared/dataset.ts';
import type { ProPoint } from '../../shared/metrics/pixel-sweep.ts';
import type { MaxF1 } from '../../shared/metrics/precision-recall.ts';
import { noRegions, regionRuns } from '../../shared/metrics/region-runs.ts';
import type { RegionRuns } from '../../shared/metrics/region-runs.ts';
import { pixelMetrics } from '../../shared/metrics/streaming.ts';
import type { OnProgress } from '../../shared/progress.ts';
import { THETAS } from '../../shared/scales.ts';
import type { PerScale, Theta } from '../../shared/scales.ts';
import { ImageError } from '../dataset/image-error.ts';
import { nameSome } from '../dataset/layouts/layout.ts';

/** Ground truth of one image at map size; what `loadMask` of the dataset folder returns. */
export interface EvaluationMask {
  /** `size * size` values row by row, non-zero is defective. */
  data: Uint8Array;
  /** Regions of the source mask of which no pixel is left at this size. */
  lostRegions?: number;
  /** Non-zero for pixels that no metric counts; none where left out. */
  ignore?: Uint8Array | null;
}

export interface PixelEvaluation {
  pixelAuroc: number | null;
  auPro: number | null;
  proCurve: ProPoint[];
  pixelMaxF1: MaxF1 | null;
  /** Null where there are no maps of scales. */
  scaleAuroc: PerScale<number | null> | null;
  /** AUROC of each defect type's pixels together with those of all good images. */
  defectAuroc: Map<string, number | null>;
}

export interface PixelSource {
  /** Index in the data set. */
  index: number;
  image: DatasetImage;
  /** Null: a defective image whose ground truth is not known; it is left out. */
  regions: RegionRuns | null;
}

export interface GroundTruthOptions {
  size: number;
  /** The mask of the image at `index` of the data set at `size`; null when there is none. */
  loadMask: (index: number, size: number) => Promise<EvaluationMask | null>;
  /** Which pixels of a good image no metric counts; none where left out. */
  loadIgnore?: ((index: number, size: number) => Uint8Array | null) | undefined;
  onProgress: OnProgress;
  /** Throws when the user has stopped the evaluation. */
  checkpoint: () => void;
}

/**
 * The ground truth of the images at these indices: empty for a good image, the mask's regions for
 * a defective one. `warnings` says in sentences what is missing or was lost.
 */
export async function readGroundTruth(
  images: readonly { index: number; image: DatasetImage }[],
  { size, loadMask, loadIgnore, onProgress, checkpoint }: GroundTruthOptions,
): Promise<{ sources: PixelSource[]; warnings: string[] }> {
  const sources: PixelSource[] = [];
  const unmasked: string[] = [];
  const unreadable: string[] = [];
  const lost: string[] = [];
  const empty: string[] = [];
  const read = async (index: number): Promise<EvaluationMask | null> => {
    try {
      return await loadMask(index, size);
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
      unreadable.push(error.message.replace(/\.$/, ''));
      return null;
    }
  };
  for (const [done, { index, image }] of images.entries()) {
    checkpoint();
    onProgress({ step: 'Reading masks', done, total: images.length, unit: 'images' });
    if (image.label === GOOD) {
      const ignore = loadIgnore?.(index, size) ?? null;
      sources.push({ index, image, regions: noRegions(size * size, ignore) });
      continue;
    }
    const mask = await read(index);
    if (mask === null) {
      unmasked.push(image.path);
      sources.push({ index, image, regions: null });
      continue;
    }
    const regions = regionRuns(mask.data, size, size, mask.ignore ?? null);
    if ((mask.lostRegions ?? 0) > 0) lost.push(`${image.path} (${mask.lostRegions})`);
    else if (regions.areas.length === 0) empty.push(image.path);
    sources.push({ index, image, regions });
  }
  onProgress({ step: 'Reading masks', done: images.length, total: images.length, unit: 'images' });
  const warnings = [
    [unmasked, 'Defective images without a usable mask are left out of all pixel metrics'],
    [unreadable, 'Masks that cannot be read'],
    [lost, `Regions of the ground truth vanish at ${size} px and are not counted`],
    [empty, 'Masks that mark no pixel; the whole image counts as background'],
  ] as const;
  return {
    sources,
    warnings: warnings.flatMap(([names, what]) =>
      names.length === 0 ? [] : [`${what}: ${nameSome(names)}.`],
    ),
  };
}

export interface PixelEvaluationOptions {
  /** Reads a stored map of the image at `index`. */
  read: (index: number, path: string, which: 'sum' | Theta) => Promise<Float32Array>;
  /** Whether there are maps of the three scales, beside that of the image. */
  scales: boolean;
  /** Budget for tables, see `pixelMetrics`. */
  memoryBytes?: number | undefined;
  onProgress: OnProgress;
  checkpoint: () => void;
}

/**
 * Exact pixel metrics of the sum of scales and of each scale. All null where there is no defective
 * pixel or no background.
 */
export async function evaluatePixels(
  sources: readonly PixelSource[],
  { read, scales, memoryBytes, onProgress, checkpoint }: PixelEvaluationOptions,
): Promise<PixelEvaluation> {
  const measure = (which: 'sum' | Theta) =>
    pixelMetrics(
      sources.flatMap(({ index, image, regions }) => {
        if (regions === null) return [];
        const group = image.label === GOOD ? null : image.label;
        return [{ group, regions, read: () => read(index, image.path, which) }];
      }),
      {
        groups: which === 'sum',
        ...(memoryBytes === undefined ? {} : { memoryBytes }),
        onImage: (done, total) => {
          checkpoint();
          const sumName = scales ? 'sum of scales' : 'anomaly map';
          const what = which === 'sum' ? sumName : `theta = ${which}`;
          onProgress({ step: `Pixel metrics, ${what}`, done, total, unit: 'maps read' });
        },
      },
    );
  const sum = await measure('sum');
  const measureScales = async (): Promise<PerScale<number | null>> => {
    const aurocs = {} as PerScale<number | null>;
    for (const theta of THETAS) aurocs[theta] = (await measure(theta)).auroc;
    return aurocs;
  };
  const scaleAuroc = scales ? await measureScales() : null;
  return {
    pixelAuroc: sum.auroc,
    auPro: sum.auPro,
    proCurve: sum.proCurve,
    pixelMaxF1: sum.maxF1,
    scaleAuroc,
    defectAuroc: sum.groupAuroc,
  };
}
