/** Why this file exists: regions of an anomaly map in pixels of the source image. */
import type { Region } from '../../shared/entities/inspection.ts';
import { regionsAbove, type DetectedRegion } from '../../shared/metrics/components.ts';

export interface RegionOptions {
  /** Map value from which a pixel belongs to a region. */
  pixel: number;
  /** Smallest region in pixels of the map. */
  minArea: number;
}

/** Regions of a size * size map, the highest peak first, each with its place in the map. */
export function sourceRegions(
  map: Float32Array,
  size: number,
  source: { width: number; height: number },
  { pixel, minArea }: RegionOptions,
): { region: Region; inMap: DetectedRegion }[] {
  const scale = { x: source.width / size, y: source.height / size };
  return regionsAbove(map, size, size, pixel, minArea).map((inMap) => {
    const { area, box, peak } = inMap;
    const region: Region = {
      area: Math.round(area * scale.x * scale.y),
      box: {
        x: Math.floor(box.x * scale.x),
        y: Math.floor(box.y * scale.y),
        width: Math.ceil(box.width * scale.x),
        height: Math.ceil(box.height * scale.y),
      },
      peak: {
        x: Math.floor((peak.x + 0.5) * scale.x),
        y: Math.floor((peak.y + 0.5) * scale.y),
        score: peak.score,
      },
    };
    return { region, inMap };
  });
}
