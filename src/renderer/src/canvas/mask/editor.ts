/**
 * Why this file exists: the mask that is being edited, outside React: strokes change it at once and
 * tell only those that draw or save it. A step ends with `commit`: that is what undo takes back.
 */
import type { BACKGROUND, DEFECT, IGNORE, MaskRaster } from '../../../../shared/mask-rle.ts';
import type { Size } from '../viewport.ts';
import { applyDelta, differenceIn, type Delta } from './delta.ts';
import { NO_HISTORY, redone, undone, withStep, type History } from './history.ts';
import { paintSpans, union, type Rect, type Spans } from './spans.ts';

export type MaskValue = typeof BACKGROUND | typeof DEFECT | typeof IGNORE;

export interface MaskEditor {
  readonly raster: MaskRaster;
  /** Sets pixels; several calls up to `commit` are one step. */
  paint: (spans: Spans, value: MaskValue) => void;
  /** Ends a step; false when nothing changed. */
  commit: () => boolean;
  /** Takes back what was painted since the last `commit`. */
  cancel: () => void;
  /** Applies a difference to the pixels as they are, as one step: what the worker worked out. */
  apply: (delta: Delta) => boolean;
  /** Takes the last step back; false when there is none. */
  undo: () => boolean;
  redo: () => boolean;
  canUndo: () => boolean;
  canRedo: () => boolean;
  /** Calls `listener` with each rectangle that looks different now. */
  onPaint: (listener: (rect: Rect) => void) => () => void;
  /** Calls `listener` with each finished step, undone and redone ones too. */
  onStep: (listener: (delta: Delta) => void) => () => void;
}

/** An editor that owns `raster`. */
export function createMaskEditor(raster: MaskRaster): MaskEditor {
  const { width, data } = raster;
  /** As it was at the last commit. */
  const settled = data.slice();
  const painters = new Set<(rect: Rect) => void>();
  const steppers = new Set<(delta: Delta) => void>();
  let history: History = NO_HISTORY;
  let dirty: Rect | null = null;

  const show = (rect: Rect): void => {
    for (const listener of painters) listener(rect);
  };
  const tell = (delta: Delta): void => {
    for (const listener of steppers) listener(delta);
  };

  const commit = (): boolean => {
    if (dirty === null) return false;
    const step = differenceIn(settled, data, width, dirty);
    dirty = null;
    if (step === null) return false;
    applyDelta(settled, width, step);
    history = withStep(history, step);
    tell(step);
    return true;
  };

  const walk = (found: { step: Delta; history: History } | null): boolean => {
    if (found === null) return false;
    history = found.history;
    applyDelta(data, width, found.step);
    applyDelta(settled, width, found.step);
    show(found.step.rect);
    tell(found.step);
    return true;
  };

  return {
    raster,
    paint: (spans, value) => {
      const rect = paintSpans(raster, spans, value);
      if (rect === null) return;
      dirty = union(dirty, rect);
      show(rect);
    },
    commit,
    cancel: () => {
      if (dirty === null) return;
      const rect = dirty;
      dirty = null;
      const step = differenceIn(settled, data, width, rect);
      if (step !== null) applyDelta(data, width, step);
      show(rect);
    },
    apply: (delta) => {
      applyDelta(data, width, delta);
      dirty = union(dirty, delta.rect);
      show(delta.rect);
      return commit();
    },
    undo: () => {
      commit();
      return walk(undone(history));
    },
    redo: () => {
      commit();
      return walk(redone(history));
    },
    canUndo: () => dirty !== null || history.done.length > 0,
    canRedo: () => history.undone.length > 0,
    onPaint: (listener) => {
      painters.add(listener);
      return () => painters.delete(listener);
    },
    onStep: (listener) => {
      steppers.add(listener);
      return () => steppers.delete(listener);
    },
  };
}

/** A raster of only background. */
export function blankRaster({ width, height }: Size): MaskRaster {
  return { width, height, data: new Uint8Array(width * height) };
}
