/**
 * Why this file exists: the mask that is being edited, outside React: strokes change it at once and
 * tell only those that draw or save it. A step ends with `commit`: that is what undo takes back.
 */
import type { BACKGROUND, DEFECT, IGNORE, MaskRaster } from '../../../../shared/mask-rle.ts';
import type { Size } from '../viewport.ts';
import { applyDelta, differenceIn, type Delta } from './delta.ts';
import { NO_HISTORY, redone, undone, withStep, type History } from './history.ts';
import { areasIn, paintSpans, union, type Areas, type Rect, type Spans } from './spans.ts';

export type MaskValue = typeof BACKGROUND | typeof DEFECT | typeof IGNORE;

export interface MaskEditor {
  readonly raster: MaskRaster;
  /** Pixels of each class, as of the last finished step. */
  areas: () => Areas;
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

/** An editor that owns `raster`, whose marked pixels all lie in `marked`. */
export function createMaskEditor(
  raster: MaskRaster,
  marked: Rect | null = { x: 0, y: 0, width: raster.width, height: raster.height },
): MaskEditor {
  const { width, data } = raster;
  /** As it was at the last commit. */
  const settled = data.slice();
  let areas = marked === null ? { defect: 0, ignore: 0 } : areasIn(raster, marked);
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

  /** Counts again in `rect`, where `settled` becomes what `data` is. */
  const settle = (step: Delta): void => {
    const before = areasIn({ ...raster, data: settled }, step.rect);
    applyDelta(settled, width, step);
    const after = areasIn({ ...raster, data: settled }, step.rect);
    areas = {
      defect: areas.defect + after.defect - before.defect,
      ignore: areas.ignore + after.ignore - before.ignore,
    };
  };

  const commit = (): boolean => {
    if (dirty === null) return false;
    const step = differenceIn(settled, data, width, dirty);
    dirty = null;
    if (step === null) return false;
    settle(step);
    history = withStep(history, step);
    tell(step);
    return true;
  };

  const walk = (found: { step: Delta; history: History } | null): boolean => {
    if (found === null) return false;
    history = found.history;
    applyDelta(data, width, found.step);
    settle(found.step);
    show(found.step.rect);
    tell(found.step);
    return true;
  };

  return {
    raster,
    areas: () => areas,
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
