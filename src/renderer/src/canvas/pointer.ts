/**
 * Why this file exists: one place decides what the pointer means on a canvas: pan, a tool's stroke,
 * or a click. No state of React is touched while a gesture lasts.
 */
import type { ValueStore } from '../state/value-store.ts';
import type { Camera } from './camera.ts';
import type { CanvasTool } from './tool.ts';
import { wheelFactor, type Point } from './viewport.ts';

export interface PointerParts {
  camera: Camera;
  /** Null: the main button pans and picks. */
  tool: () => CanvasTool | null;
  /** The image point under the pointer, for the read-out. */
  probe: ValueStore<Point | null>;
  /** A click without a tool. */
  onPick: (point: Point) => void;
}

/** A press that moved less than this is a click, CSS pixels. */
const CLICK_REACH = 4;

type Gesture =
  | { kind: 'pan'; last: Point; start: Point; picks: boolean; moved: boolean }
  | { kind: 'tool'; tool: CanvasTool };

const MIDDLE = 1;

/** Listens on `holder` until the returned function is called. */
export function listenToPointer(holder: HTMLElement, parts: PointerParts): () => void {
  const { camera, probe } = parts;
  let gesture: Gesture | null = null;
  let space = false;
  /** The pointer is at work here: the space bar is the canvas's, whatever has the focus. */
  let over = false;

  const inView = (event: MouseEvent): Point => {
    const { left, top } = holder.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const toImage = (event: MouseEvent): Point => camera.toImage(inView(event));
  const showCursor = (): void => {
    const panning = space || gesture?.kind === 'pan';
    holder.style.cursor = panning ? (gesture === null ? 'grab' : 'grabbing') : '';
  };

  const down = (event: PointerEvent): void => {
    if (gesture !== null || event.button > MIDDLE) return;
    // Otherwise the middle button would begin to scroll the page.
    event.preventDefault();
    holder.focus({ preventScroll: true });
    holder.setPointerCapture(event.pointerId);
    const tool = parts.tool();
    const at = inView(event);
    if (tool === null || space || event.button === MIDDLE) {
      const picks = tool === null && !space && event.button === 0;
      gesture = { kind: 'pan', last: at, start: at, picks, moved: false };
    } else {
      gesture = { kind: 'tool', tool };
      tool.down(toImage(event));
    }
    showCursor();
  };

  const move = (event: PointerEvent): void => {
    over = true;
    const at = inView(event);
    const point = camera.toImage(at);
    if (gesture?.kind === 'pan') {
      gesture.moved ||= Math.hypot(at.x - gesture.start.x, at.y - gesture.start.y) >= CLICK_REACH;
      if (gesture.moved) camera.panBy({ x: at.x - gesture.last.x, y: at.y - gesture.last.y });
      if (gesture.moved) gesture.last = at;
    } else if (gesture?.kind === 'tool') {
      // The browser joins moves of one frame; the stroke needs each of them.
      const joined = event.getCoalescedEvents();
      gesture.tool.move(joined.length > 0 ? joined.map(toImage) : [point]);
    }
    probe.set(point);
    parts.tool()?.hover(point);
  };

  const up = (event: PointerEvent): void => {
    const ended = gesture;
    gesture = null;
    showCursor();
    if (ended?.kind === 'tool') ended.tool.up();
    if (ended?.kind === 'pan' && ended.picks && !ended.moved) parts.onPick(toImage(event));
  };

  const leave = (): void => {
    over = false;
    if (gesture !== null) return;
    probe.set(null);
    parts.tool()?.hover(null);
  };

  const wheel = (event: WheelEvent): void => {
    event.preventDefault();
    camera.zoomBy(wheelFactor(event.deltaY, event.deltaMode), inView(event));
    // What lies under the pointer moved only in size; a ring has to follow that.
    parts.tool()?.hover(toImage(event));
  };

  const keyDown = (event: KeyboardEvent): void => {
    // Who walks by keyboard means the control that has the focus.
    if (event.key === 'Tab') over = false;
    if (event.key !== ' ' || takesText(event.target)) return;
    if (!over && event.target !== holder) return;
    event.preventDefault();
    event.stopPropagation();
    space = true;
    showCursor();
  };
  const keyUp = (event: KeyboardEvent): void => {
    if (event.key !== ' ' || !space) return;
    // A button is pressed when the key comes up.
    event.preventDefault();
    event.stopPropagation();
    release();
  };
  const release = (): void => {
    space = false;
    showCursor();
  };

  holder.addEventListener('pointerdown', down);
  holder.addEventListener('pointermove', move);
  holder.addEventListener('pointerup', up);
  holder.addEventListener('pointercancel', up);
  holder.addEventListener('pointerleave', leave);
  holder.addEventListener('wheel', wheel, { passive: false });
  // Before any control: one that has the focus would take the space bar as a press.
  window.addEventListener('keydown', keyDown, { capture: true });
  window.addEventListener('keyup', keyUp, { capture: true });
  window.addEventListener('blur', release);
  return () => {
    holder.removeEventListener('pointerdown', down);
    holder.removeEventListener('pointermove', move);
    holder.removeEventListener('pointerup', up);
    holder.removeEventListener('pointercancel', up);
    holder.removeEventListener('pointerleave', leave);
    holder.removeEventListener('wheel', wheel);
    window.removeEventListener('keydown', keyDown, { capture: true });
    window.removeEventListener('keyup', keyUp, { capture: true });
    window.removeEventListener('blur', release);
  };
}

/** True where the space bar writes a space. */
function takesText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('input, textarea, [contenteditable]') !== null
  );
}
