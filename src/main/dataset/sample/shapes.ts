/**
 * Why this file exists: the sample data set draws its parts and defects from signed distances
 * (negative inside, in pixels), so that edges are smooth and masks follow the same geometry exactly.
 */
import type { Random } from '../../../shared/random.ts';

/** A value at each point of the plane. */
export type Field = (x: number, y: number) => number;

export interface Point {
  x: number;
  y: number;
}

/** Part of a pixel at signed distance `d` that lies inside: 1 inside, 0 outside, a soft pixel between. */
export function coverage(d: number): number {
  return d <= -0.7 ? 1 : d >= 0.7 ? 0 : smooth((0.7 - d) / 1.4);
}

/** 3t^2 - 2t^3, clamped to 0..1. */
export function smooth(t: number): number {
  const c = t < 0 ? 0 : t > 1 ? 1 : t;
  return c * c * (3 - 2 * c);
}

export function mixValues(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}

/** Math.hypot for two numbers; that one guards against overflow and is many times slower. */
export function length(x: number, y: number): number {
  return Math.sqrt(x * x + y * y);
}

export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}

export function circle(centre: Point, radius: number): Field {
  return (x, y) => length(x - centre.x, y - centre.y) - radius;
}

/** A box with half sizes `hx`, `hy` and rounded corners. */
export function roundedBox(centre: Point, hx: number, hy: number, corner: number): Field {
  return (x, y) => {
    const dx = Math.abs(x - centre.x) - hx + corner;
    const dy = Math.abs(y - centre.y) - hy + corner;
    const outside = length(Math.max(dx, 0), Math.max(dy, 0));
    return outside + Math.min(Math.max(dx, dy), 0) - corner;
  };
}

/** Distance to a line through `points` (never negative). */
export function polyline(points: readonly Point[]): Field {
  return (x, y) => {
    let nearest = Infinity;
    for (let i = 1; i < points.length; i++) {
      nearest = Math.min(nearest, segmentDistance(points[i - 1]!, points[i]!, x, y));
    }
    return nearest;
  };
}

function segmentDistance(a: Point, b: Point, x: number, y: number): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const along = ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1);
  const t = clamp(along, 0, 1);
  return length(x - a.x - t * dx, y - a.y - t * dy);
}

/** Points on a slightly bent stroke of `span` pixels through `middle`. */
export function stroke(random: Random, middle: Point, span: number, bend: number): Point[] {
  const angle = random.between(0, Math.PI);
  const along = { x: Math.cos(angle), y: Math.sin(angle) };
  const sag = random.between(-bend, bend) * span;
  return Array.from({ length: 13 }, (_, i) => {
    const t = i / 6 - 1;
    const off = sag * (1 - t * t);
    return {
      x: middle.x + (along.x * t * span) / 2 - along.y * off,
      y: middle.y + (along.y * t * span) / 2 + along.x * off,
    };
  });
}

/** A jagged path of `reach` pixels, as a crack runs, starting at `start` in direction `angle`. */
export function jagged(random: Random, start: Point, angle: number, reach: number): Point[] {
  const points = [start];
  let heading = angle;
  let here = start;
  for (let gone = 0; gone < reach;) {
    const step = random.between(3, 8);
    heading += random.normal() * 0.45;
    heading += (angle - heading) * 0.35;
    here = { x: here.x + Math.cos(heading) * step, y: here.y + Math.sin(heading) * step };
    points.push(here);
    gone += step;
  }
  return points;
}

/** An irregular closed shape: a circle whose radius wavers by `roughness` (0..1) of itself. */
export function blob(random: Random, centre: Point, radius: number, roughness: number): Field {
  const waves = [2, 3, 4, 5, 7].map((order) => ({
    order,
    size: (random.normal() * roughness) / Math.sqrt(order),
    phase: random.between(0, 2 * Math.PI),
  }));
  const stretch = random.between(0.7, 1.4);
  return (x, y) => {
    const dx = (x - centre.x) * stretch;
    const dy = (y - centre.y) / stretch;
    const angle = Math.atan2(dy, dx);
    let factor = 1;
    for (const { order, size, phase } of waves) factor += size * Math.cos(order * angle + phase);
    return length(dx, dy) - radius * Math.max(0.35, factor);
  };
}

/** Direction in which a distance grows, by finite differences; length about 1. */
export function gradient(field: Field, x: number, y: number): Point {
  const step = 0.5;
  return {
    x: (field(x + step, y) - field(x - step, y)) / (2 * step),
    y: (field(x, y + step) - field(x, y - step)) / (2 * step),
  };
}
