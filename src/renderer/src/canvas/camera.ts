/**
 * Why this file exists: zoom and pan of one canvas, outside React's tree: a gesture moves Konva's
 * stage at once and renders no component. Toolbar, keys and regions list command it.
 */
import type Konva from 'konva';
import { createValueStore, type ValueStore } from '../state/value-store.ts';
import {
  centred,
  fit,
  keepVisible,
  toImage,
  zoomAt,
  type Point,
  type Size,
  type ViewCommands,
  type Viewport,
} from './viewport.ts';

export interface Camera extends ViewCommands {
  /** Screen pixels for one source pixel. */
  zoom: ValueStore<number>;
  /** Takes charge of a stage until the returned function is called; several move as one. */
  attach: (stage: Konva.Stage) => () => void;
  /** After the image (source pixels) or the room for it (CSS pixels) changed. */
  resize: (image: Size, view: Size) => void;
  /** Brings a box of the image (source pixels) into view. */
  reveal: (box: Point & Size) => void;
  /** Moves the image by so many CSS pixels. */
  panBy: (step: Point) => void;
  /** Where the image lies now. */
  viewport: () => Viewport;
  /** The image point at a point of the view. */
  toImage: (point: Point) => Point;
}

/** Above this many screen pixels for one image pixel, pixels are shown as squares. */
const SQUARE_PIXELS_FROM = 2;

/** A camera without a stage; the first layer of the stage it gets holds the image. */
export function createCamera(): Camera {
  const zoom = createValueStore(1);
  const stages = new Set<Konva.Stage>();
  let image: Size = { width: 1, height: 1 };
  let view: Size = { width: 0, height: 0 };
  /** Where the image would lie exactly; gestures go on from here. */
  let exact: Viewport = { scale: 1, x: 0, y: 0 };
  /** Where it lies: at a whole device pixel, so that mask, ring and image have one grid. */
  let viewport = exact;
  /** True until the person zooms or pans: then the image stays fitted through every change. */
  let fitted = true;

  function apply(next: Viewport): void {
    exact = next;
    const snap = (at: number): number =>
      Math.round(at * window.devicePixelRatio) / window.devicePixelRatio;
    viewport = { scale: next.scale, x: snap(next.x), y: snap(next.y) };
    const onScreen = next.scale * window.devicePixelRatio;
    zoom.set(onScreen);
    for (const stage of stages) {
      stage.scale({ x: viewport.scale, y: viewport.scale });
      stage.position({ x: viewport.x, y: viewport.y });
      stage.getLayers()[0]?.imageSmoothingEnabled(onScreen < SQUARE_PIXELS_FROM);
      stage.batchDraw();
    }
  }

  function move(next: Viewport): void {
    fitted = false;
    apply(next);
  }

  const middle = (): Point => ({ x: view.width / 2, y: view.height / 2 });

  return {
    zoom,
    attach: (stage) => {
      stages.add(stage);
      apply(exact);
      return () => void stages.delete(stage);
    },
    resize: (nextImage, nextView) => {
      const sameSize = nextImage.width === image.width && nextImage.height === image.height;
      image = nextImage;
      view = nextView;
      if (view.width === 0 || view.height === 0) return;
      // Parts of one size lie alike: the next one is looked at where the last one was.
      if (!sameSize) fitted = true;
      apply(fitted ? fit(image, view) : keepVisible(exact, image, view));
    },
    fit: () => {
      fitted = true;
      apply(fit(image, view));
    },
    actual: () => {
      const centre = toImage(viewport, middle());
      move(centred(image, view, 1 / window.devicePixelRatio, centre));
    },
    zoomBy: (factor, pointer = middle()) => move(zoomAt(exact, factor, pointer, image, view)),
    reveal: (box) => {
      // Three times the box leaves its surroundings in view.
      const near = fit({ width: box.width * 3, height: box.height * 3 }, view).scale;
      const scale = Math.max(fit(image, view).scale, Math.min(near, viewport.scale));
      move(centred(image, view, scale, { x: box.x + box.width / 2, y: box.y + box.height / 2 }));
    },
    panBy: ({ x, y }) => {
      const { scale } = exact;
      move(keepVisible({ scale, x: exact.x + x, y: exact.y + y }, image, view));
    },
    viewport: () => viewport,
    toImage: (point) => toImage(viewport, point),
  };
}
