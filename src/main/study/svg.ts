/**
 * Why this file exists: the few pieces of SVG that a study's pictures are made of. Colours follow
 * the reader's light or dark setting.
 */

/** Names with a fallback on every system; sharp finds them through fontconfig. */
export const FONT = "'DejaVu Sans', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";

/** Okabe and Ito's colours, told apart also with a colour-vision deficiency. */
export const BLUE = '#0072b2';
export const ORANGE = '#d55e00';
export const GREEN = '#009e73';

/** Text made safe for SVG. Characters that XML does not have are shown as a box. */
export function escapeXml(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '\u25a1')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

export interface TextOptions {
  size?: number;
  anchor?: 'start' | 'middle' | 'end';
  weight?: 'normal' | 'bold';
  /** A class of the style sheet below. */
  kind?: 'ink' | 'soft';
}

export function text(x: number, y: number, content: string, options: TextOptions = {}): string {
  const { size = 13, anchor = 'start', weight = 'normal', kind = 'ink' } = options;
  return (
    `<text class="${kind}" x="${round(x)}" y="${round(y)}" font-size="${size}" ` +
    `text-anchor="${anchor}" font-weight="${weight}">${escapeXml(content)}</text>`
  );
}

/** A thin line of the frame or the grid. */
export function rule(x1: number, y1: number, x2: number, y2: number, kind = 'grid'): string {
  return `<line class="${kind}" x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}"/>`;
}

/** Two digits are a hundredth of a pixel: enough, and the files stay small. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/**
 * A whole picture. The presentation attributes hold for the light one; the style sheet's dark part
 * is for browsers, and sharp's renderer leaves it out.
 */
export function picture(width: number, height: number, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
      `viewBox="0 0 ${width} ${height}" font-family="${FONT}">`,
    '<style>',
    '.paper{fill:#ffffff}.ink{fill:#1f2328}.soft{fill:#59636e}',
    '.grid{stroke:#d1d9e0;stroke-width:1}.axis{stroke:#818b98;stroke-width:1}',
    '@media (prefers-color-scheme: dark){',
    '.paper{fill:#0d1117}.ink{fill:#f0f6fc}.soft{fill:#9198a1}',
    '.grid{stroke:#3d444d}.axis{stroke:#9198a1}',
    '}',
    '</style>',
    `<rect class="paper" width="${width}" height="${height}"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}
