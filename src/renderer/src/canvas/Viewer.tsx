/**
 * Why this file exists: one image on a canvas with its heatmap and outlines. Four layers: image,
 * heatmap, lines, probe. The stage is as large as the window's part, never as the image.
 */
import Konva from 'konva';
import { useLayoutEffect, useRef } from 'react';
import { Image, Layer, Line, Rect, Stage } from 'react-konva';
import { useValue, type ValueStore } from '../state/value-store.ts';
import { strings } from '../strings/index.ts';
import type { Camera } from './camera.ts';
import { Outline } from './outline.tsx';
import { useElementSize } from './use-element-size.ts';
import { wheelFactor, type Point, type Size } from './viewport.ts';

// Left and middle button both pan; there is no tool yet that needs the left one.
Konva.dragButtons = [0, 1];

interface ViewerProps {
  bitmap: ImageBitmap;
  /** Size of the source image; all coordinates are its pixels. */
  image: Size;
  heatmap: HTMLCanvasElement | null;
  /** Of the heatmap, 0..1. */
  opacity: number;
  smooth: boolean;
  /** Line segments in 0..1 of the image, or null to draw none. */
  contour: Float32Array | null;
  maskOutline: Float32Array | null;
  /** The selected region's box. */
  selected: (Point & Size) | null;
  probe: ValueStore<Point | null>;
  onPick: (point: Point) => void;
  camera: Camera;
}

export function Viewer({
  bitmap,
  image,
  heatmap,
  opacity,
  smooth,
  contour,
  maskOutline,
  selected,
  probe,
  onPick,
  camera,
}: ViewerProps) {
  const holder = useRef<HTMLDivElement>(null);
  const stage = useRef<Konva.Stage>(null);
  const view = useElementSize(holder);
  useLayoutEffect(() => {
    camera.attach(stage.current);
    return () => camera.attach(null);
  }, [camera]);
  useLayoutEffect(() => camera.resize(image, view), [camera, image, view]);

  const pointer = (): Point | null => {
    const position = stage.current?.getPointerPosition();
    return position ? camera.toImage(position) : null;
  };

  const onWheel = ({ evt }: Konva.KonvaEventObject<WheelEvent>): void => {
    evt.preventDefault();
    const position = stage.current?.getPointerPosition();
    if (!position) return;
    camera.zoomBy(wheelFactor(evt.deltaY, evt.deltaMode), position);
  };

  const onClick = ({ evt }: Konva.KonvaEventObject<MouseEvent>): void => {
    const point = pointer();
    if (evt.button === 0 && point !== null) onPick(point);
  };

  return (
    <div
      ref={holder}
      className="viewer"
      role="application"
      tabIndex={0}
      aria-label={strings.image.canvas}
      aria-describedby="canvas-help"
      data-testid="viewer"
    >
      <p id="canvas-help" className="visually-hidden">
        {strings.image.canvasHelp}
      </p>
      <Stage
        ref={stage}
        className="viewer-stage"
        width={view.width}
        height={view.height}
        draggable
        dragBoundFunc={camera.bound}
        onDragMove={camera.moved}
        onDragEnd={camera.moved}
        onWheel={onWheel}
        onMouseMove={() => probe.set(pointer())}
        onMouseLeave={() => probe.set(null)}
        onClick={onClick}
      >
        <Layer listening={false}>
          <Image image={bitmap} width={image.width} height={image.height} />
        </Layer>
        <Layer listening={false} imageSmoothingEnabled={smooth}>
          {heatmap !== null && (
            <Image image={heatmap} width={image.width} height={image.height} opacity={opacity} />
          )}
        </Layer>
        <Layer listening={false}>
          {maskOutline !== null && (
            <Outline segments={maskOutline} {...image} colour="#5ee0ff" dash={[0.45, 0.3]} />
          )}
          {contour !== null && <Outline segments={contour} {...image} colour="#ffffff" />}
          {selected !== null && <SelectedBox {...selected} />}
        </Layer>
        <Layer listening={false}>
          <Crosshair probe={probe} image={image} />
        </Layer>
      </Stage>
    </div>
  );
}

/** A dark and a light frame, so that it shows on any ground. */
function SelectedBox(box: Point & Size) {
  const common = { ...box, strokeScaleEnabled: false, perfectDrawEnabled: false };
  return (
    <>
      <Rect {...common} stroke="rgba(0, 0, 0, 0.8)" strokeWidth={5} />
      <Rect {...common} stroke="#ffd166" strokeWidth={2.5} />
    </>
  );
}

/** Lines across the whole image through the probe, thin enough not to hide anything. */
function Crosshair({ probe, image }: { probe: ValueStore<Point | null>; image: Size }) {
  const point = useValue(probe);
  if (point === null) return null;
  const inside = point.x >= 0 && point.y >= 0 && point.x < image.width && point.y < image.height;
  if (!inside) return null;
  const common = { strokeWidth: 1, strokeScaleEnabled: false, perfectDrawEnabled: false };
  const across = [0, point.y, image.width, point.y];
  const down = [point.x, 0, point.x, image.height];
  return (
    <>
      {[across, down].map((points) => (
        <Line key={points.join()} points={points} stroke="rgba(0, 0, 0, 0.35)" {...common} />
      ))}
      {[across, down].map((points) => (
        <Line
          key={points.join()}
          points={points}
          stroke="rgba(255, 255, 255, 0.7)"
          dash={[4, 4]}
          {...common}
        />
      ))}
    </>
  );
}
