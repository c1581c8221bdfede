/** Why this file exists: a sheet as one picture: title, colour scale, rows of panels with captions. */
import sharp, { type OverlayOptions } from 'sharp';
import { colourAt, colourTable } from '../../../shared/colour/maps.ts';
import { wrapped } from '../plot.ts';
import { picture, text } from '../svg.ts';
import { PANEL_SIDE, PANEL_TITLES, type Panels } from './panels.ts';

export interface SheetRow {
  /** First line of the caption, cut in the middle where it is too long. */
  path: string;
  /** Second line. */
  caption: string;
  panels: Panels;
}

export interface Sheet {
  title: string;
  explanation: string;
  /** Model, data set and thresholds. */
  circumstances: readonly string[];
  range: readonly [number, number];
  rows: readonly SheetRow[];
}

const MARGIN = 20;
const GAP = 10;
const LINE = 17;
/** Room for the two lines of a caption. */
const CAPTION = 46;
/** Letters of 12 px text that fit the width, roughly. */
const LETTER = 7;
const SCALE_BAR = 180;

/** PNG. */
export async function drawSheet(sheet: Sheet): Promise<Uint8Array> {
  const width = 2 * MARGIN + PANEL_TITLES.length * PANEL_SIDE + (PANEL_TITLES.length - 1) * GAP;
  const letters = Math.floor((width - 2 * MARGIN) / LETTER);
  const lines = [sheet.explanation, ...sheet.circumstances].flatMap((sentence) =>
    wrapped(sentence, letters - 32),
  );
  const head = 44 + lines.length * LINE + 26;
  const parts = [text(MARGIN, 34, shortened(sheet.title, 70), { size: 18, weight: 'bold' })];
  lines.forEach((line, index) =>
    parts.push(text(MARGIN, 56 + index * LINE, line, { size: 12, kind: 'soft' })),
  );
  parts.push(...scaleBar(sheet.range, width - MARGIN - SCALE_BAR, 30));
  PANEL_TITLES.forEach((title, column) =>
    parts.push(text(columnAt(column), head - 8, title, { size: 12, weight: 'bold' })),
  );

  const images: OverlayOptions[] = [];
  let top = head;
  for (const { path, caption, panels } of sheet.rows) {
    panels.panels.forEach((panel, column) => {
      const left = columnAt(column);
      const { width: w, height: h } = panels;
      // A frame, so that a white mask ends somewhere on white paper.
      const dashed = 'png' in panel ? '' : ' stroke-dasharray="4 4"';
      parts.push(
        `<rect x="${left - 0.5}" y="${top - 0.5}" width="${w + 1}" height="${h + 1}" fill="none" stroke="#818b98"${dashed}/>`,
      );
      if ('png' in panel) {
        images.push({ input: Buffer.from(panel.png), left, top });
      } else {
        parts.push(
          text(left + w / 2, top + h / 2 + 4, panel.words, {
            size: 12,
            anchor: 'middle',
            kind: 'soft',
          }),
        );
      }
    });
    top += panels.height;
    parts.push(text(MARGIN, top + 17, shortened(path, letters), { size: 12 }));
    parts.push(text(MARGIN, top + 33, shortened(caption, letters), { size: 12, kind: 'soft' }));
    top += CAPTION;
  }
  return sharp(Buffer.from(picture(width, top + MARGIN - 8, parts)))
    .flatten({ background: '#ffffff' })
    .composite(images)
    .png()
    .toBuffer();
}

function columnAt(column: number): number {
  return MARGIN + column * (PANEL_SIDE + GAP);
}

/** The fixed colour scale of the maps with its ends. */
function scaleBar(range: readonly [number, number], left: number, top: number): string[] {
  const table = colourTable('magma');
  const stops = Array.from({ length: 17 }, (_, index) => index / 16);
  const colours = stops.map((t) => `<stop offset="${t}" stop-color="${colourAt(table, t)}"/>`);
  return [
    `<defs><linearGradient id="scale">${colours.join('')}</linearGradient></defs>`,
    text(left, top - 6, 'anomaly map, fixed scale', { size: 11, kind: 'soft' }),
    `<rect x="${left}" y="${top}" width="${SCALE_BAR}" height="10" fill="url(#scale)"/>`,
    text(left, top + 24, range[0].toPrecision(3), { size: 11, kind: 'soft' }),
    text(left + SCALE_BAR, top + 24, range[1].toPrecision(3), {
      size: 11,
      anchor: 'end',
      kind: 'soft',
    }),
  ];
}

/** Text of at most `letters` letters; the middle of a longer one is left out. */
export function shortened(content: string, letters: number): string {
  const symbols = [...content];
  if (symbols.length <= letters) return content;
  const first = Math.ceil((letters - 1) / 2);
  const last = letters - 1 - first;
  return `${symbols.slice(0, first).join('')}\u2026${symbols.slice(symbols.length - last).join('')}`;
}
