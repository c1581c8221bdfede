/** Why this file exists: a study's pictures as PNG, for where SVG is not shown; always light. */
import sharp from 'sharp';

/** A picture of `svg.ts` as PNG, `scale` times as fine as it is large, so that text stays sharp. */
export async function pngOf(svg: string, scale = 2): Promise<Uint8Array> {
  return sharp(Buffer.from(svg), { density: 72 * scale, limitInputPixels: false })
    .flatten({ background: '#ffffff' })
    .png()
    .toBuffer();
}
