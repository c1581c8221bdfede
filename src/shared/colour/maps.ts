/**
 * Why this file exists: the colour maps a heatmap may use, as tables of 256 colours, and the rule
 * that turns a map value into one of them. The colours are d3-scale-chromatic's; none are ours.
 */
import {
  interpolateCividis,
  interpolateMagma,
  interpolateTurbo,
  interpolateViridis,
} from 'd3-scale-chromatic';

export const COLOUR_MAPS = ['viridis', 'magma', 'cividis', 'grey', 'turbo'] as const;
export type ColourMapName = (typeof COLOUR_MAPS)[number];

/**
 * Maps whose steps look as large as they are, also to people with a colour-vision deficiency.
 * Turbo is not one of them: it is for finding, not for measuring.
 */
export function isUniform(name: ColourMapName): boolean {
  return name !== 'turbo';
}

/** Entries of a table. */
export const TABLE_SIZE = 256;

const INTERPOLATORS: Record<ColourMapName, (t: number) => string> = {
  viridis: interpolateViridis,
  magma: interpolateMagma,
  cividis: interpolateCividis,
  turbo: interpolateTurbo,
  grey: (t) => {
    const level = Math.round(255 * t);
    return `rgb(${level}, ${level}, ${level})`;
  },
};

/** RGB bytes, [256 * 3], from the lowest value to the highest. */
export function colourTable(name: ColourMapName): Uint8Array {
  const table = new Uint8Array(TABLE_SIZE * 3);
  for (let i = 0; i < TABLE_SIZE; i += 1) {
    table.set(parseColour(INTERPOLATORS[name](i / (TABLE_SIZE - 1))), i * 3);
  }
  return table;
}

/** The table's colour at `t` in 0..1 for style sheets and canvas: `rgb(r, g, b)`. */
export function colourAt(table: Uint8Array, t: number): string {
  const i = tableIndex(t, 0, 1) * 3;
  return `rgb(${table[i] ?? 0}, ${table[i + 1] ?? 0}, ${table[i + 2] ?? 0})`;
}

/**
 * The table entry 0..255 of a value on the scale `low`..`high`. Values outside are clipped to the
 * ends; a scale without extent shows everything below it as 0 and the rest as 255. NaN is 0.
 */
export function tableIndex(value: number, low: number, high: number): number {
  if (Number.isNaN(value)) return 0;
  if (!(high > low)) return value < low ? 0 : TABLE_SIZE - 1;
  const t = (value - low) / (high - low);
  return Math.min(TABLE_SIZE - 1, Math.max(0, Math.floor(t * TABLE_SIZE)));
}

/** How opaque the lowest value is, and from which part of the scale on all is opaque. */
const FADE_END = 0.55;

/**
 * Opacity 0..1 of a table entry: it rises with the value, so that good areas stay visible under
 * the heatmap, and is full from the middle of the scale on.
 */
export function entryOpacity(index: number): number {
  return Math.min(1, index / (FADE_END * (TABLE_SIZE - 1)));
}

/** RGBA bytes, [256 * 4]: the table with `entryOpacity`, or opaque where `fade` is false. */
export function overlayTable(name: ColourMapName, fade: boolean): Uint8Array {
  const rgb = colourTable(name);
  const rgba = new Uint8Array(TABLE_SIZE * 4);
  for (let i = 0; i < TABLE_SIZE; i += 1) {
    rgba.set(rgb.subarray(i * 3, i * 3 + 3), i * 4);
    rgba[i * 4 + 3] = fade ? Math.round(255 * entryOpacity(i)) : 255;
  }
  return rgba;
}

/**
 * Colours a map: `values` [n] to RGBA bytes [n * 4] through `table` (of `overlayTable`) on the
 * scale `low`..`high`.
 */
export function colourise(
  values: Float32Array,
  table: Uint8Array,
  low: number,
  high: number,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(values.length * 4);
  // One 32-bit store per pixel; both views see the same byte order.
  const words = new Uint32Array(pixels.buffer);
  const colours = new Uint32Array(table.buffer, table.byteOffset, TABLE_SIZE);
  for (let i = 0; i < values.length; i += 1) {
    words[i] = colours[tableIndex(values[i] ?? 0, low, high)] ?? 0;
  }
  return pixels;
}

/** Share of values (0..1) that lie below the scale and above it: what the colours cannot show. */
export function clippedShares(
  values: Float32Array,
  low: number,
  high: number,
): { below: number; above: number } {
  let below = 0;
  let above = 0;
  for (const value of values) {
    if (value < low) below += 1;
    else if (value > high) above += 1;
  }
  const count = Math.max(1, values.length);
  return { below: below / count, above: above / count };
}

/** d3 gives `#rrggbb` for some maps and `rgb(r, g, b)` for others. */
function parseColour(text: string): [number, number, number] {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  if (hex !== null) {
    return [parseInt(hex[1] ?? '', 16), parseInt(hex[2] ?? '', 16), parseInt(hex[3] ?? '', 16)];
  }
  const rgb = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(text);
  if (rgb === null) throw new Error(`not a colour: ${text}`);
  return [Number(rgb[1]), Number(rgb[2]), Number(rgb[3])];
}
