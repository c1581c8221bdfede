/**
 * Why this file exists: what a variant of the sample data set is, and the camera all of them share:
 * a part lies a little differently in each picture, the light is never quite the same, and the
 * sensor adds noise.
 */
import type { Random } from '../../../shared/random.ts';

/** Side of a sample picture in pixels. */
export const SIDE = 256;

export type Rgb = readonly [number, number, number];

/** One picture, values 0..1, with the exact mask of its defect (all 0 for a good part). */
export interface Picture {
  /** RGB, [SIDE * SIDE * 3]. */
  pixels: Float32Array;
  /** 0 or 1, [SIDE * SIDE]. */
  mask: Uint8Array;
}

/** A defect to draw: its type and how plain it is, from 0 (small and faint) to 1. */
export interface DefectOrder {
  type: string;
  severity: number;
}

export interface SampleVariant {
  name: string;
  /** One line for the command's help. */
  description: string;
  /** Defect types, names of folders. */
  defects: readonly string[];
  /** True when pictures are grey (stored with one channel). */
  grey: boolean;
  /** Draws one part. The same random stream gives the same picture. */
  draw(random: Random, defect: DefectOrder | null): Picture;
}

/** How a part lies under the camera. */
export interface Pose {
  /** Radians. */
  angle: number;
  /** Where the part's origin appears, in pixels from the picture's centre. */
  dx: number;
  dy: number;
  /** Size against the drawing, about 1. */
  scale: number;
}

/** What the drawing of one point gives: colour (before light and noise), and whether it is defective. */
export interface PointLook {
  colour: Rgb;
  defective: boolean;
}

export interface Light {
  /** Radians; where the light comes from, seen in the picture (y down). */
  angle: number;
  /** Brightness factor at a point of the picture, x and y in pixels from its centre. */
  brightness(x: number, y: number): number;
}

export interface LightRange {
  /** Largest change of overall brightness, e.g. 0.06. */
  level: number;
  /** Largest change from the centre to the edge of the picture. */
  slope: number;
  /** Largest turn of the light's direction, radians. */
  turn: number;
}

/** A light from the upper left that differs a little from picture to picture. */
export function drawLight(random: Random, { level, slope, turn }: LightRange): Light {
  const overall = 1 + random.between(-level, level);
  const direction = random.between(0, 2 * Math.PI);
  const steepness = random.between(0, slope) / (SIDE / 2);
  const gx = Math.cos(direction) * steepness;
  const gy = Math.sin(direction) * steepness;
  const vignette = random.between(0.04, 0.08) / (SIDE / 2) ** 2;
  return {
    angle: -0.75 * Math.PI + random.between(-turn, turn),
    brightness: (x, y) => overall * (1 + gx * x + gy * y - vignette * (x * x + y * y)),
  };
}

/**
 * Takes the picture: asks `look` for every pixel in the part's own coordinates (origin at its
 * middle, y down), applies light and sensor noise.
 * @param noise Standard deviation of the sensor noise, e.g. 0.01.
 */
export function takePicture(
  random: Random,
  pose: Pose,
  light: Light,
  noise: number,
  look: (u: number, v: number, x: number, y: number) => PointLook,
): Picture {
  const pixels = new Float32Array(SIDE * SIDE * 3);
  const mask = new Uint8Array(SIDE * SIDE);
  const cos = Math.cos(pose.angle) / pose.scale;
  const sin = Math.sin(pose.angle) / pose.scale;
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      const x = column + 0.5 - SIDE / 2;
      const y = row + 0.5 - SIDE / 2;
      const px = x - pose.dx;
      const py = y - pose.dy;
      const { colour, defective } = look(px * cos + py * sin, py * cos - px * sin, x, y);
      const bright = light.brightness(x, y);
      const at = row * SIDE + column;
      for (let channel = 0; channel < 3; channel++) {
        pixels[at * 3 + channel] = colour[channel]! * bright + random.normal() * noise;
      }
      if (defective) mask[at] = 1;
    }
  }
  return { pixels, mask };
}

/** `colour` times a factor. */
export function scaled(colour: Rgb, factor: number): Rgb {
  return [colour[0] * factor, colour[1] * factor, colour[2] * factor];
}

/** From `a` (t = 0) to `b` (t = 1). */
export function blend(a: Rgb, b: Rgb, t: number): Rgb {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
}
