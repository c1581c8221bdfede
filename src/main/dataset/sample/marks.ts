/**
 * Why this file exists: defects that happen to any surface, as a change of its look at each point
 * together with the region they cover, so that picture and mask cannot disagree.
 */
import type { Random } from '../../../shared/random.ts';
import type { DefectOrder, Light, Rgb } from './picture.ts';
import { blend, scaled } from './picture.ts';
import {
  blob,
  clamp,
  coverage,
  type Field,
  jagged,
  mixValues,
  type Point,
  polyline,
  smooth,
  stroke,
} from './shapes.ts';
import { lumps } from './textures.ts';

/** A defect on a surface: changes the colour of the points it covers. */
export interface Mark {
  covers(u: number, v: number): boolean;
  change(colour: Rgb, u: number, v: number): Rgb;
}

/** Severity 0..1 to a size or strength, with a tenth of random play. */
export function graded(random: Random, severity: number, low: number, high: number): number {
  return mixValues(low, high, clamp(severity + random.between(-0.05, 0.05), 0, 1));
}

/** A scratch: a thin groove, one flank bright and the other dark. */
export function scratch(random: Random, at: Point, { severity }: DefectOrder, light: Light): Mark {
  const length = graded(random, severity, 22, 105);
  const width = graded(random, severity, 0.9, 2.4);
  const strength = graded(random, severity, 0.12, 0.42);
  const points = stroke(random, at, length, 0.12);
  const line = polyline(points);
  const side = flank(points, light);
  const shine = random.pick([-1, 1, 1]);
  const reach = Math.max(0.75, width / 2);
  return {
    covers: (u, v) => line(u, v) <= reach,
    change: (colour, u, v) => {
      const ink = coverage(line(u, v) - width / 2);
      if (ink === 0) return colour;
      return scaled(colour, 1 + strength * ink * (0.75 * shine + 0.5 * side(u, v)));
    },
  };
}

/** -1..1: which side of the first stretch of a line a point lies on, against the light. */
function flank(points: readonly Point[], light: Light): Field {
  const first = points[0]!;
  const last = points.at(-1)!;
  const length = Math.hypot(last.x - first.x, last.y - first.y) || 1;
  const normal = { x: -(last.y - first.y) / length, y: (last.x - first.x) / length };
  const facing = normal.x * Math.cos(light.angle) + normal.y * Math.sin(light.angle);
  return (x, y) => clamp(((x - first.x) * normal.x + (y - first.y) * normal.y) * facing, -1, 1);
}

/** A dent: a shallow dip, dark on the side of the light and bright on the other. */
export function dent(random: Random, at: Point, { severity }: DefectOrder, light: Light): Mark {
  const radius = graded(random, severity, 5, 15);
  const strength = graded(random, severity, 0.12, 0.5);
  const shape = blob(random, at, radius, 0.06);
  const lx = Math.cos(light.angle);
  const ly = Math.sin(light.angle);
  return {
    covers: (u, v) => shape(u, v) < -0.05 * radius,
    change: (colour, u, v) => {
      const depth = clamp(-shape(u, v) / radius, 0, 1);
      if (depth === 0) return colour;
      const toLight = ((u - at.x) * lx + (v - at.y) * ly) / radius;
      // The slope of a dip is zero at its rim and in its middle.
      const slope = 4 * depth * (1 - depth) * 1.2;
      return scaled(colour, 1 - strength * (toLight * slope * 1.6 + 0.25 * smooth(depth * 2)));
    },
  };
}

/** A stain: an uneven film that darkens and tints. */
export function stain(random: Random, at: Point, { severity }: DefectOrder, tint: Rgb): Mark {
  const radius = graded(random, severity, 7, 24);
  const strength = graded(random, severity, 0.12, 0.55);
  const shape = blob(random, at, radius, 0.17);
  const uneven = lumps(random, 200, 9);
  const film = (u: number, v: number): number => {
    const inside = smooth(clamp(-shape(u, v) / 3, 0, 1));
    return inside === 0 ? 0 : inside * strength * clamp(0.85 + 0.2 * uneven(u, v), 0.3, 1.3);
  };
  return {
    covers: (u, v) => shape(u, v) < -0.5,
    change: (colour, u, v) => {
      const amount = film(u, v);
      if (amount === 0) return colour;
      const stained: Rgb = [colour[0] * tint[0], colour[1] * tint[1], colour[2] * tint[2]];
      return blend(colour, stained, amount);
    },
  };
}

/** A crack: a dark jagged line, thinner towards its end. */
export function crack(
  random: Random,
  start: Point,
  angle: number,
  { severity }: DefectOrder,
): Mark {
  const length = graded(random, severity, 18, 90);
  const width = graded(random, severity, 0.9, 2.6);
  const strength = graded(random, severity, 0.22, 0.75);
  const line = polyline(jagged(random, start, angle, length));
  const taper = (u: number, v: number): number =>
    width * (1 - 0.55 * clamp(Math.hypot(u - start.x, v - start.y) / length, 0, 1));
  return {
    covers: (u, v) => line(u, v) <= Math.max(0.75, taper(u, v) / 2),
    change: (colour, u, v) => {
      const ink = coverage(line(u, v) - taper(u, v) / 2);
      return ink === 0 ? colour : scaled(colour, 1 - strength * ink);
    },
  };
}

/** A hole or inclusion: an irregular spot of another brightness with a lit rim on one side. */
export function spot(
  random: Random,
  at: Point,
  radius: number,
  factor: number,
  light: Light,
): Mark {
  const shape = blob(random, at, radius, 0.16);
  const lx = Math.cos(light.angle);
  const ly = Math.sin(light.angle);
  return {
    covers: (u, v) => shape(u, v) < 0.3,
    change: (colour, u, v) => {
      const inside = coverage(shape(u, v));
      if (inside === 0) return colour;
      const toLight = ((u - at.x) * lx + (v - at.y) * ly) / radius;
      const rim = smooth(1 - Math.abs(shape(u, v) + 1) / 2);
      const value = factor * (1 - 0.25 * toLight) - 0.35 * rim * toLight * (1 - factor);
      return scaled(colour, mixValues(1, Math.max(0.02, value), inside));
    },
  };
}
