/**
 * Why this file exists: lines over an image stay readable on any ground: each is drawn twice, a
 * dark wide stroke under a light or coloured one, always the same width on screen.
 */
import type { Context } from 'konva/lib/Context';
import { Shape } from 'react-konva';

interface OutlineProps {
  /** Segments x1, y1, x2, y2 in 0..1 of the image. */
  segments: Float32Array;
  width: number;
  height: number;
  colour: string;
  /** Lengths of dash and gap in units of the page's font size; left out: a solid line. */
  dash?: readonly [number, number];
}

/** Widths on screen, in units of the page's font size, so that they suit a 4K screen too. */
const UNDER = 0.25;
const OVER = 0.11;

export function Outline({ segments, width, height, colour, dash }: OutlineProps) {
  const draw = (context: Context, shape: { getAbsoluteScale(): { x: number } }): void => {
    const fontSize = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const scale = shape.getAbsoluteScale().x / fontSize;
    context.beginPath();
    for (let i = 0; i < segments.length; i += 4) {
      context.moveTo((segments[i] ?? 0) * width, (segments[i + 1] ?? 0) * height);
      context.lineTo((segments[i + 2] ?? 0) * width, (segments[i + 3] ?? 0) * height);
    }
    context.setAttr('lineCap', 'round');
    context.setAttr('strokeStyle', 'rgba(0, 0, 0, 0.75)');
    context.setAttr('lineWidth', UNDER / scale);
    context.stroke();
    if (dash !== undefined) context.setLineDash(dash.map((length) => length / scale));
    context.setAttr('strokeStyle', colour);
    context.setAttr('lineWidth', OVER / scale);
    context.stroke();
    context.setLineDash([]);
  };
  return <Shape sceneFunc={draw} listening={false} perfectDrawEnabled={false} />;
}
