/**
 * Why this file exists: what follows the pointer, on a layer of its own and without rendering a
 * component: the cross-hair, or what a tool shows of itself.
 */
import type Konva from 'konva';
import { useEffect, useRef } from 'react';
import { Layer, Shape } from 'react-konva';
import type { ValueStore } from '../state/value-store.ts';
import type { Camera } from './camera.ts';
import type { CanvasTool, Pen } from './tool.ts';
import type { Point, Size } from './viewport.ts';

interface CursorLayerProps {
  camera: Camera;
  image: Size;
  probe: ValueStore<Point | null>;
  tool: CanvasTool | null;
}

export function CursorLayer({ camera, image, probe, tool }: CursorLayerProps) {
  const layer = useRef<Konva.Layer>(null);
  useEffect(() => {
    const redraw = (): void => void layer.current?.batchDraw();
    redraw();
    return tool === null ? probe.subscribe(redraw) : tool.onRedraw(redraw);
  }, [probe, tool]);
  const draw = (context: Konva.Context): void => {
    const pen = context._context;
    const pixel = 1 / camera.viewport().scale;
    if (tool === null) drawCrosshair(pen, pixel, probe.get(), image);
    else tool.draw(pen, pixel);
  };
  return (
    <Layer ref={layer} listening={false}>
      <Shape sceneFunc={draw} listening={false} perfectDrawEnabled={false} />
    </Layer>
  );
}

/** Lines across the whole image through the probe, thin enough not to hide anything. */
function drawCrosshair(pen: Pen, pixel: number, point: Point | null, image: Size): void {
  if (point === null) return;
  if (point.x < 0 || point.y < 0 || point.x >= image.width || point.y >= image.height) return;
  const lines = (): void => {
    pen.beginPath();
    pen.moveTo(0, point.y);
    pen.lineTo(image.width, point.y);
    pen.moveTo(point.x, 0);
    pen.lineTo(point.x, image.height);
  };
  pen.lineWidth = pixel;
  pen.strokeStyle = 'rgba(0, 0, 0, 0.35)';
  lines();
  pen.stroke();
  pen.strokeStyle = 'rgba(255, 255, 255, 0.7)';
  pen.setLineDash([4 * pixel, 4 * pixel]);
  lines();
  pen.stroke();
  pen.setLineDash([]);
}
