/** Why this file exists: arrow keys, Home and End move the focus inside a toolbar, as they should. */
import type { KeyboardEvent } from 'react';

/** Moves the focus among the buttons of `bar`, lying or standing. */
export function moveToolbarFocus(event: KeyboardEvent, bar: HTMLElement | null): void {
  const buttons = [...(bar?.querySelectorAll<HTMLButtonElement>('button:enabled') ?? [])];
  const at = buttons.indexOf(event.target as HTMLButtonElement);
  if (at === -1 || event.shiftKey) return;
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: at - 1,
    ArrowUp: at - 1,
    ArrowRight: at + 1,
    ArrowDown: at + 1,
    Home: 0,
    End: buttons.length - 1,
  };
  const next = moves[event.key];
  if (next === undefined) return;
  event.preventDefault();
  buttons[(next + buttons.length) % buttons.length]?.focus();
}
