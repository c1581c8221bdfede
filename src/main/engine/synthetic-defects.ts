/**
 * Why this file exists: defects made by hand on good images, with exact masks. Real defects are
 * not there when a model is trained; these stand in for them when a choice has to be made (which
 * training step, which normalisation, which weight of the scales). They never train anything.
 *
 * Pure and seeded. Images are RGB 0..255, size * size * 3.
 */
import type { Random } from '../../shared/random.ts';

export interface DefectiveImage {
  image: Float32Array;
  /** 1 where the image was changed, size * size. */
  mask: Uint8Array;
  kind: DefectKind;
}

export const DEFECT_KINDS = ['paste', 'scar', 'stain', 'blur', 'missing', 'grain'] as const;
export type DefectKind = (typeof DEFECT_KINDS)[number];

/** A pixel counts as changed from this mean difference of its channels on (grey levels). */
const VISIBLE = 2;
/** Fewer changed pixels are drawn again: nobody could see them. */
const SMALLEST = 12;
/** Draws before another kind is taken: a flat image cannot be blurred. */
const PATIENCE = 20;

/**
 * One defect of a random kind, place, size and strength on a copy of `good`. Where the wanted kind
 * does not show on this image, it becomes grain, which shows on any.
 * @param donor another good image to paste from; may be the same
 */
export function makeDefect(
  random: Random,
  good: Float32Array,
  donor: Float32Array,
  size: number,
  wanted: DefectKind = random.pick(DEFECT_KINDS),
): DefectiveImage {
  for (let attempt = 0; ; attempt++) {
    const kind = attempt < PATIENCE ? wanted : 'grain';
    const image = good.slice();
    const centre = drawCentre(random, good, size);
    const shape =
      kind === 'scar' ? scarShape(random, size, centre) : blobShape(random, size, centre);
    PAINTERS[kind](random, image, good, donor, shape, size);
    const mask = changedPixels(image, good);
    if (mask.reduce((sum, value) => sum + value, 0) >= SMALLEST) return { image, mask, kind };
  }
}

interface Centre {
  x: number;
  y: number;
}

/** The livelier of two random places: parts have structure, empty backgrounds have none. */
function drawCentre(random: Random, good: Float32Array, size: number): Centre {
  const [first, second] = [0, 1].map(() => {
    const centre = { x: random.integer(size), y: random.integer(size) };
    return { centre, structure: structureAt(good, size, centre) };
  }) as [{ centre: Centre; structure: number }, { centre: Centre; structure: number }];
  return first.structure >= second.structure ? first.centre : second.centre;
}

/** Sum of differences between neighbours on a coarse grid of 33 x 33 pixels around a place. */
function structureAt(image: Float32Array, size: number, { x, y }: Centre): number {
  let sum = 0;
  for (let row = Math.max(0, y - 16); row < Math.min(size - 4, y + 16); row += 4) {
    for (let column = Math.max(0, x - 16); column < Math.min(size - 4, x + 16); column += 4) {
      const at = (row * size + column) * 3 + 1;
      sum += Math.abs((image[at] ?? 0) - (image[at + 12] ?? 0));
      sum += Math.abs((image[at] ?? 0) - (image[at + 12 * size] ?? 0));
    }
  }
  return sum;
}

/** Whether all channels are the same, looked at on every 97th pixel. */
function isGrey(image: Float32Array): boolean {
  for (let at = 0; at + 2 < image.length; at += 3 * 97) {
    if (Math.abs((image[at] ?? 0) - (image[at + 1] ?? 0)) > 1) return false;
    if (Math.abs((image[at] ?? 0) - (image[at + 2] ?? 0)) > 1) return false;
  }
  return true;
}

/** A shape's opacity 0..1 within a box; outside it is 0. */
interface Shape {
  left: number;
  top: number;
  width: number;
  height: number;
  alpha: Float32Array;
}

type Painter = (
  random: Random,
  image: Float32Array,
  good: Float32Array,
  donor: Float32Array,
  shape: Shape,
  size: number,
) => void;

const PAINTERS: Record<DefectKind, Painter> = {
  /** A piece of a good image, mirrored, in a place where it does not belong. */
  paste(random, image, _good, donor, shape, size) {
    const fromX = random.integer(size - shape.width + 1);
    const fromY = random.integer(size - shape.height + 1);
    const mirrored = random.uniform() < 0.5;
    blend(image, shape, size, (x, y, c) => {
      const column = mirrored ? shape.width - 1 - x : x;
      return donor[((fromY + y) * size + fromX + column) * 3 + c] ?? 0;
    });
  },
  /** A thin line, darker or lighter than the part. */
  scar: tint,
  /** A blob with a change of colour. */
  stain: tint,
  /** A blob without fine structure. */
  blur(random, image, good, _donor, shape, size) {
    const radius = 2 + random.integer(4);
    blend(image, shape, size, (x, y, c) =>
      meanAround(good, size, shape.left + x, shape.top + y, radius, c),
    );
  },
  /** A blob of the mean colour of its surroundings: something is not there. */
  missing(_random, image, good, _donor, shape, size) {
    const centreX = shape.left + (shape.width >> 1);
    const centreY = shape.top + (shape.height >> 1);
    const radius = Math.max(shape.width, shape.height);
    const colour = [0, 1, 2].map((c) => meanAround(good, size, centreX, centreY, radius, c));
    blend(image, shape, size, (_x, _y, c) => colour[c] ?? 0);
  },
  /** A blob with noise of its own. */
  grain(random, image, good, _donor, shape, size) {
    const strength = random.between(8, 35);
    const noise = Float32Array.from({ length: shape.width * shape.height }, () => random.normal());
    blend(image, shape, size, (x, y, c) => {
      const at = ((shape.top + y) * size + shape.left + x) * 3 + c;
      return (good[at] ?? 0) + strength * (noise[y * shape.width + x] ?? 0);
    });
  },
};

function tint(
  random: Random,
  image: Float32Array,
  good: Float32Array,
  _donor: Float32Array,
  shape: Shape,
  size: number,
): void {
  const strength = random.between(10, 70) * (random.uniform() < 0.6 ? -1 : 1);
  const varied = [0, 1, 2].map(() => strength * random.between(0.7, 1.3));
  // A grey camera sees grey defects.
  const colour = isGrey(good) ? [strength, strength, strength] : varied;
  blend(image, shape, size, (x, y, c) => {
    const at = ((shape.top + y) * size + shape.left + x) * 3 + c;
    return (good[at] ?? 0) + (colour[c] ?? 0);
  });
}

/** image = (1 - alpha) image + alpha value, clipped to 0..255. */
function blend(
  image: Float32Array,
  shape: Shape,
  size: number,
  value: (x: number, y: number, channel: number) => number,
): void {
  for (let y = 0; y < shape.height; y++) {
    for (let x = 0; x < shape.width; x++) {
      const alpha = shape.alpha[y * shape.width + x] ?? 0;
      if (alpha === 0) continue;
      const at = ((shape.top + y) * size + shape.left + x) * 3;
      for (let c = 0; c < 3; c++) {
        const mixed = (1 - alpha) * (image[at + c] ?? 0) + alpha * value(x, y, c);
        image[at + c] = Math.min(255, Math.max(0, mixed));
      }
    }
  }
}

/** A roundish blob with a wavy edge, 1/50 to 1/8 of the image across, softened by a pixel. */
function blobShape(random: Random, size: number, centre: Centre): Shape {
  const radius = (size / 100) * Math.exp(random.between(0, Math.log(6)));
  const stretch = random.between(0.5, 1);
  const turn = random.between(0, Math.PI);
  const waves = [2, 3, 5].map((count) => ({
    count,
    height: random.between(0, 0.5 / count),
    phase: random.between(0, 2 * Math.PI),
  }));
  const reach = Math.ceil(radius * 1.6) + 1;
  return shapeAt(centre, size, reach, (dx, dy) => {
    const u = dx * Math.cos(turn) + dy * Math.sin(turn);
    const v = (-dx * Math.sin(turn) + dy * Math.cos(turn)) / stretch;
    const angle = Math.atan2(v, u);
    const edge = waves.reduce(
      (sum, { count, height, phase }) => sum + height * Math.cos(count * angle + phase),
      1,
    );
    return radius * edge - Math.hypot(u, v);
  });
}

/** A slightly bent line, 1 to 3 pixels wide at 256 px. */
function scarShape(random: Random, size: number, centre: Centre): Shape {
  const length = (size / 256) * random.between(12, 70);
  const width = (size / 256) * random.between(0.5, 1.6);
  const turn = random.between(0, Math.PI);
  const bend = random.between(-0.15, 0.15) / length;
  const reach = Math.ceil(length / 2 + width) + 2;
  return shapeAt(centre, size, reach, (dx, dy) => {
    const u = dx * Math.cos(turn) + dy * Math.sin(turn);
    const v = -dx * Math.sin(turn) + dy * Math.cos(turn) - bend * u * u * 4;
    return Math.min(width - Math.abs(v), length / 2 - Math.abs(u));
  });
}

/**
 * Places a shape in the image, cut off at its border.
 * @param depth pixels inside the shape's edge (negative outside), from its centre
 */
function shapeAt(
  centre: Centre,
  size: number,
  reach: number,
  depth: (dx: number, dy: number) => number,
): Shape {
  const { x: centreX, y: centreY } = centre;
  const left = Math.max(0, centreX - reach);
  const top = Math.max(0, centreY - reach);
  const width = Math.min(size, centreX + reach + 1) - left;
  const height = Math.min(size, centreY + reach + 1) - top;
  const alpha = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const inside = depth(left + x - centreX, top + y - centreY);
      alpha[y * width + x] = Math.min(1, Math.max(0, inside + 0.5));
    }
  }
  return { left, top, width, height, alpha };
}

function meanAround(
  image: Float32Array,
  size: number,
  x: number,
  y: number,
  radius: number,
  channel: number,
): number {
  let sum = 0;
  let count = 0;
  for (let row = Math.max(0, y - radius); row <= Math.min(size - 1, y + radius); row++) {
    for (let column = Math.max(0, x - radius); column <= Math.min(size - 1, x + radius); column++) {
      sum += image[(row * size + column) * 3 + channel] ?? 0;
      count += 1;
    }
  }
  return sum / count;
}

function changedPixels(image: Float32Array, good: Float32Array): Uint8Array {
  const mask = new Uint8Array(image.length / 3);
  for (let pixel = 0; pixel < mask.length; pixel++) {
    let difference = 0;
    for (let c = 0; c < 3; c++) {
      difference += Math.abs((image[pixel * 3 + c] ?? 0) - (good[pixel * 3 + c] ?? 0));
    }
    mask[pixel] = difference / 3 >= VISIBLE ? 1 : 0;
  }
  return mask;
}
