/**
 * Why this file exists: one image on a canvas with its heatmap, mask and outlines. Five layers: image,
 * heatmap, mask, lines, cursor. The stage is as large as the window's part, never as the image, and
 * no layer listens: the pointer is read in one place (pointer.ts).
 */
import type Konva from 'konva';
import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react';
import { Image, Layer, Rect, Shape, Stage } from 'react-konva';
import type { ValueStore } from '../state/value-store.ts';
import { strings } from '../strings/index.ts';
import type { Camera } from './camera.ts';
import { CursorLayer } from './CursorLayer.tsx';
import type { ImageTiles } from './image-tiles.ts';
import { areaInView } from './mask/mask-tiles.ts';
import { MaskLayer, type MaskView } from './MaskLayer.tsx';
import { Outline } from './outline.tsx';
import { listenToPointer } from './pointer.ts';
import type { CanvasTool } from './tool.ts';
import { useElementSize } from './use-element-size.ts';
import type { Point, Size } from './viewport.ts';

/** A frame on the image, in source pixels. */
export interface Box extends Point, Size {
  colour: string;
  /** Lengths of dash and gap in CSS pixels; left out: a solid line. */
  dash?: number[];
}

export interface ViewerProps {
  /** Null while it is fetched: the canvas stays and is empty. */
  bitmap: ImageBitmap | null;
  /** Size of the source image; all coordinates are its pixels. */
  image: Size;
  /** Of an image that is larger than `bitmap`. */
  tiles?: ImageTiles | null;
  /** CSS filter of the image alone (brightness, contrast). */
  filter?: string;
  heatmap: HTMLCanvasElement | null;
  /** Of the heatmap, 0..1. */
  opacity: number;
  smooth: boolean;
  /** Line segments in 0..1 of the image, or null to draw none. */
  contour: Float32Array | null;
  maskOutline?: Float32Array | null;
  mask?: MaskView | null;
  maskVisible?: boolean;
  boxes: readonly Box[];
  /** Everything but the image is cut off left of this share of the view; null: nothing is. */
  wipe?: number | null;
  tool?: CanvasTool | null;
  probe: ValueStore<Point | null>;
  onPick: (point: Point) => void;
  camera: Camera;
  /** Its name for those who do not see it. */
  label?: string;
}

export function Viewer(props: ViewerProps) {
  const { bitmap, image, tiles = null, filter = '', heatmap, opacity, smooth, contour } = props;
  const { maskOutline = null, mask = null, maskVisible = true, boxes, wipe = null } = props;
  const { tool = null, probe, onPick, camera, label = strings.image.canvas } = props;
  const holder = useRef<HTMLDivElement>(null);
  const stage = useRef<Konva.Stage>(null);
  const imageLayer = useRef<Konva.Layer>(null);
  const view = useElementSize(holder);

  useLayoutEffect(
    () => (stage.current === null ? undefined : camera.attach(stage.current)),
    [camera],
  );
  useLayoutEffect(() => camera.resize(image, view), [camera, image, view]);
  useOverlayCut(stage, wipe, view.width);
  useLayoutEffect(() => {
    const canvas = imageLayer.current?.getNativeCanvasElement();
    if (canvas !== undefined) canvas.style.filter = filter;
  }, [filter]);
  useEffect(() => tiles?.onTile(() => imageLayer.current?.batchDraw()), [tiles]);

  const pick = useEffectEvent(onPick);
  const currentTool = useEffectEvent(() => tool);
  useEffect(() => {
    if (holder.current === null) return undefined;
    return listenToPointer(holder.current, {
      camera,
      probe,
      tool: () => currentTool(),
      onPick: (point) => pick(point),
    });
  }, [camera, probe]);

  const drawTiles = (context: Konva.Context): void => {
    const viewport = camera.viewport();
    const ratio = imageLayer.current?.getCanvas().getPixelRatio() ?? 1;
    tiles?.draw(context._context, viewport.scale * ratio, areaInView(viewport, view));
  };

  return (
    <div
      ref={holder}
      className="viewer"
      role="application"
      tabIndex={0}
      aria-label={label}
      aria-describedby="canvas-help"
      data-testid="viewer"
      style={{ '--cursor': tool?.cursor ?? 'crosshair' } as React.CSSProperties}
    >
      <p id="canvas-help" className="visually-hidden">
        {strings.image.canvasHelp}
      </p>
      <Stage
        ref={stage}
        className="viewer-stage"
        width={view.width}
        height={view.height}
        listening={false}
      >
        <Layer ref={imageLayer} listening={false}>
          {bitmap !== null && <Image image={bitmap} width={image.width} height={image.height} />}
          {tiles !== null && (
            <Shape sceneFunc={drawTiles} listening={false} perfectDrawEnabled={false} />
          )}
        </Layer>
        <Layer listening={false} imageSmoothingEnabled={smooth}>
          {heatmap !== null && (
            <Image image={heatmap} width={image.width} height={image.height} opacity={opacity} />
          )}
        </Layer>
        {mask === null ? (
          <Layer listening={false} />
        ) : (
          <MaskLayer mask={mask} camera={camera} visible={maskVisible} />
        )}
        <Layer listening={false}>
          {maskOutline !== null && (
            <Outline segments={maskOutline} {...image} colour="#5ee0ff" dash={[0.45, 0.3]} />
          )}
          {contour !== null && <Outline segments={contour} {...image} colour="#ffffff" />}
          {boxes.map((box) => (
            <Frame key={`${box.x},${box.y},${box.width},${box.colour}`} {...box} />
          ))}
        </Layer>
        <CursorLayer camera={camera} image={image} probe={probe} tool={tool} />
      </Stage>
    </div>
  );
}

/** Cuts the overlays (all layers but the image and the cursor) without drawing them again. */
function useOverlayCut(
  stage: React.RefObject<Konva.Stage | null>,
  wipe: number | null,
  width: number,
): void {
  useLayoutEffect(() => {
    const layers = stage.current?.getLayers().slice(1, -1) ?? [];
    for (const layer of layers) {
      const { style } = layer.getNativeCanvasElement();
      style.clipPath = wipe === null ? '' : `inset(0 0 0 ${wipe * width}px)`;
    }
  });
}

/** A dark and a light frame, so that it shows on any ground. */
function Frame({ colour, dash, ...box }: Box) {
  const common = { ...box, strokeScaleEnabled: false, perfectDrawEnabled: false };
  return (
    <>
      <Rect {...common} stroke="rgba(0, 0, 0, 0.8)" strokeWidth={5} />
      <Rect
        {...common}
        stroke={colour}
        strokeWidth={2.5}
        {...(dash === undefined ? {} : { dash })}
      />
    </>
  );
}
