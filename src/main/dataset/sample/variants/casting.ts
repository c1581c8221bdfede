/**
 * Why this file exists: a rough cast surface in grey, unevenly lit. One idea: low contrast; good
 * surfaces vary nearly as much as some defects show.
 */
import type { Random } from '../../../../shared/random.ts';
import { crack, graded, type Mark, spot } from '../marks.ts';
import {
  type DefectOrder,
  drawLight,
  type Light,
  type Picture,
  type Rgb,
  type SampleVariant,
  scaled,
  takePicture,
} from '../picture.ts';
import { blob, clamp, type Point, smooth } from '../shapes.ts';
import { roughness } from '../textures.ts';

const IRON: Rgb = [0.36, 0.36, 0.36];

/** Several pores close together, as gas leaves them. */
function pores(random: Random, at: Point, { severity }: DefectOrder, light: Light): Mark {
  const count = 1 + Math.round(graded(random, severity, 0, 5));
  const spread = graded(random, severity, 3, 15);
  const all = Array.from({ length: count }, () =>
    spot(
      random,
      { x: at.x + random.normal() * spread, y: at.y + random.normal() * spread },
      random.between(1.8, 2.4 + 3 * severity),
      random.between(0.3, 0.62),
      light,
    ),
  );
  return {
    covers: (u, v) => all.some((pore) => pore.covers(u, v)),
    change: (colour, u, v) => all.reduce((seen, pore) => pore.change(seen, u, v), colour),
  };
}

/** Metal that did not flow together: a fine dark seam. */
function coldShut(random: Random, at: Point, order: DefectOrder): Mark {
  const angle = random.between(0, 2 * Math.PI);
  return crack(random, at, angle, { ...order, severity: 0.2 + order.severity * 0.5 });
}

/** Sand left in the skin: a patch that is a little brighter and rougher. */
function inclusion(random: Random, at: Point, { severity }: DefectOrder): Mark {
  const shape = blob(random, at, graded(random, severity, 6, 19), 0.2);
  const strength = graded(random, severity, 0.1, 0.3);
  const sand = roughness(random, 190, [3, 1.6]);
  return {
    covers: (u, v) => shape(u, v) < -0.5,
    change: (colour, u, v) => {
      const inside = smooth(clamp(-shape(u, v) / 3, 0, 1));
      return scaled(colour, 1 + inside * strength * (0.8 + 0.8 * sand(u, v)));
    },
  };
}

function markFor(random: Random, order: DefectOrder, light: Light): Mark {
  const at = { x: random.between(-95, 95), y: random.between(-95, 95) };
  switch (order.type) {
    case 'blowhole':
      return pores(random, at, order, light);
    case 'cold_shut':
      return coldShut(random, at, order);
    case 'inclusion':
      return inclusion(random, at, order);
    default:
      // A pit: one wide, shallow hollow.
      return spot(
        random,
        at,
        graded(random, order.severity, 5, 16),
        graded(random, 1 - order.severity, 0.6, 0.88),
        light,
      );
  }
}

function draw(random: Random, order: DefectOrder | null): Picture {
  const pose = { angle: 0, dx: 0, dy: 0, scale: 1 };
  const light = drawLight(random, { level: 0.18, slope: 0.28, turn: 0.4 });
  const surface = random.fork('surface');
  const skin = roughness(surface, 190, [3.4, 1.8]);
  const patches = roughness(surface, 190, [70, 26, 11]);
  const shine = roughness(surface, 190, [6, 3]);
  const mark = order === null ? undefined : markFor(random.fork('defect'), order, light);
  return takePicture(random, pose, light, 0.012, (u, v) => {
    // Relief: the skin is lit from one side, so it shows as its difference along the light.
    const ahead = skin(u + Math.cos(light.angle), v + Math.sin(light.angle));
    const relief = skin(u, v) - ahead;
    const sparkle = Math.max(0, shine(u, v) - 1.7) * 0.25;
    let colour = scaled(IRON, 1 + 0.13 * relief + 0.07 * patches(u, v) + sparkle);
    if (mark !== undefined) colour = mark.change(colour, u, v);
    return { colour, defective: mark?.covers(u, v) ?? false };
  });
}

export const CASTING: SampleVariant = {
  name: 'casting',
  description: 'rough cast iron in grey, low contrast and uneven light',
  defects: ['blowhole', 'cold_shut', 'inclusion', 'pit'],
  grey: true,
  draw,
};
