/**
 * Why this file exists: small loose parts lying at any angle, here stamped cable lugs. One idea:
 * orientation and place say nothing, so a model must know the part from every side.
 */
import type { Random } from '../../../../shared/random.ts';
import { crack, graded, type Mark, stain } from '../marks.ts';
import {
  blend,
  type DefectOrder,
  drawLight,
  type Light,
  type Picture,
  type Pose,
  type Rgb,
  type SampleVariant,
  scaled,
  takePicture,
} from '../picture.ts';
import { circle, clamp, coverage, type Field, gradient, roundedBox, smooth } from '../shapes.ts';
import { lumps, roughness } from '../textures.ts';

const BRASS: Rgb = [0.68, 0.56, 0.33];
const TRAY: Rgb = [0.58, 0.61, 0.63];
const OIL: Rgb = [0.3, 0.32, 0.2];

const RING = circle({ x: -46, y: 0 }, 27);
const EYE = circle({ x: -46, y: 0 }, 13);
const NECK = roundedBox({ x: -8, y: 0 }, 22, 11, 3);
const BARREL = roundedBox({ x: 38, y: 0 }, 34, 17, 6);
/** Pressed across the barrel. */
const CRIMPS = [24, 44];

/** The silhouette without the eye; the smooth union rounds the shoulders of the neck. */
const BODY: Field = (u, v) => softMin(softMin(RING(u, v), NECK(u, v), 7), BARREL(u, v), 5);

function softMin(a: number, b: number, softness: number): number {
  const h = clamp(0.5 + (0.5 * (b - a)) / softness, 0, 1);
  return b + (a - b) * h - softness * h * (1 - h);
}

interface Part {
  /** Signed distance to what is there of the part. */
  shape: Field;
  mark: Mark | undefined;
  /** Points where the part differs from a good one in shape. */
  differs(u: number, v: number): boolean;
}

function good(u: number, v: number): number {
  return Math.max(BODY(u, v), -EYE(u, v));
}

function makePart(random: Random, order: DefectOrder | null): Part {
  const part: Part = { shape: good, mark: undefined, differs: () => false };
  if (order === null) return part;
  switch (order.type) {
    case 'blocked_eye': {
      // Flash left by the punch: a sickle on one side, up to the whole eye.
      const offset = graded(random, order.severity, 6, 27);
      const side = random.between(0, 2 * Math.PI);
      const open = circle(
        { x: -46 + Math.cos(side) * offset, y: Math.sin(side) * offset },
        13 + 0.2 * offset,
      );
      part.shape = (u, v) => Math.max(BODY(u, v), -Math.max(EYE(u, v), open(u, v)));
      part.differs = (u, v) => EYE(u, v) < 0 && open(u, v) > 0;
      return part;
    }
    case 'broken': {
      // A jagged line takes the end off the barrel.
      const depth = graded(random, order.severity, 7, 34);
      const slant = random.between(-0.5, 0.5);
      const edge = lumps(random, 80, 6);
      const cut: Field = (u, v) => u - (72 - depth) - slant * v + 1.6 * edge(0, v);
      part.shape = (u, v) => Math.max(good(u, v), cut(u, v));
      part.differs = (u, v) => good(u, v) < 0 && cut(u, v) > 0;
      return part;
    }
    case 'crack': {
      const side = random.pick([-1, 1]);
      const start = { x: random.between(-24, 4), y: side * 11 };
      part.mark = crack(random, start, -side * random.between(1.2, 1.9), {
        ...order,
        severity: order.severity * 0.35,
      });
      return part;
    }
    default: {
      const at = { x: random.between(10, 62), y: random.between(-9, 9) };
      part.mark = stain(random, at, { ...order, severity: order.severity * 0.7 }, OIL);
      return part;
    }
  }
}

/** The metal at a point of the part: rolled sheet with lit edges, the barrel round, crimped. */
function metal(
  random: Random,
  pose: Pose,
  light: Light,
  shape: Field,
): (u: number, v: number) => Rgb {
  const grain = roughness(random, 110, [22, 7, 2.5]);
  // The light stays where it is while the part turns.
  const lx = Math.cos(light.angle - pose.angle);
  const ly = Math.sin(light.angle - pose.angle);
  return (u, v) => {
    let bright = 1 + 0.04 * grain(u, v);
    const d = shape(u, v);
    if (d > -5) {
      const g = gradient(shape, u, v);
      bright *= 1 + 0.45 * smooth((d + 5) / 4) * (g.x * lx + g.y * ly);
    }
    const onBarrel = smooth((u - 2) / 8);
    if (onBarrel > 0) {
      const round = clamp(v / 17, -1, 1);
      bright *= 1 + onBarrel * (0.3 * round * ly - 0.18 * round * round);
      bright += onBarrel * 0.22 * Math.exp(-(((v - 5 * ly) / 3.5) ** 2));
      for (const at of CRIMPS) {
        const t = (u - at) / 4;
        bright *= 1 - onBarrel * (0.3 + 0.2 * t * lx) * Math.exp(-t * t);
      }
    }
    return scaled(BRASS, bright);
  };
}

function draw(random: Random, order: DefectOrder | null): Picture {
  const pose = {
    angle: random.between(0, 2 * Math.PI),
    dx: random.between(-22, 22),
    dy: random.between(-22, 22),
    scale: 1.3 + random.normal() * 0.01,
  };
  const light = drawLight(random, { level: 0.06, slope: 0.1, turn: 0.1 });
  const tray = roughness(random, 190, [60, 14, 2.5]);
  const part = makePart(random.fork('defect'), order);
  const brass = metal(random.fork('surface'), pose, light, part.shape);
  const cos = Math.cos(pose.angle);
  const sin = Math.sin(pose.angle);
  const fall = { u: 4 * cos + 5 * sin, v: 5 * cos - 4 * sin };
  return takePicture(random, pose, light, 0.01, (u, v, x, y) => {
    const here = coverage(part.shape(u, v));
    const shadow = smooth(1 - (part.shape(u - fall.u, v - fall.v) + 2) / 8) * 0.5;
    const below = scaled(TRAY, (1 + 0.03 * tray(x, y)) * (1 - shadow));
    let colour = here === 0 ? below : blend(below, brass(u, v), here);
    const onPart = part.shape(u, v) < 0;
    if (onPart && part.mark !== undefined) colour = part.mark.change(colour, u, v);
    const marked = onPart && (part.mark?.covers(u, v) ?? false);
    return { colour, defective: marked || part.differs(u, v) };
  });
}

export const PARTS: SampleVariant = {
  name: 'parts',
  description: 'stamped brass cable lugs, each at another angle',
  defects: ['blocked_eye', 'broken', 'crack', 'oil'],
  grey: false,
  draw,
};
