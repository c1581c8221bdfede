/**
 * Why this file exists: self-validation beside the truth as a picture: one panel per choice, each
 * candidate a point, synthetic value to the right, real value upwards, the chosen ones ringed.
 */
import { axisOf, wrapped, type Axis } from './plot.ts';
import type { JudgedCell } from './cells.ts';
import { agreementOf, byChoice, realValue } from './self-check-text.ts';
import { BLUE, ORANGE, picture, round, rule, text } from './svg.ts';

const MARGIN = 20;
const HEAD = 60;
const SIDE = 230;
const LEFT = 52;
const BELOW = 96;
const COLUMNS = 3;
const LINE = 16;

export function selfCheckPlot(
  title: string,
  cells: readonly JudgedCell[],
  notes: readonly string[],
): string {
  const panels = byChoice(cells);
  const columns = Math.max(1, Math.min(COLUMNS, panels.length));
  const width = Math.max(560, 2 * MARGIN + columns * (LEFT + SIDE + MARGIN));
  const rows = Math.ceil(panels.length / columns);
  const bottom = HEAD + rows * (SIDE + BELOW);
  const lines = notes.flatMap((note) => wrapped(note, Math.floor((width - 2 * MARGIN) / 6.6)));
  const parts = [text(MARGIN, 30, title, { size: 17, weight: 'bold' })];
  panels.forEach((own, index) => {
    const left = MARGIN + LEFT + (index % columns) * (LEFT + SIDE + MARGIN);
    const top = HEAD + 20 + Math.floor(index / columns) * (SIDE + BELOW);
    parts.push(...panel(own, left, top));
  });
  lines.forEach((line, index) =>
    parts.push(text(MARGIN, bottom + 30 + index * LINE, line, { size: 11.5, kind: 'soft' })),
  );
  return picture(width, bottom + 30 + lines.length * LINE + MARGIN, parts);
}

function panel(cells: readonly JudgedCell[], left: number, top: number): string[] {
  const points = cells.flatMap((cell) =>
    cell.points.flatMap((point) => {
      const real = realValue(point);
      const chosen = point.name === cell.chosen;
      return real === null ? [] : [{ synthetic: point.synthetic, real, chosen }];
    }),
  );
  const axis = (values: readonly number[]) =>
    axisOf(values.map((value) => ({ mean: value, deviation: null })));
  const xs = axis(points.map(({ synthetic }) => synthetic));
  const ys = axis(points.map(({ real }) => real));
  const x = (value: number) => left + part(xs, value) * SIDE;
  const y = (value: number) => top + (1 - part(ys, value)) * SIDE;
  const told = cells.map((cell) => agreementOf(cell).correlation?.toFixed(2) ?? 'undefined');
  const parts = [text(left, top - 8, cells[0]?.choice ?? '', { weight: 'bold' })];
  for (const tick of xs.ticks) {
    const at = x(tick / 100);
    parts.push(rule(at, top, at, top + SIDE));
    parts.push(
      text(at, top + SIDE + 16, String(tick), { anchor: 'middle', size: 11, kind: 'soft' }),
    );
  }
  for (const tick of ys.ticks) {
    const at = y(tick / 100);
    parts.push(rule(left, at, left + SIDE, at));
    parts.push(text(left - 6, at + 4, String(tick), { anchor: 'end', size: 11, kind: 'soft' }));
  }
  parts.push(
    text(left, top + SIDE + 34, `synthetic to the right, real upwards, %`, {
      size: 11,
      kind: 'soft',
    }),
    text(left, top + SIDE + 50, `Spearman ${told.join(', ')}; ringed: chosen`, {
      size: 11,
      kind: 'soft',
    }),
  );
  for (const { synthetic, real, chosen } of points) {
    const at = `cx="${round(x(synthetic))}" cy="${round(y(real))}"`;
    parts.push(`<circle ${at} r="4.5" fill="${BLUE}" opacity="0.75"/>`);
    if (chosen) {
      parts.push(`<circle ${at} r="8" fill="none" stroke="${ORANGE}" stroke-width="2"/>`);
    }
  }
  return parts;
}

/** Where a fraction lies on an axis in percent, 0 to 1. */
function part({ from, to }: Axis, value: number): number {
  return (100 * value - from) / (to - from);
}
