/** Why this file exists: the bar between the plain image and its overlay; drag it or use arrow keys. */
import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { text } from './strings.ts';
import { setReviewPreferences } from './use-review-preferences.ts';

const STEP = 0.02;

/** `at` is a share of the width; the parent is what it is a share of. */
export function WipeHandle({ at }: { at: number }) {
  const bar = useRef<HTMLDivElement>(null);
  const set = (share: number): void =>
    setReviewPreferences({ wipe: Math.min(1, Math.max(0, share)) });
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    const room = bar.current?.parentElement?.getBoundingClientRect();
    if (room === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    set((event.clientX - room.left) / room.width);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: at - STEP,
      ArrowRight: at + STEP,
      Home: 0,
      End: 1,
    };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    set(next);
  };
  return (
    <div
      ref={bar}
      className="wipe-handle"
      role="slider"
      tabIndex={0}
      data-own-arrows
      aria-label={text.wipeHandle}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(at * 100)}
      style={{ left: `${at * 100}%` }}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
    >
      <span aria-hidden="true">⇔</span>
    </div>
  );
}
