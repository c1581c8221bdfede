/** Why this file exists: the arithmetic of zoom and pan, apart from any canvas. */

/** Where the image lies on screen: a point p of it is shown at `x + p * scale`. CSS pixels. */
export interface Viewport {
  scale: number;
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

/** What toolbar and keys ask of a canvas. */
export interface ViewCommands {
  fit: () => void;
  /** One source pixel on one pixel of the screen. */
  actual: () => void;
  /** Zooms to a point of the view; without one, to its middle. */
  zoomBy: (factor: number, pointer?: Point) => void;
}

/** Space left around a fitted image, in CSS pixels. */
const MARGIN = 16;
/** One image pixel is at most this many CSS pixels. */
const MAX_SCALE = 64;
/** The image may shrink to this share of its fitted size. */
const MIN_OF_FIT = 0.25;
/** At least this much of the image stays in view, in CSS pixels. */
const KEEP_VISIBLE = 48;

/** The whole image, centred. */
export function fit(image: Size, view: Size): Viewport {
  const scale = Math.max(
    1e-6,
    Math.min((view.width - 2 * MARGIN) / image.width, (view.height - 2 * MARGIN) / image.height),
  );
  return centred(image, view, scale, { x: image.width / 2, y: image.height / 2 });
}

/** `scale` with the image point `middle` in the middle of the view. */
export function centred(image: Size, view: Size, scale: number, middle: Point): Viewport {
  const x = view.width / 2 - middle.x * scale;
  const y = view.height / 2 - middle.y * scale;
  return keepVisible({ scale, x, y }, image, view);
}

/** Zooms by `factor` so that the image point under `pointer` stays under it. */
export function zoomAt(
  viewport: Viewport,
  factor: number,
  pointer: Point,
  image: Size,
  view: Size,
): Viewport {
  const smallest = fit(image, view).scale * MIN_OF_FIT;
  const scale = Math.min(MAX_SCALE, Math.max(smallest, viewport.scale * factor));
  const ratio = scale / viewport.scale;
  const moved = {
    scale,
    x: pointer.x - (pointer.x - viewport.x) * ratio,
    y: pointer.y - (pointer.y - viewport.y) * ratio,
  };
  return keepVisible(moved, image, view);
}

/** Moves the viewport as little as needed for a strip of the image to stay in view. */
export function keepVisible(viewport: Viewport, image: Size, view: Size): Viewport {
  const clamp = (start: number, length: number, extent: number): number =>
    Math.min(extent - KEEP_VISIBLE, Math.max(KEEP_VISIBLE - length, start));
  return {
    scale: viewport.scale,
    x: clamp(viewport.x, image.width * viewport.scale, view.width),
    y: clamp(viewport.y, image.height * viewport.scale, view.height),
  };
}

/** The image point shown at a point of the view. */
export function toImage(viewport: Viewport, point: Point): Point {
  return {
    x: (point.x - viewport.x) / viewport.scale,
    y: (point.y - viewport.y) / viewport.scale,
  };
}

/** How much one notch or one swipe of the wheel zooms; `deltaMode` as in WheelEvent. */
export function wheelFactor(deltaY: number, deltaMode: number): number {
  const pixels = deltaMode === 1 ? deltaY * 16 : deltaMode === 2 ? deltaY * 400 : deltaY;
  return Math.exp(-Math.max(-240, Math.min(240, pixels)) * 0.0022);
}
