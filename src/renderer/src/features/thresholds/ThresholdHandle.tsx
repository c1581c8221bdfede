/**
 * Why this file exists: T1 or T2 as a slider on the chart: dragged, or moved by arrow keys. Moves of
 * the pointer are gathered into one for each frame; where it is and what it says is set on the DOM.
 */
import {
  useEffectEvent,
  useLayoutEffect,
  useRef,
  type KeyboardEvent,
  type PointerEvent,
} from 'react';
import { snapped, type Axis } from '../../../../shared/charts/scale.ts';
import { formatRaw } from '../../components/format.ts';
import type { Live, Readable } from './live.ts';
import { strings } from './strings.ts';

interface ThresholdHandleProps {
  which: 't1' | 't2';
  axis: Axis;
  live: Readable<Live>;
  onMove: (which: 't1' | 't2', value: number) => void;
}

/** Shares of the axis that a press of an arrow key, alone and with Shift, goes. */
const STEP = 1 / 400;
const LARGE_STEP = 1 / 40;

export function ThresholdHandle({ which, axis, live, onMove }: ThresholdHandleProps) {
  const handle = useRef<HTMLDivElement>(null);
  const label = useRef<HTMLSpanElement>(null);
  const drag = useRef<{ offset: number; frame: number; value: number } | null>(null);

  const place = useEffectEvent((): void => {
    const node = handle.current;
    if (node === null) return;
    const now = live.get();
    const value = now.values[which];
    const { low, high } = axis.extent;
    const outside = value < low ? 'low' : value > high ? 'high' : '';
    node.style.transform = `translateX(${axis.at(Math.min(high, Math.max(low, value)))}px)`;
    node.dataset['outside'] = outside;
    node.setAttribute('aria-valuenow', String(value));
    node.setAttribute('aria-valuetext', valueText(which, now));
    if (label.current !== null) {
      label.current.textContent = `${which === 't1' ? strings.t1Short : strings.t2Short} ${formatRaw(value)}`;
    }
  });
  useLayoutEffect(() => {
    place();
    return live.subscribe(() => place());
  }, [live, axis]);

  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const value = live.get().values[which];
    const at = axis.at(Math.min(axis.extent.high, Math.max(axis.extent.low, value)));
    drag.current = { offset: event.clientX - at, frame: 0, value };
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    const state = drag.current;
    if (state === null) return;
    state.value = snapped(axis.valueAt(event.clientX - state.offset), axis.extent);
    if (state.frame !== 0) return;
    state.frame = requestAnimationFrame(() => {
      state.frame = 0;
      onMove(which, state.value);
    });
  };
  const onPointerEnd = (): void => {
    const state = drag.current;
    drag.current = null;
    if (state === null || state.frame === 0) return;
    cancelAnimationFrame(state.frame);
    onMove(which, state.value);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const { low, high } = axis.extent;
    const step = (high - low) * (event.shiftKey ? LARGE_STEP : STEP);
    const value = live.get().values[which];
    const next = {
      ArrowLeft: value - step,
      ArrowDown: value - step,
      ArrowRight: value + step,
      ArrowUp: value + step,
      PageDown: value - (high - low) * LARGE_STEP,
      PageUp: value + (high - low) * LARGE_STEP,
      Home: low,
      End: high,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onMove(which, snapped(next, axis.extent));
  };

  return (
    <div
      ref={handle}
      className={`threshold-handle handle-${which}`}
      role="slider"
      tabIndex={0}
      aria-label={which === 't1' ? strings.t1 : strings.t2}
      aria-orientation="horizontal"
      aria-valuemin={axis.extent.low}
      aria-valuemax={axis.extent.high}
      aria-valuenow={live.get().values[which]}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
      onKeyDown={onKeyDown}
    >
      <span className="handle-line" />
      <span className="handle-grip">
        <span ref={label} />
      </span>
    </div>
  );
}

function valueText(which: 't1' | 't2', { values, what }: Live): string {
  const value = formatRaw(values[which]);
  if (which === 't1') return strings.t1Value(value, what.sentToReview);
  const { good, defective, falseAlarms, missedDefects } = what;
  return strings.t2Value(value, falseAlarms, good.parts, missedDefects, defective.parts);
}
