/**
 * Why this file exists: the addresses of bytes, the same for `/media/...` on loopback and
 * `media://loupe/media/...` in Electron. Values only, so that the renderer's bundle stays small.
 */

/** What of a report's image can be had as bytes. */
export const MEDIA_KINDS = ['image', 'thumb', 'map', 'mask'] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

/**
 * The path of one image's bytes. `index` is the image's place in the report's `images`.
 *
 * image: at most 2048 px a side, PNG. thumb: at most 256 px, WebP. map: Float32 little-endian, row
 * by row, its size in the headers below. mask: 8-bit PNG (0 or 255) at source size, 404 if none.
 */
export function mediaPath(reportId: string, kind: MediaKind, index: number): string {
  return `/media/reports/${encodeURIComponent(reportId)}/${kind}/${index}`;
}

/** Headers of a map's answer: its size in values. */
export const MAP_WIDTH_HEADER = 'x-map-width';
export const MAP_HEIGHT_HEADER = 'x-map-height';

/** Where `media:` addresses begin in Electron. */
export const MEDIA_ORIGIN = 'media://loupe';

/**
 * Bytes of a catalog image. image: at most 2048 px a side, PNG. thumb: at most 256 px, WebP. file:
 * the source file as it is. mask-code: the current mask's run-length code (`mask-rle.ts`), its size in
 * `MAP_WIDTH_HEADER` and `MAP_HEIGHT_HEADER`; 404 without a mask.
 */
export const IMAGE_MEDIA_KINDS = ['image', 'thumb', 'file', 'mask-code'] as const;
export type ImageMediaKind = (typeof IMAGE_MEDIA_KINDS)[number];

/** The path of a catalog image's bytes. */
export function imagePath(imageId: number, kind: ImageMediaKind): string {
  return `/media/images/${imageId}/${kind}`;
}

/** Side of a tile of the viewing pyramid, in pixels. */
export const TILE_SIDE = 512;

/**
 * One tile of a catalog image's viewing pyramid, PNG. Level 0 is full size, each further level half
 * the one before; `column` and `row` count from the top left. Tiles at the right and lower edge are
 * smaller.
 */
export function tilePath(imageId: number, level: number, column: number, row: number): string {
  return `/media/images/${imageId}/tile/${level}/${column}/${row}`;
}

/** Which anomaly map: the weighted sum (Eq. 8) or one scale's own (Eq. 7). */
export const MAP_LAYERS = ['sum', '64', '32', '16'] as const;
export type MapLayer = (typeof MAP_LAYERS)[number];

/**
 * The anomaly map of a model on a catalog image, as `map` above; 404 where it is not kept
 * (`results.ensure` makes it).
 */
export function resultMapPath(modelId: number, imageId: number, layer: MapLayer): string {
  return `/media/results/${modelId}/${imageId}/${layer}`;
}

/** A good image that a model learnt from, at the model's input size, WebP. */
export function goodImagePath(modelId: number, index: number): string {
  return `/media/models/${modelId}/good/${index}`;
}

/** An exported report among Loupe's own exports (`reports.export`), to be saved by a browser. */
export function exportPath(name: string): string {
  return `/media/exports/${encodeURIComponent(name)}`;
}
