/**
 * Why this file exists: what the heatmap's colours mean: raw values, the pixel threshold, and how
 * much lies beyond either end. Drawn beside the image, so that no screenshot is without it.
 */
import { useMemo } from 'react';
import { colourAt, colourTable, type ColourMapName } from '../../../../shared/colour/maps.ts';
import { formatRaw, formatShare } from '../../components/format.ts';
import { strings } from '../../strings/index.ts';
import { StretchBadge } from './OverlayPanel.tsx';

const text = strings.image;

interface LegendProps {
  colours: ColourMapName;
  /** Raw values of the two ends. */
  range: readonly [number, number];
  threshold: number | null;
  stretched: boolean;
  /** Shares of the map beyond the ends, 0..1. */
  below: number;
  above: number;
}

/** The bar's own units. */
const WIDTH = 14;
const HEIGHT = 180;
const STEPS = 60;
const CLIP = 9;

export function Legend({ colours, range, threshold, stretched, below, above }: LegendProps) {
  const [low, high] = range;
  const table = useMemo(() => colourTable(colours), [colours]);
  const y = (value: number): number => CLIP + (1 - (value - low) / (high - low)) * HEIGHT;
  const marks = marksOf(low, high, threshold);
  return (
    <figure className="legend" aria-label={text.legend}>
      {stretched && <StretchBadge />}
      <svg viewBox={`-4 0 150 ${HEIGHT + 2 * CLIP}`} aria-hidden="true">
        {above > 0 && (
          <path d={`M0 ${CLIP - 2}h${WIDTH}l${-WIDTH / 2}-6z`} fill={colourAt(table, 1)} />
        )}
        {Array.from({ length: STEPS }, (_, i) => (
          <rect
            key={i}
            x={0}
            y={CLIP + (i * HEIGHT) / STEPS}
            width={WIDTH}
            height={HEIGHT / STEPS + 0.5}
            fill={colourAt(table, 1 - (i + 0.5) / STEPS)}
          />
        ))}
        {below > 0 && (
          <path
            d={`M0 ${CLIP + HEIGHT + 2}h${WIDTH}l${-WIDTH / 2} 6z`}
            fill={colourAt(table, 0)}
          />
        )}
        {marks.map(({ value, label, strong }) => (
          <g key={label} className={strong ? 'mark mark-strong' : 'mark'}>
            <line x1={strong ? -3 : WIDTH - 4} x2={WIDTH + 4} y1={y(value)} y2={y(value)} />
            <text x={WIDTH + 7} y={y(value) + 3.5}>
              {label}
            </text>
          </g>
        ))}
      </svg>
      <figcaption>
        {stretched ? text.stretched : text.fixedScale}
        {above > 0 && <span>▲ {text.clippedAbove(formatShare(above))}</span>}
        {below > 0 && <span>▼ {text.clippedBelow(formatShare(below))}</span>}
      </figcaption>
    </figure>
  );
}

interface Mark {
  value: number;
  label: string;
  strong: boolean;
}

/** The ends, the threshold, and other multiples of it that have room. */
function marksOf(low: number, high: number, threshold: number | null): Mark[] {
  const marks: Mark[] = [
    { value: high, label: formatRaw(high), strong: false },
    { value: low, label: formatRaw(low), strong: false },
  ];
  if (threshold === null || !(threshold > 0)) return marks;
  const multiples = [1, 0.5, 1.5, 2, 3, 4];
  for (const multiple of multiples) {
    const value = threshold * multiple;
    const apart = (high - low) * 0.09;
    const room = marks.every((mark) => Math.abs(mark.value - value) > apart);
    if (value < low || value > high || (!room && multiple !== 1)) continue;
    const times = multiple === 1 ? strings.report.threshold.toLowerCase() : `${multiple} ×`;
    marks.push({ value, label: `${formatRaw(value)}  ${times}`, strong: multiple === 1 });
  }
  return marks;
}
