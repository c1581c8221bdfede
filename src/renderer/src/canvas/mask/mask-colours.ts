/**
 * Why this file exists: how mask pixels look: inside translucent, the outermost pixels opaque and a
 * dark seam around them, so that a mask shows on any ground; ignored pixels are hatched as well, so
 * that the two classes differ without their colour. Pure.
 */
import { DEFECT, type MaskRaster } from '../../../../shared/mask-rle.ts';
import type { Rect } from './spans.ts';

/** Colours as a canvas keeps them in a little-endian word: opacity, blue, green, red. */
const word = (red: number, green: number, blue: number, opacity: number): number =>
  ((opacity << 24) | (blue << 16) | (green << 8) | red) >>> 0;

const DEFECT_INSIDE = word(64, 214, 255, 88);
const DEFECT_EDGE = word(94, 224, 255, 255);
const IGNORE_INSIDE = word(200, 208, 218, 60);
const IGNORE_HATCH = word(226, 231, 238, 170);
const IGNORE_EDGE = word(236, 240, 245, 255);
const SEAM = word(0, 0, 0, 150);
const NOTHING = 0;

/** Width of the hatch's lines and gaps, in pixels of the level. */
const HATCH = 4;

/**
 * Colours the pixels of `rect` into `words` (`rect.width * rect.height`); false when all of them are
 * transparent.
 */
export function colourMask(mask: MaskRaster, rect: Rect, words: Uint32Array): boolean {
  const { width, height, data } = mask;
  let any = false;
  for (let row = 0; row < rect.height; row += 1) {
    const y = rect.y + row;
    for (let column = 0; column < rect.width; column += 1) {
      const x = rect.x + column;
      const at = y * width + x;
      const value = data[at] ?? 0;
      // Beyond the image the pixel itself goes on: the image's border is no edge of a mask.
      const left = x > 0 ? (data[at - 1] ?? 0) : value;
      const right = x + 1 < width ? (data[at + 1] ?? 0) : value;
      const above = y > 0 ? (data[at - width] ?? 0) : value;
      const below = y + 1 < height ? (data[at + width] ?? 0) : value;
      const edge = left !== value || right !== value || above !== value || below !== value;
      let colour = NOTHING;
      if (value === 0) colour = edge ? SEAM : NOTHING;
      else if (value === DEFECT) colour = edge ? DEFECT_EDGE : DEFECT_INSIDE;
      else if (edge) colour = IGNORE_EDGE;
      else colour = (x + y) % (2 * HATCH) < HATCH ? IGNORE_HATCH : IGNORE_INSIDE;
      words[row * rect.width + column] = colour;
      any ||= colour !== NOTHING;
    }
  }
  return any;
}
