/**
 * Why this file exists: the line where a map crosses a level (marching squares). Map values sit at
 * pixel centres; between them the line is interpolated, so that exactly the centres of pixels with
 * value >= level lie inside it. Beyond the border counts as below, so that every line closes.
 */

/** Which edges of a cell the line joins, by which corners are inside. Corners: 1 top left, 2 top
 * right, 4 bottom right, 8 bottom left. Edges: 0 top, 1 right, 2 bottom, 3 left. The two saddles
 * (5, 10) are listed for a centre that is outside; with the centre inside they swap. */
const LINES: readonly (readonly [number, number][])[] = [
  [],
  [[3, 0]],
  [[0, 1]],
  [[3, 1]],
  [[1, 2]],
  [
    [3, 0],
    [1, 2],
  ],
  [[0, 2]],
  [[3, 2]],
  [[2, 3]],
  [[2, 0]],
  [
    [0, 1],
    [2, 3],
  ],
  [[2, 1]],
  [[1, 3]],
  [[1, 0]],
  [[0, 3]],
  [],
];

/**
 * Line segments `x1, y1, x2, y2, ...` in 0..1 of the map's width and height, for `values`
 * [height * width] row by row.
 */
export function contourSegments(
  values: ArrayLike<number>,
  width: number,
  height: number,
  level: number,
): Float32Array<ArrayBuffer> {
  const segments: number[] = [];
  const at = (x: number, y: number): number =>
    x < 0 || y < 0 || x >= width || y >= height ? -Infinity : (values[y * width + x] ?? -Infinity);
  // Cell (x, y) has its corners at the centres of pixels x-1, x and y-1, y.
  for (let y = 0; y <= height; y += 1) {
    for (let x = 0; x <= width; x += 1) {
      const corners: Corners = [at(x - 1, y - 1), at(x, y - 1), at(x, y), at(x - 1, y)];
      for (const [from, to] of linesOf(corners, level)) {
        push(segments, from, corners, level, x, y);
        push(segments, to, corners, level, x, y);
      }
    }
  }
  const result = new Float32Array(segments.length);
  for (let i = 0; i < segments.length; i += 2) {
    result[i] = (segments[i] ?? 0) / width;
    result[i + 1] = (segments[i + 1] ?? 0) / height;
  }
  return result;
}

/** Values at the corners, clockwise from the top left. */
type Corners = [number, number, number, number];

function linesOf(corners: Corners, level: number): readonly [number, number][] {
  const [a, b, c, d] = corners;
  let inside =
    (a >= level ? 1 : 0) | (b >= level ? 2 : 0) | (c >= level ? 4 : 0) | (d >= level ? 8 : 0);
  if ((inside === 5 || inside === 10) && (a + b + c + d) / 4 >= level) inside = 15 - inside;
  return LINES[inside] ?? [];
}

/** Adds the point where the line crosses an edge of the cell at (x, y), in pixels. */
function push(
  segments: number[],
  edge: number,
  [a, b, c, d]: Corners,
  level: number,
  x: number,
  y: number,
): void {
  const left = x - 0.5;
  const top = y - 0.5;
  if (edge === 0) segments.push(left + share(a, b, level), top);
  else if (edge === 1) segments.push(left + 1, top + share(b, c, level));
  else if (edge === 2) segments.push(left + share(d, c, level), top + 1);
  else segments.push(left, top + share(a, d, level));
}

/** How far along from `first` to `second` the level lies; the middle where one is beyond the map. */
function share(first: number, second: number, level: number): number {
  if (!Number.isFinite(first) || !Number.isFinite(second)) return 0.5;
  return first === second ? 0.5 : (level - first) / (second - first);
}
