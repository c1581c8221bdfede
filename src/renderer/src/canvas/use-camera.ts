/**
 * Why this file exists: during a gesture Konva's stage, not React, owns zoom and pan; this keeps the
 * two in step and answers the commands of the toolbar.
 */
import type Konva from 'konva';
import { useCallback, useLayoutEffect, useMemo, useRef, type RefObject } from 'react';
import type { ValueStore } from '../state/value-store.ts';
import {
  centred,
  fit,
  keepVisible,
  toImage,
  zoomAt,
  type Point,
  type Size,
  type Viewport,
} from './viewport.ts';

/** What the toolbar, the keys and the regions list ask of the canvas. */
export interface ViewerControls {
  fit(): void;
  /** One source pixel on one pixel of the screen. */
  actual(): void;
  zoomBy(factor: number): void;
  /** Brings a box of the image (source pixels) into view. */
  reveal(box: Point & Size): void;
}

export interface Camera extends ViewerControls {
  zoomTo(factor: number, pointer: Point): void;
  /** Where a drag may take the stage. */
  bound(position: Point): Point;
  /** After Konva moved the stage itself. */
  moved(): void;
  toImage(point: Point): Point;
}

/** Above this many screen pixels for one image pixel, pixels are shown as squares. */
const SQUARE_PIXELS_FROM = 2;

/** A camera for `stage`; `zoom` is told the screen pixels per source pixel. */
export function useCamera(
  stage: RefObject<Konva.Stage | null>,
  image: Size,
  view: Size,
  zoom: ValueStore<number>,
): Camera {
  const viewport = useRef<Viewport>({ scale: 1, x: 0, y: 0 });
  /** True until the person zooms or pans: then the image stays fitted through every change. */
  const fitted = useRef(true);
  const shown = useRef(image);

  const apply = useCallback(
    (next: Viewport): void => {
      viewport.current = next;
      const node = stage.current;
      if (node === null) return;
      node.scale({ x: next.scale, y: next.scale });
      node.position({ x: next.x, y: next.y });
      const onScreen = next.scale * window.devicePixelRatio;
      node.getLayers()[0]?.imageSmoothingEnabled(onScreen < SQUARE_PIXELS_FROM);
      node.batchDraw();
      zoom.set(onScreen);
    },
    [stage, zoom],
  );

  const { width: viewWidth, height: viewHeight } = view;
  const { width, height } = image;
  useLayoutEffect(() => {
    const sameSize = shown.current.width === width && shown.current.height === height;
    shown.current = { width, height };
    const size = { width: viewWidth, height: viewHeight };
    if (viewWidth === 0 || viewHeight === 0) return;
    if (!sameSize) fitted.current = true;
    apply(
      fitted.current
        ? fit({ width, height }, size)
        : keepVisible(viewport.current, { width, height }, size),
    );
  }, [apply, width, height, viewWidth, viewHeight]);

  return useMemo(() => {
    const size = { width: viewWidth, height: viewHeight };
    const source = { width, height };
    const middle = { x: viewWidth / 2, y: viewHeight / 2 };
    const move = (next: Viewport): void => {
      fitted.current = false;
      apply(next);
    };
    const zoomTo = (factor: number, pointer: Point): void =>
      move(zoomAt(viewport.current, factor, pointer, source, size));
    return {
      fit: () => {
        fitted.current = true;
        apply(fit(source, size));
      },
      actual: () => {
        const centre = toImage(viewport.current, middle);
        move(centred(source, size, 1 / window.devicePixelRatio, centre));
      },
      zoomBy: (factor) => zoomTo(factor, middle),
      zoomTo,
      reveal: (box) => {
        const whole = fit({ width: box.width * 3, height: box.height * 3 }, size).scale;
        const scale = Math.max(fit(source, size).scale, Math.min(whole, viewport.current.scale));
        const centre = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
        move(centred(source, size, scale, centre));
      },
      bound: ({ x, y }) => {
        const kept = keepVisible({ scale: viewport.current.scale, x, y }, source, size);
        return { x: kept.x, y: kept.y };
      },
      moved: () => {
        const node = stage.current;
        if (node === null) return;
        fitted.current = false;
        viewport.current = { scale: viewport.current.scale, x: node.x(), y: node.y() };
      },
      toImage: (point) => toImage(viewport.current, point),
    };
  }, [apply, stage, width, height, viewWidth, viewHeight]);
}
