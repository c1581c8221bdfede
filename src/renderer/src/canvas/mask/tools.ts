/** Why this file exists: the mask's tools, as what the pointer does with an editor. */
import { strokeTwice, redraws, type CanvasTool } from '../tool.ts';
import type { Point } from '../viewport.ts';
import { discOutline, placeDisc, strokeSpans } from './brush.ts';
import type { MaskEditor, MaskValue } from './editor.ts';
import { polygonSpans } from './polygon.ts';

export interface BrushSettings {
  /** In source pixels. */
  diameter: number;
  value: MaskValue;
}

export interface BrushTool extends CanvasTool {
  /** The settings have changed: the ring is another. */
  refresh: () => void;
}

/** Colours of what a tool is about to paint; the eraser's ring is red. */
const RING: Record<MaskValue, string> = { 0: '#ff8a80', 1: '#5ee0ff', 255: '#eef2f6' };

/** Brush, eraser and ignore brush. */
export function createBrushTool(editor: MaskEditor, settings: () => BrushSettings): BrushTool {
  const { onRedraw, redraw } = redraws();
  let place: Point | null = null;
  /** Where the last disc of the stroke lies; null between strokes. */
  let last: Point | null = null;
  let ring: { diameter: number; line: number[] } | null = null;

  const paintTo = (point: Point): void => {
    const { diameter, value } = settings();
    const next = placeDisc(point, diameter);
    editor.paint(strokeSpans(last ?? next, next, diameter), value);
    last = next;
  };

  return {
    cursor: 'none',
    onRedraw,
    refresh: redraw,
    down: paintTo,
    move: (points) => {
      if (last !== null) points.forEach(paintTo);
    },
    up: () => {
      last = null;
      editor.commit();
    },
    cancel: () => {
      const began = last !== null;
      last = null;
      editor.cancel();
      return began;
    },
    hover: (point) => {
      place = point;
      redraw();
    },
    draw: (pen, pixel) => {
      if (place === null) return;
      const { diameter, value } = settings();
      if (ring?.diameter !== diameter) ring = { diameter, line: discOutline(diameter) };
      const { x, y } = placeDisc(place, diameter);
      pen.beginPath();
      for (let i = 0; i < ring.line.length; i += 2) {
        pen.lineTo(x + (ring.line[i] ?? 0), y + (ring.line[i + 1] ?? 0));
      }
      pen.closePath();
      strokeTwice(pen, pixel, RING[value]);
    },
  };
}

/** Corners by click; a click near the first corner, a double click or `finish` closes it. */
export interface PolygonTool extends CanvasTool {
  finish: () => void;
}

/** A click this near to the first corner closes the polygon, CSS pixels. */
const CLOSING_REACH = 9;

export function createPolygonTool(
  editor: MaskEditor,
  value: () => MaskValue,
  pixel: () => number,
): PolygonTool {
  const { onRedraw, redraw } = redraws();
  let corners: Point[] = [];
  let pointer: Point | null = null;

  const near = (a: Point | undefined, b: Point): boolean =>
    a !== undefined && Math.hypot(a.x - b.x, a.y - b.y) <= CLOSING_REACH * pixel();

  const finish = (): void => {
    if (corners.length >= 3) {
      editor.paint(polygonSpans(corners, editor.raster), value());
      editor.commit();
    }
    corners = [];
    redraw();
  };

  return {
    cursor: 'crosshair',
    onRedraw,
    down: (point) => {
      const closes = corners.length >= 3 && near(corners[0], point);
      const twice = corners.length >= 3 && near(corners.at(-1), point);
      if (closes || twice) {
        finish();
        return;
      }
      corners = [...corners, point];
      redraw();
    },
    // Dragging moves the corner that was just set.
    move: (points) => {
      const point = points.at(-1);
      if (point === undefined || corners.length === 0) return;
      corners = [...corners.slice(0, -1), point];
    },
    up: () => undefined,
    cancel: () => {
      const began = corners.length > 0;
      corners = [];
      redraw();
      return began;
    },
    hover: (point) => {
      pointer = point;
      redraw();
    },
    finish,
    draw: (pen, size) => {
      const [first] = corners;
      if (first === undefined) return;
      pen.beginPath();
      for (const { x, y } of corners) pen.lineTo(x, y);
      if (pointer !== null) pen.lineTo(pointer.x, pointer.y);
      strokeTwice(pen, size, RING[value()]);
      const half = 3.5 * size;
      for (const { x, y } of corners) {
        pen.fillStyle = '#000000';
        pen.fillRect(x - half - size, y - half - size, 2 * (half + size), 2 * (half + size));
        pen.fillStyle = RING[value()];
        pen.fillRect(x - half, y - half, 2 * half, 2 * half);
      }
    },
  };
}

/** A click hands its place on: fill. */
export function createClickTool(onClick: (point: Point) => void): CanvasTool {
  const { onRedraw } = redraws();
  return {
    cursor: 'cell',
    onRedraw,
    down: onClick,
    move: () => undefined,
    up: () => undefined,
    cancel: () => false,
    hover: () => undefined,
    draw: () => undefined,
  };
}
