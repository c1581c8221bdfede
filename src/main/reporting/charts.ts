/**
 * Why this file exists: the histogram and the curves of a report as drawings, from the same points
 * that the screens draw (shared/charts).
 */
import type { CurvePoint } from '../../shared/charts/curves.ts';
import { thinned } from '../../shared/charts/curves.ts';
import {
  createAxis,
  formatTick,
  ticks,
  type Axis,
  type Extent,
} from '../../shared/charts/scale.ts';
import type { ScoreBin } from '../../shared/charts/score-bins.ts';
import type { Drawing, Ink, Shape } from './document.ts';

const LEFT = 34;
const RIGHT = 8;
const TOP = 16;
const BOTTOM = 30;

export interface Mark {
  value: number;
  label: string;
}

export interface HistogramOptions {
  title: string;
  description: string;
  xLabel: string;
  /** Names of the two kinds of bars. */
  good: string;
  defective: string;
  bins: readonly ScoreBin[];
  /** Thresholds, drawn as dashed lines. */
  marks: readonly Mark[];
  /** Of the numbers, as `Intl` names it. */
  locale: string;
  size: readonly [width: number, height: number];
}

/** Good parts grow upwards, defective ones downwards: position tells them apart, not colour. */
export function histogram(options: HistogramOptions): Drawing {
  const { bins, marks, size } = options;
  const [width, height] = size;
  const extent: Extent = { low: bins[0]?.from ?? 0, high: bins.at(-1)?.to ?? 1 };
  const axis = createAxis(extent, LEFT, width - LEFT - RIGHT);
  const most = (key: 'good' | 'defective'): number => Math.max(0, ...bins.map((bin) => bin[key]));
  const unit = (height - TOP - BOTTOM) / Math.max(1, most('good') + most('defective'));
  const middle = TOP + most('good') * unit;
  const shapes: Shape[] = [];
  for (const bin of bins) {
    const x = axis.at(bin.from) + 0.3;
    const wide = Math.max(0.3, axis.at(bin.to) - axis.at(bin.from) - 0.6);
    const up = bin.good * unit;
    const down = bin.defective * unit;
    if (up > 0)
      shapes.push({ kind: 'rect', x, y: middle - up, width: wide, height: up, ink: 'good' });
    if (down > 0)
      shapes.push({ kind: 'rect', x, y: middle, width: wide, height: down, ink: 'defective' });
  }
  shapes.push(line([LEFT, middle], [width - RIGHT, middle], 'muted', 0.7));
  shapes.push(...xTicks(axis, extent, height, options.locale));
  shapes.push(label(LEFT + (width - LEFT - RIGHT) / 2, height - 4, options.xLabel));
  if (most('good') > 0) shapes.push(sideText(middle - 3, `↑ ${options.good}`, 'good'));
  if (most('defective') > 0)
    shapes.push(sideText(middle + 9, `↓ ${options.defective}`, 'defective'));
  marks.forEach(({ value, label: text }, i) => {
    const x = axis.at(value);
    if (x < LEFT || x > width - RIGHT) return;
    shapes.push({ ...line([x, TOP - 4], [x, height - BOTTOM], 'text', 0.8), dash: 3 });
    const left = x > width / 2;
    shapes.push({
      kind: 'text',
      x: left ? x - 3 : x + 3,
      y: TOP - 5 + i * 9,
      text,
      anchor: left ? 'end' : 'start',
      ink: 'text',
      bold: true,
    });
  });
  return { title: options.title, description: options.description, width, height, shapes };
}

export interface CurveOptions {
  title: string;
  description: string;
  xLabel: string;
  yLabel: string;
  points: readonly CurvePoint[];
  x: Extent;
  y: Extent;
  /** Of the numbers, as `Intl` names it. */
  locale: string;
  /** The operating point; null where there is none. */
  point: { x: number; y: number; label: string } | null;
  size: readonly [width: number, height: number];
}

/** One curve with its operating point. */
export function curve(options: CurveOptions): Drawing {
  const { points, x, y, point, size } = options;
  const [width, height] = size;
  const across = createAxis(x, LEFT, width - LEFT - RIGHT);
  const up = createAxis(y, height - BOTTOM, -(height - TOP - BOTTOM));
  const shapes: Shape[] = [];
  for (const tick of ticks(y, 4)) {
    shapes.push(line([LEFT, up.at(tick)], [width - RIGHT, up.at(tick)], 'line', 0.4));
    shapes.push({
      ...label(LEFT - 3, up.at(tick) + 2.5, formatTick(tick, y, options.locale)),
      anchor: 'end',
    });
  }
  shapes.push(...xTicks(across, x, height, options.locale));
  const drawn = thinned(points, [x.high - x.low, y.high - y.low]);
  shapes.push({
    kind: 'path',
    points: drawn.map((at) => [across.at(at.x), up.at(at.y)] as const),
    ink: 'good',
    width: 1.4,
  });
  shapes.push(line([LEFT, height - BOTTOM], [width - RIGHT, height - BOTTOM], 'muted', 0.7));
  shapes.push(line([LEFT, TOP], [LEFT, height - BOTTOM], 'muted', 0.7));
  shapes.push(label(LEFT + (width - LEFT - RIGHT) / 2, height - 4, options.xLabel));
  shapes.push({ ...label(4, TOP - 6, options.yLabel), anchor: 'start' });
  if (point !== null) {
    const at = { x: across.at(point.x), y: up.at(point.y) };
    const left = at.x > width / 2;
    shapes.push({ kind: 'circle', ...at, radius: 3.2, ink: 'defective' });
    shapes.push({
      kind: 'text',
      x: left ? at.x - 6 : at.x + 6,
      y: Math.min(height - BOTTOM - 4, at.y + 11),
      text: point.label,
      anchor: left ? 'end' : 'start',
      ink: 'text',
      bold: true,
    });
  }
  return { title: options.title, description: options.description, width, height, shapes };
}

function xTicks(axis: Axis, extent: Extent, height: number, locale: string): Shape[] {
  return ticks(extent, 5).flatMap((tick): Shape[] => [
    line([axis.at(tick), height - BOTTOM], [axis.at(tick), height - BOTTOM + 3], 'muted', 0.7),
    label(axis.at(tick), height - BOTTOM + 11, formatTick(tick, extent, locale)),
  ]);
}

function line(
  from: readonly [number, number],
  to: readonly [number, number],
  ink: Ink,
  width: number,
): Extract<Shape, { kind: 'path' }> {
  return { kind: 'path', points: [from, to], ink, width };
}

function label(x: number, y: number, text: string): Extract<Shape, { kind: 'text' }> {
  return { kind: 'text', x, y, text, anchor: 'middle', ink: 'muted' };
}

function sideText(y: number, text: string, ink: Ink): Shape {
  return { kind: 'text', x: 2, y, text, anchor: 'start', ink, bold: true };
}
