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
