/**
 * Why this file exists: a table of a study as a picture: one line per row, one panel per metric, a
 * point for the mean and a bar for the spread over seeds.
 */
import { BLUE, GREEN, ORANGE, picture, round, rule, text } from './svg.ts';
import {
  METRICS,
  METRIC_TITLES,
  type Figure,
  type MetricName,
  type RowSummary,
} from './summary.ts';

const COLOURS: Record<MetricName, string> = { imageAuroc: BLUE, pixelAuroc: GREEN, auPro: ORANGE };

const MARGIN = 20;
const HEAD = 84;
const ROW = 30;
const FOOT = 44;
const PANEL = 210;
const GAP = 44;
/** Width of a letter of 13 px text, roughly; names longer than the column are cut. */
const LETTER = 7.4;
const LONGEST_NAME = 36;
const LINE = 16;

/** An axis in percent with round ends and ticks. */
export interface Axis {
  from: number;
  to: number;
  ticks: number[];
}

/** The axis of a metric: around its values and their spread, at most 100 %, at least 2 points. */
export function axisOf(figures: readonly Figure[]): Axis {
  const ends = figures.flatMap(({ mean, deviation }) =>
    mean === null ? [] : [mean - (deviation ?? 0), mean + (deviation ?? 0)].map((v) => 100 * v),
  );
  if (ends.length === 0) return { from: 0, to: 100, ticks: [0, 50, 100] };
  const low = Math.min(...ends);
  const high = Math.max(...ends);
  const step = [0.5, 1, 2, 5, 10, 20].find((size) => (high - low) / size <= 4) ?? 25;
  const from = Math.max(0, Math.floor(low / step) * step);
  const to = Math.min(100, Math.max(from + 2 * step, Math.ceil(high / step) * step));
  const first = Math.min(from, to - 2 * step);
  const count = Math.round((to - first) / step);
  return { from: first, to, ticks: Array.from({ length: count + 1 }, (_, i) => first + i * step) };
}

/** The plot as SVG. `notes` are the lines under it, already short enough. */
export function plotOf(
  title: string,
  rows: readonly RowSummary[],
  notes: readonly string[],
): string {
  const names = rows.map(({ row }) =>
    row.length > LONGEST_NAME ? `${row.slice(0, LONGEST_NAME - 1)}\u2026` : row,
  );
  const nameWidth = Math.max(80, ...names.map((name) => name.length * LETTER));
  const left = MARGIN + nameWidth + 16;
  const width = Math.ceil(left + METRICS.length * PANEL + (METRICS.length - 1) * GAP + MARGIN + 16);
  const bottom = HEAD + rows.length * ROW;
  const lines = notes.flatMap((note) => wrapped(note, Math.floor((width - 2 * MARGIN) / 6.6)));
  const height = bottom + FOOT + lines.length * LINE + MARGIN;
  const parts = [text(MARGIN, 30, title, { size: 17, weight: 'bold' })];
  names.forEach((name, index) => {
    const y = HEAD + (index + 0.5) * ROW;
    parts.push(rule(left, y, width - MARGIN - 16, y));
    parts.push(text(left - 12, y + 4.5, name, { anchor: 'end' }));
  });
  METRICS.forEach((metric, index) => {
    parts.push(...panel(metric, rows, left + index * (PANEL + GAP), bottom));
  });
  lines.forEach((line, index) =>
    parts.push(
      text(MARGIN, bottom + FOOT + (index + 0.5) * LINE, line, { size: 11.5, kind: 'soft' }),
    ),
  );
  return picture(width, height, parts);
}

function panel(
  metric: MetricName,
  rows: readonly RowSummary[],
  left: number,
  bottom: number,
): string[] {
  const axis = axisOf(rows.map((row) => row[metric]));
  const x = (percent: number) => left + ((percent - axis.from) / (axis.to - axis.from)) * PANEL;
  const colour = COLOURS[metric];
  const parts = [
    text(left + PANEL / 2, HEAD - 18, `${METRIC_TITLES[metric]}, %`, {
      anchor: 'middle',
      weight: 'bold',
    }),
    rule(left, bottom, left + PANEL, bottom, 'axis'),
  ];
  for (const tick of axis.ticks) {
    parts.push(rule(x(tick), HEAD, x(tick), bottom));
    parts.push(
      text(x(tick), bottom + 18, String(tick), { anchor: 'middle', size: 11, kind: 'soft' }),
    );
  }
  rows.forEach((row, index) => {
    const y = HEAD + (index + 0.5) * ROW;
    const { mean, deviation } = row[metric];
    if (mean === null) {
      parts.push(text(left + PANEL / 2, y - 3, 'undefined', { anchor: 'middle', size: 11 }));
      return;
    }
    const at = x(100 * mean);
    if (deviation !== null) {
      const [from, to] = [mean - deviation, mean + deviation].map((value) =>
        round(Math.min(left + PANEL, Math.max(left, x(100 * value)))),
      );
      parts.push(
        `<line x1="${from}" y1="${y}" x2="${to}" y2="${y}" stroke="${colour}" stroke-width="3" opacity="0.55"/>`,
      );
    }
    parts.push(`<circle cx="${round(at)}" cy="${y}" r="5" fill="${colour}"/>`);
    // Beside the point, on the side that has room.
    const isRight = at > left + PANEL - 40;
    parts.push(
      text(isRight ? at - 9 : at + 9, y - 5, (100 * mean).toFixed(1), {
        anchor: isRight ? 'end' : 'start',
        size: 11,
      }),
    );
  });
  return parts;
}

/** Words in lines of at most `letters` letters; a longer word stands alone. */
export function wrapped(sentence: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of sentence.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= letters) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}
