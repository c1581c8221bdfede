/**
 * Why this file exists: the mask's layer. A stroke redraws only the part of it that changed: clearing
 * and drawing the whole layer for each move would not keep up on a large screen.
 */
import type Konva from 'konva';
import { useEffect, useRef } from 'react';
import { Layer, Shape } from 'react-konva';
import type { Camera } from './camera.ts';
import type { MaskEditor } from './mask/editor.ts';
import { areaInView, type MaskTiles } from './mask/mask-tiles.ts';
import { union, type Rect } from './mask/spans.ts';

export interface MaskView {
  editor: MaskEditor;
  tiles: MaskTiles;
}

interface MaskLayerProps {
  mask: MaskView;
  camera: Camera;
  visible: boolean;
}

export function MaskLayer({ mask, camera, visible }: MaskLayerProps) {
  const layer = useRef<Konva.Layer>(null);

  useEffect(() => {
    const { editor, tiles } = mask;
    let dirty: Rect | null = null;
    let frame = 0;
    const paint = (): void => {
      frame = 0;
      if (dirty === null) return;
      tiles.repaint(dirty);
      if (layer.current !== null) redrawPart(layer.current, camera, tiles, dirty);
      dirty = null;
    };
    const stop = editor.onPaint((rect) => {
      dirty = union(dirty, rect);
      if (frame === 0) frame = requestAnimationFrame(paint);
    });
    layer.current?.batchDraw();
    return () => {
      stop();
      cancelAnimationFrame(frame);
      // What was painted since the last frame must not be missing when the tiles are drawn next.
      if (dirty !== null) tiles.repaint(dirty);
    };
  }, [mask, camera]);

  const draw = (context: Konva.Context): void => {
    const stage = layer.current?.getStage();
    if (stage === null || stage === undefined) return;
    const viewport = camera.viewport();
    const area = areaInView(viewport, { width: stage.width(), height: stage.height() });
    mask.tiles.draw(context._context, viewport.scale * ratioOf(layer.current), area);
  };

  return (
    <Layer ref={layer} listening={false} visible={visible}>
      <Shape sceneFunc={draw} listening={false} perfectDrawEnabled={false} />
    </Layer>
  );
}

function ratioOf(layer: Konva.Layer | null): number {
  return layer?.getCanvas().getPixelRatio() ?? 1;
}

/** Draws what `rect` (source pixels) shows anew, and nothing else. */
function redrawPart(layer: Konva.Layer, camera: Camera, tiles: MaskTiles, rect: Rect): void {
  const context = layer.getNativeCanvasElement().getContext('2d');
  if (context === null || !layer.visible()) return;
  const ratio = ratioOf(layer);
  const { scale, x, y } = camera.viewport();
  // The seam reaches a pixel further, and at a coarse level that is one of its pixels.
  const reach = Math.max(2, 2 / (scale * ratio));
  const left = Math.floor(((rect.x - reach) * scale + x) * ratio);
  const top = Math.floor(((rect.y - reach) * scale + y) * ratio);
  const right = Math.ceil(((rect.x + rect.width + reach) * scale + x) * ratio);
  const bottom = Math.ceil(((rect.y + rect.height + reach) * scale + y) * ratio);
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
  context.clearRect(left, top, right - left, bottom - top);
  context.setTransform(scale * ratio, 0, 0, scale * ratio, x * ratio, y * ratio);
  tiles.draw(context, scale * ratio, {
    x: rect.x - reach,
    y: rect.y - reach,
    width: rect.width + 2 * reach,
    height: rect.height + 2 * reach,
  });
  context.restore();
}
