/**
 * Why this file exists: what the page and the map worker say to each other. Maps travel whole each
 * time (256 KiB at 256 px): the worker keeps nothing, so nothing can be out of step.
 */
import type { ColourMapName } from '../../../shared/colour/maps.ts';
import type { DetectedRegion } from '../../../shared/metrics/components.ts';

/** An anomaly map: Float32 [height * width], row by row. */
export interface AnomalyMap {
  values: Float32Array<ArrayBuffer>;
  width: number;
  height: number;
}

export interface MapJobs {
  /** RGBA bytes of a map on a scale. */
  colourise: {
    input: { map: AnomalyMap; colours: ColourMapName; low: number; high: number };
    output: { pixels: Uint8ClampedArray<ArrayBuffer>; below: number; above: number };
  };
  /** The contour at a level, in 0..1 of the image, and the regions inside it. */
  analyse: {
    input: { map: AnomalyMap; level: number };
    output: { contour: Float32Array<ArrayBuffer>; regions: DetectedRegion[] };
  };
  /** The outline of a mask (an encoded image), in 0..1 of the image. */
  outline: { input: { mask: Blob }; output: { contour: Float32Array<ArrayBuffer> } };
}
