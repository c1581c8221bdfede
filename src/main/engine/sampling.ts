/**
 * Why this file exists: patch selection (paper 3.3). Pure and seeded: which patches of an image
 * go into which loss. Draws that would leave the image are drawn again, never clipped, since a
 * clipped neighbour no longer lies in the direction its label says.
 */
import type { Random } from '../../shared/random.ts';
import type { Theta } from '../../shared/scales.ts';

/** Top-left pixel of a patch at input size. */
export interface Point {
  x: number;
  y: number;
}

/** The relative angles of L_SSL: 0, 30, ..., 330 degrees; y points down, so 90 degrees is below. */
export const ANGLES = 12;

/** Largest shift of a near patch in pixels: 4, 2, 1 for theta = 64, 32, 16. */
export function nearRange(theta: Theta): number {
  return theta / 16;
}

/** A patch anywhere in the image (L_Kmeans). */
export function drawPatch(random: Random, theta: Theta, size: number): Point {
  const places = size - theta + 1;
  if (places < 1) throw new RangeError(`no ${theta} px patch fits ${size} px`);
  return { x: random.integer(places), y: random.integer(places) };
}

/** P_i, its near patch P_j (shifted, never equal) and its far patch P_k, at least theta away. */
export function drawTriplet(
  random: Random,
  theta: Theta,
  size: number,
): { i: Point; j: Point; k: Point } {
  const range = nearRange(theta);
  for (;;) {
    const i = drawPatch(random, theta, size);
    const j = shifted(
      i,
      random.integer(2 * range + 1) - range,
      random.integer(2 * range + 1) - range,
    );
    const k = drawPatch(random, theta, size);
    if (j.x === i.x && j.y === i.y) continue;
    if (inside(j, theta, size) && distance(i, k) >= theta) return { i, j, k };
  }
}

/** P_m and P_n, three quarters to one patch size away in one of the twelve directions. */
export function drawAnglePair(
  random: Random,
  theta: Theta,
  size: number,
): { m: Point; n: Point; angle: number } {
  for (;;) {
    const m = drawPatch(random, theta, size);
    const angle = random.integer(ANGLES);
    const radius = random.between(0.75 * theta, theta);
    const direction = (2 * Math.PI * angle) / ANGLES;
    const n = shifted(
      m,
      Math.round(radius * Math.cos(direction)),
      Math.round(radius * Math.sin(direction)),
    );
    if (inside(n, theta, size)) return { m, n, angle };
  }
}

/** Offsets on a regular grid that lie in one direction, for angle pairs of a dense pass. */
export interface GridOffset {
  /** Rows and columns of the grid. */
  rows: number;
  columns: number;
}

/**
 * Grid offsets per direction whose length is about one patch size (0.7 to 1.1 theta) and whose
 * direction is within 8 degrees of the label's: what stands for "nearly a patch size away along
 * one of the 12 angles" where only multiples of the stride exist.
 */
export function angleOffsets(theta: Theta, stride: number): GridOffset[][] {
  const reach = Math.ceil((1.1 * theta) / stride);
  return Array.from({ length: ANGLES }, (_, angle) => {
    const wanted = (360 / ANGLES) * angle;
    const offsets: GridOffset[] = [];
    for (let rows = -reach; rows <= reach; rows++) {
      for (let columns = -reach; columns <= reach; columns++) {
        const length = Math.hypot(rows, columns) * stride;
        if (length < 0.7 * theta || length > 1.1 * theta) continue;
        const degrees = (Math.atan2(rows, columns) * 180) / Math.PI;
        const apart = Math.abs(((degrees - wanted + 540) % 360) - 180);
        if (apart <= 8) offsets.push({ rows, columns });
      }
    }
    return offsets;
  });
}

function shifted(point: Point, dx: number, dy: number): Point {
  return { x: point.x + dx, y: point.y + dy };
}

function inside(point: Point, theta: Theta, size: number): boolean {
  const last = size - theta;
  return point.x >= 0 && point.y >= 0 && point.x <= last && point.y <= last;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
