/** Why this file exists: layers of the right shapes for tests, without real weights. */
import { LAYERS } from '../../../src/main/backbone/backbone.ts';
import type { BackboneLayer } from '../../../src/main/backbone/backbone.ts';

/** All ten layers, filled with numbers that depend on `seed`, position and layer. */
export function madeUpLayers(seed: number): BackboneLayer[] {
  return LAYERS.map(([name, from, to], layer) => {
    const value = (_: unknown, i: number) => ((i * 31 + layer * 7 + seed) % 251) / 251 - 0.5;
    const kernel = Float32Array.from({ length: 9 * from * to }, value);
    return {
      name,
      kernel,
      shape: [3, 3, from, to],
      bias: Float32Array.from({ length: to }, value),
    };
  });
}
