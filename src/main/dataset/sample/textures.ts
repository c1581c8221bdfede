/** Why this file exists: the random textures that surfaces of the sample data set are made of. */
import type { Random } from '../../../shared/random.ts';
import { clamp, type Field, smooth } from './shapes.ts';

/**
 * Smooth noise with mean 0 and spread about 1 within +-extent pixels of the origin; `cell` is the
 * size of its lumps in pixels.
 */
export function lumps(random: Random, extent: number, cell: number): Field {
  const side = Math.ceil((2 * extent) / cell) + 3;
  const lattice = Float32Array.from({ length: side * side }, () => random.normal() * 1.5);
  return (x, y) => {
    const gx = clamp((x + extent) / cell, 0, side - 2.001);
    const gy = clamp((y + extent) / cell, 0, side - 2.001);
    const ix = Math.floor(gx);
    const iy = Math.floor(gy);
    const tx = smooth(gx - ix);
    const ty = smooth(gy - iy);
    const at = iy * side + ix;
    const top = lattice[at]! + (lattice[at + 1]! - lattice[at]!) * tx;
    const below = lattice[at + side]! + (lattice[at + side + 1]! - lattice[at + side]!) * tx;
    return top + (below - top) * ty;
  };
}

/** Several sizes of lumps on top of each other, each half as strong as the one before. */
export function roughness(random: Random, extent: number, cells: readonly number[]): Field {
  const layers = cells.map((cell) => lumps(random, extent, cell));
  const total = Math.sqrt(layers.reduce((sum, _, i) => sum + 0.25 ** i, 0));
  return (x, y) => {
    let value = 0;
    for (let i = 0; i < layers.length; i++) value += layers[i]!(x, y) * 0.5 ** i;
    return value / total;
  };
}

/**
 * Brushed metal: streaks along x, about `length` pixels long and one pixel high, mean 0 and
 * spread 1, within +-extent pixels of the origin.
 */
export function brushed(random: Random, extent: number, length: number): Field {
  const side = 2 * extent + 2;
  const values = new Float32Array(side * side);
  const keep = Math.exp(-1 / length);
  const fresh = Math.sqrt(1 - keep * keep);
  for (let row = 0; row < side; row++) {
    let value = random.normal();
    for (let column = 0; column < side; column++) {
      values[row * side + column] = value;
      value = value * keep + random.normal() * fresh;
    }
  }
  return (x, y) => {
    const gx = clamp(x + extent, 0, side - 1.001);
    const gy = clamp(y + extent, 0, side - 1.001);
    const ix = Math.floor(gx);
    const iy = Math.floor(gy);
    const at = iy * side + ix;
    const tx = gx - ix;
    const top = values[at]! + (values[at + 1]! - values[at]!) * tx;
    const below = values[at + side]! + (values[at + side + 1]! - values[at + side]!) * tx;
    return top + (below - top) * (gy - iy);
  };
}
