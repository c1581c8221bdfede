/** Why this file exists: the print on the sample's plates, from glyphs of our own, 5 x 7 dots. */
import { clamp, type Field, smooth } from './shapes.ts';

/** Seven rows of five dots, `#` is ink. */
const GLYPHS: Record<string, string> = {
  '0': '.###. #...# #..## #.#.# ##..# #...# .###.',
  '1': '..#.. .##.. ..#.. ..#.. ..#.. ..#.. .###.',
  '2': '.###. #...# ....# ..##. .#... #.... #####',
  '3': '.###. #...# ....# ..##. ....# #...# .###.',
  '4': '...#. ..##. .#.#. #..#. ##### ...#. ...#.',
  '5': '##### #.... ####. ....# ....# #...# .###.',
  '6': '.###. #.... #.... ####. #...# #...# .###.',
  '7': '##### ....# ...#. ..#.. ..#.. .#... .#...',
  '8': '.###. #...# #...# .###. #...# #...# .###.',
  '9': '.###. #...# #...# .#### ....# ....# .###.',
  A: '.###. #...# #...# ##### #...# #...# #...#',
  C: '.###. #...# #.... #.... #.... #...# .###.',
  E: '##### #.... #.... ####. #.... #.... #####',
  K: '#...# #..#. #.#.. ##... #.#.. #..#. #...#',
  L: '#.... #.... #.... #.... #.... #.... #####',
  N: '#...# ##..# #.#.# #.#.# #.#.# #..## #...#',
  O: '.###. #...# #...# #...# #...# #...# .###.',
  P: '####. #...# #...# ####. #.... #.... #....',
  T: '##### ..#.. ..#.. ..#.. ..#.. ..#.. ..#..',
  U: '#...# #...# #...# #...# #...# #...# .###.',
  V: '#...# #...# #...# #...# .#.#. .#.#. ..#..',
  X: '#...# #...# .#.#. ..#.. .#.#. #...# #...#',
  '-': '..... ..... ..... .###. ..... ..... .....',
  '.': '..... ..... ..... ..... ..... .##.. .##..',
  ' ': '..... ..... ..... ..... ..... ..... .....',
};

/** Dots from the start of one character to the start of the next. */
const PITCH = 6;
const ROWS = 7;

export interface PrintedLine {
  text: string;
  /** Left end of the first character and top of the line, in pixels. */
  left: number;
  top: number;
  /** Pixels per dot. */
  dot: number;
}

/** A character's cell in pixels: left, top, right, bottom. */
export type Cell = readonly [number, number, number, number];

export function cellOf(line: PrintedLine, index: number): Cell {
  const left = line.left + index * PITCH * line.dot;
  return [left, line.top, left + 5 * line.dot, line.top + ROWS * line.dot];
}

/** Ink of a line at each point, 0..1, with soft edges. Throws on a character without a glyph. */
export function printedInk(line: PrintedLine): Field {
  const dots = rasterise(line.text);
  const width = line.text.length * PITCH;
  const dotAt = (column: number, row: number): number =>
    column < 0 || row < 0 || column >= width || row >= ROWS ? 0 : dots[row * width + column]!;
  return (x, y) => {
    // Dot centres lie at half numbers.
    const gx = (x - line.left) / line.dot - 0.5;
    const gy = (y - line.top) / line.dot - 0.5;
    if (gx < -1 || gy < -1 || gx > width || gy > ROWS) return 0;
    const ix = Math.floor(gx);
    const iy = Math.floor(gy);
    const tx = gx - ix;
    const ty = gy - iy;
    const value =
      (dotAt(ix, iy) * (1 - tx) + dotAt(ix + 1, iy) * tx) * (1 - ty) +
      (dotAt(ix, iy + 1) * (1 - tx) + dotAt(ix + 1, iy + 1) * tx) * ty;
    // Sharpens the interpolated dots to an edge about a pixel wide.
    return smooth(clamp((value - 0.5) * line.dot + 0.5, 0, 1));
  };
}

function rasterise(text: string): Uint8Array {
  const width = text.length * PITCH;
  const dots = new Uint8Array(width * ROWS);
  [...text].forEach((character, index) => {
    const rows = GLYPHS[character]?.split(' ');
    if (rows === undefined) throw new RangeError(`There is no glyph for "${character}".`);
    rows.forEach((row, y) => {
      for (let x = 0; x < 5; x++) {
        if (row[x] === '#') dots[y * width + index * PITCH + x] = 1;
      }
    });
  });
  return dots;
}
