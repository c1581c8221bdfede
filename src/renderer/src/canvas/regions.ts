/** Why this file exists: regions are found in map pixels and shown in source pixels. Pure. */
import type { DetectedRegion } from '../../../shared/metrics/components.ts';
import type { Point, Size } from './viewport.ts';

/** A box in map pixels as source pixels. */
export function toSource(box: Point & Size, source: Size, map: Size): Point & Size {
  const x = source.width / map.width;
  const y = source.height / map.height;
  return { x: box.x * x, y: box.y * y, width: box.width * x, height: box.height * y };
}

/** The smallest region whose box holds an image point; null: none. */
export function regionAt(
  regions: readonly DetectedRegion[],
  point: Point,
  source: Size,
  map: Size,
): number | null {
  let found: number | null = null;
  regions.forEach((region, at) => {
    const { x, y, width, height } = toSource(region.box, source, map);
    const inside = point.x >= x && point.y >= y && point.x < x + width && point.y < y + height;
    const smaller = found === null || region.area < (regions[found]?.area ?? Infinity);
    if (inside && smaller) found = at;
  });
  return found;
}
