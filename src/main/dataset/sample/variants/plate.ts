/**
 * Why this file exists: the default sample, a machined plate: brushed metal with holes, a bore, a
 * slot and print. One idea: a part that always lies almost the same way and has many details, of
 * which only the lot number may differ.
 */
import type { Random } from '../../../../shared/random.ts';
import { type Cell, cellOf, printedInk, type PrintedLine } from '../glyphs.ts';
import { dent, graded, type Mark, scratch, stain } from '../marks.ts';
import {
  blend,
  type DefectOrder,
  drawLight,
  type Light,
  type Picture,
  type Rgb,
  type SampleVariant,
  scaled,
  takePicture,
} from '../picture.ts';
import {
  circle,
  clamp,
  coverage,
  type Field,
  gradient,
  type Point,
  roundedBox,
  smooth,
} from '../shapes.ts';
import { brushed, lumps } from '../textures.ts';

const METAL: Rgb = [0.6, 0.605, 0.615];
const BELT: Rgb = [0.105, 0.11, 0.115];
const INK: Rgb = [0.1, 0.11, 0.16];
const RUST: Rgb = [0.72, 0.5, 0.3];

const OUTLINE = roundedBox({ x: 0, y: 0 }, 112, 84, 9);
/** Holes drilled through the plate: distance, and width of the chamfer around them. */
const HOLES: { shape: Field; chamfer: number }[] = [
  ...[-1, 1].flatMap((sx) =>
    [-1, 1].map((sy) => ({ shape: circle({ x: sx * 92, y: sy * 64 }, 8), chamfer: 3 })),
  ),
  { shape: circle({ x: -44, y: 2 }, 23), chamfer: 4.5 },
  { shape: roundedBox({ x: 42, y: -40 }, 32, 7, 7), chamfer: 2.5 },
];
/** A groove turned around the bore. */
const GROOVE = { centre: { x: -44, y: 2 }, radius: 36, width: 2.2 };

function print(random: Random): PrintedLine[] {
  const lot = Array.from({ length: 4 }, () => random.integer(10)).join('');
  return [
    { text: 'LOUPE 24V', left: 7, top: 4, dot: 1.75 },
    { text: `LOT ${lot}-K`, left: 7, top: 28, dot: 1.55 },
  ];
}

/** Erases characters, wholly or from below, and says which cells are touched. */
interface PrintFault {
  keeps(u: number, v: number): number;
  covers(u: number, v: number): boolean;
}

function missingPrint(
  random: Random,
  lines: readonly PrintedLine[],
  { severity }: DefectOrder,
): PrintFault {
  const line = random.pick(lines);
  const count = severity > 0.66 ? 3 : severity > 0.33 ? 2 : 1;
  const inked = [...line.text].flatMap((character, i) => (character === ' ' ? [] : [i]));
  const first = random.integer(inked.length - count + 1);
  const left = severity < 0.15 ? 0.35 : random.pick([0, 0, 0.12]);
  const wholly = severity > 0.5 || random.uniform() < 0.5;
  const cells = inked.slice(first, first + count).map((index): Cell => {
    const [l, t, r, b] = cellOf(line, index);
    return wholly ? [l, t, r, b] : [l, t + (b - t) * 0.45, r, b];
  });
  const covers = (u: number, v: number): boolean =>
    cells.some(([l, t, r, b]) => u >= l - 0.5 && u < r + 0.5 && v >= t - 0.5 && v < b + 0.5);
  return { covers, keeps: (u, v) => (covers(u, v) ? left : 1) };
}

/** A place on the metal, away from holes and the rim. */
function placeOnMetal(random: Random, margin: number): Point {
  for (;;) {
    const at = { x: random.between(-104, 104), y: random.between(-76, 76) };
    const clear = HOLES.every(({ shape, chamfer }) => shape(at.x, at.y) > chamfer + margin);
    if (clear && OUTLINE(at.x, at.y) < -margin - 4) return at;
  }
}

function drawMark(random: Random, order: DefectOrder, light: Light): Mark | undefined {
  if (order.type === 'scratch') return scratch(random, placeOnMetal(random, 2), order, light);
  if (order.type === 'dent') return dent(random, placeOnMetal(random, 5), order, light);
  if (order.type === 'stain') return stain(random, placeOnMetal(random, 3), order, RUST);
  return undefined;
}

/** The bare plate at a point: brushed, bevelled at the rim, drilled, turned. */
function surface(random: Random, light: Light): (u: number, v: number) => Rgb {
  const streaks = brushed(random, 150, 45);
  const mottle = lumps(random, 150, 40);
  const band = { at: random.between(-30, 30), width: random.between(45, 70) };
  const lx = Math.cos(light.angle);
  const ly = Math.sin(light.angle);
  const facing = (shape: Field, u: number, v: number): number => {
    const g = gradient(shape, u, v);
    return g.x * lx + g.y * ly;
  };
  return (u, v) => {
    let bright = 1 + 0.055 * streaks(u, v) + 0.012 * mottle(u, v);
    bright += 0.09 * Math.exp(-(((v - band.at) / band.width) ** 2));
    const rim = OUTLINE(u, v);
    if (rim > -4) bright *= 1 + 0.4 * smooth((rim + 4) / 3) * facing(OUTLINE, u, v);
    const ring = Math.abs(Math.hypot(u - GROOVE.centre.x, v - GROOVE.centre.y) - GROOVE.radius);
    if (ring < GROOVE.width) {
      const outward = ((u - GROOVE.centre.x) * lx + (v - GROOVE.centre.y) * ly) / GROOVE.radius;
      bright *= 1 - smooth(1 - ring / GROOVE.width) * (0.22 + 0.12 * outward);
    }
    let colour = scaled(METAL, bright);
    for (const { shape, chamfer } of HOLES) {
      const d = shape(u, v);
      if (d > chamfer + 1) continue;
      const lit = facing(shape, u, v);
      const slope = coverage(d - chamfer);
      colour = scaled(colour, 1 - slope * (0.12 + 0.34 * lit));
      // Inside, the wall away from the light catches some of it.
      const wall = clamp(-lit, 0, 1) * smooth((d + 6) / 6) * 0.22;
      colour = blend(colour, scaled(METAL, 0.09 + wall), coverage(d));
    }
    return colour;
  };
}

function draw(random: Random, order: DefectOrder | null): Picture {
  const pose = {
    angle: random.normal() * 0.012,
    dx: random.between(-3.5, 3.5),
    dy: random.between(-3.5, 3.5),
    scale: 1 + random.normal() * 0.004,
  };
  const light = drawLight(random, { level: 0.07, slope: 0.09, turn: 0.15 });
  const belt = lumps(random, 190, 2.2);
  const metal = surface(random.fork('surface'), light);
  const lines = print(random);
  const ink = lines.map(printedInk);
  const inkStrength = random.between(0.8, 0.95);
  const inkWear = lumps(random, 150, 5);
  const defects = random.fork('defect');
  const fault = order?.type === 'missing_print' ? missingPrint(defects, lines, order) : undefined;
  const mark = order === null ? undefined : drawMark(defects, order, light);
  return takePicture(random, pose, light, graded(random, 0.5, 0.008, 0.014), (u, v, x, y) => {
    const plate = coverage(OUTLINE(u, v));
    const shadow = smooth(1 - OUTLINE(u - 5, v - 6) / 12) * 0.55;
    const below = scaled(BELT, (1 + 0.09 * belt(x, y)) * (1 - shadow));
    if (plate === 0) return { colour: below, defective: false };
    let colour = metal(u, v);
    const wet = Math.max(...ink.map((line) => line(u, v))) * inkStrength;
    if (wet > 0) {
      const kept = fault?.keeps(u, v) ?? 1;
      colour = blend(colour, INK, wet * kept * clamp(0.95 + 0.06 * inkWear(u, v), 0.6, 1));
    }
    const through = HOLES.some(({ shape }) => shape(u, v) < 0);
    if (mark !== undefined && !through) colour = mark.change(colour, u, v);
    const marked = (mark?.covers(u, v) ?? false) && !through && OUTLINE(u, v) < 0;
    return {
      colour: blend(below, colour, plate),
      defective: marked || (fault?.covers(u, v) ?? false),
    };
  });
}

export const PLATE: SampleVariant = {
  name: 'plate',
  description: 'machined metal plates with holes and print, always lying almost the same way',
  defects: ['dent', 'missing_print', 'scratch', 'stain'],
  grey: false,
  draw,
};
