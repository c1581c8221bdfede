/** Why this file exists: what the pixel probe reads, and how the keyboard moves it. */
import type { AnomalyMap } from './map-messages.ts';
import type { Point, Size } from './viewport.ts';

export interface Reading {
  /** Source pixel. */
  x: number;
  y: number;
  /** Raw map value there; null without a map. */
  value: number | null;
}

/** What the probe reads at an image point (source pixels); null outside the image. */
export function readProbe(point: Point, image: Size, map: AnomalyMap | null): Reading | null {
  const { x, y } = point;
  if (!(x >= 0 && y >= 0 && x < image.width && y < image.height)) return null;
  const reading = { x: Math.floor(x), y: Math.floor(y) };
  if (map === null) return { ...reading, value: null };
  const column = Math.min(map.width - 1, Math.floor((x / image.width) * map.width));
  const row = Math.min(map.height - 1, Math.floor((y / image.height) * map.height));
  return { ...reading, value: map.values[row * map.width + column] ?? null };
}

/** The probe moved by whole map pixels, kept inside the image; from the middle if it was nowhere. */
export function moveProbe(point: Point | null, step: Point, image: Size, map: Size | null): Point {
  const cell = {
    x: image.width / (map?.width ?? image.width),
    y: image.height / (map?.height ?? image.height),
  };
  const clamp = (value: number, extent: number): number =>
    Math.min(extent - 1e-6, Math.max(0, value));
  const from = point ?? { x: image.width / 2, y: image.height / 2 };
  return {
    x: clamp(from.x + step.x * cell.x, image.width),
    y: clamp(from.y + step.y * cell.y, image.height),
  };
}
