/** Why this file exists: what a tool of the canvas is to the pointer and to the layer that shows it. */
import type { Point } from './viewport.ts';

/** The part of a canvas context that tools draw with; its unit is one source pixel. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'closePath'
  | 'stroke'
  | 'fill'
  | 'fillRect'
  | 'setLineDash'
  | 'lineWidth'
  | 'strokeStyle'
  | 'fillStyle'
  | 'lineJoin'
>;

/** All points are in source pixels. */
export interface CanvasTool {
  /** CSS. */
  cursor: string;
  /** Begins a gesture with the main button. */
  down: (point: Point) => void;
  /** Where the pointer went since the last call, in order. */
  move: (points: readonly Point[]) => void;
  /** Ends the gesture. */
  up: () => void;
  /** Escape: leaves what was begun undone. True when there was something. */
  cancel: () => boolean;
  /** The pointer is here, with or without a button; null: it has left. */
  hover: (point: Point | null) => void;
  /** Draws the tool itself (ring, line); `pixel` is the size of a CSS pixel in source pixels. */
  draw: (pen: Pen, pixel: number) => void;
  /** Calls `listener` whenever `draw` would draw something else. */
  onRedraw: (listener: () => void) => () => void;
}

/** Listeners of a tool, and how to call them. */
export function redraws(): { onRedraw: CanvasTool['onRedraw']; redraw: () => void } {
  const listeners = new Set<() => void>();
  return {
    onRedraw: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    redraw: () => {
      for (const listener of listeners) listener();
    },
  };
}

/** Strokes the present path twice, dark below light, so that it shows on any ground. */
export function strokeTwice(pen: Pen, pixel: number, colour: string, width = 1.5): void {
  pen.lineJoin = 'round';
  pen.strokeStyle = 'rgba(0, 0, 0, 0.75)';
  pen.lineWidth = (width + 2) * pixel;
  pen.stroke();
  pen.strokeStyle = colour;
  pen.lineWidth = width * pixel;
  pen.stroke();
}
