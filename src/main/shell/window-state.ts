/**
 * Why this file exists: where the window was, so that it comes back there; and pulled back onto a
 * screen when the one it was on is gone. Pure, but for reading and writing the small file.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { hasSystemCode } from '../../shared/errors.ts';

const RectangleSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});
export type Rectangle = z.infer<typeof RectangleSchema>;

export const WindowStateSchema = z.object({
  /** Of the window when it is neither maximised nor full screen. */
  bounds: RectangleSchema,
  maximised: z.boolean(),
  fullScreen: z.boolean(),
});
export type WindowState = z.infer<typeof WindowStateSchema>;

export const MINIMUM = { width: 1024, height: 640 };
const USUAL = { width: 1440, height: 900 };
/** So much of the title bar must be reachable by the mouse, in pixels. */
const REACHABLE = 120;

/**
 * Bounds that can be seen on one of the screens: as wished, else moved onto the first screen.
 * @param wished null at the first start
 * @param areas work areas of the screens, the main one first; at least one
 */
export function visibleBounds(wished: Rectangle | null, areas: readonly Rectangle[]): Rectangle {
  const [main] = areas;
  if (main === undefined) return { x: 0, y: 0, ...USUAL };
  if (wished === null) return centred(USUAL, main);
  for (const area of areas) {
    // Fitted first: a window that shrinks may leave the screen it reached into.
    const shown = { ...wished, ...fitted(wished, area), y: Math.max(wished.y, area.y) };
    if (titleReachable(shown, area)) return shown;
  }
  return centred(wished, main);
}

/** True when enough of the window's upper edge lies in the area. */
function titleReachable(window: Rectangle, area: Rectangle): boolean {
  const across =
    Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  return across >= REACHABLE && window.y <= area.y + area.height - 40;
}

function fitted({ width, height }: { width: number; height: number }, area: Rectangle) {
  return {
    width: Math.min(Math.max(width, MINIMUM.width), Math.max(area.width, MINIMUM.width)),
    height: Math.min(Math.max(height, MINIMUM.height), Math.max(area.height, MINIMUM.height)),
  };
}

function centred(size: { width: number; height: number }, area: Rectangle): Rectangle {
  const { width, height } = fitted(size, area);
  return {
    x: area.x + Math.max(0, Math.round((area.width - width) / 2)),
    y: area.y + Math.max(0, Math.round((area.height - height) / 2)),
    width,
    height,
  };
}

/** The kept state; null where there is none or it makes no sense (a window's place is no loss). */
export function readWindowState(file: string): WindowState | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT')) return null;
    throw error;
  }
  try {
    return WindowStateSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Keeps the state. */
export function writeWindowState(file: string, state: WindowState): void {
  writeFileSync(file, `${JSON.stringify(state)}\n`);
}
