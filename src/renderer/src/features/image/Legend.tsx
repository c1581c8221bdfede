/**
 * Why this file exists: what the heatmap's colours mean: raw values, the pixel threshold, and how
 * much lies beyond either end. Always beside the image, so that no screenshot is without it.
 */
import { useId, useMemo, useRef } from 'react';
import { colourAt, colourTable, type ColourMapName } from '../../../../shared/colour/maps.ts';
import { useElementSize } from '../../canvas/use-element-size.ts';
import { formatRaw, formatShare } from '../../components/format.ts';
import { strings } from '../../strings/index.ts';
import { StretchBadge } from './StretchBadge.tsx';
import { scaleMarks } from './scale-marks.ts';

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

/** CSS pixels. */
const BAR = 16;
const TICK = 5;
const CLIP = 12;
const LABEL_HEIGHT = 18;
/** A gradient through this many colours of the table cannot be told from the table. */
const STOPS = 33;

export function Legend({ colours, range, threshold, stretched, below, above }: LegendProps) {
  const gradient = useId();
  const holder = useRef<HTMLDivElement>(null);
  const { height } = useElementSize(holder);
  const [low, high] = range;
  const table = useMemo(() => colourTable(colours), [colours]);
  const length = Math.max(1, height - 2 * CLIP);
  const y = (value: number): number => CLIP + (1 - (value - low) / (high - low)) * length;
  return (
    <figure className="legend" aria-label={text.legend}>
      {stretched && <StretchBadge />}
      <div ref={holder} className="legend-scale">
        <svg width="100%" height={height} aria-hidden="true">
          {above > 0 && (
            <path d={`M0 ${CLIP - 2}h${BAR}l${-BAR / 2} -8z`} fill={colourAt(table, 1)} />
          )}
          <linearGradient id={gradient} x1="0" x2="0" y1="1" y2="0">
            {Array.from({ length: STOPS }, (_, i) => (
              <stop key={i} offset={i / (STOPS - 1)} stopColor={colourAt(table, i / (STOPS - 1))} />
            ))}
          </linearGradient>
          <rect x={0} y={CLIP} width={BAR} height={length} fill={`url(#${gradient})`} />
          {below > 0 && (
            <path
              d={`M0 ${CLIP + length + 2}h${BAR}l${-BAR / 2} 8z`}
              fill={colourAt(table, 0)}
              stroke="#8793a2"
            />
          )}
          {scaleMarks(low, high, threshold, length, LABEL_HEIGHT).map((mark) => (
            <g key={mark.value} className={mark.strong ? 'mark mark-strong' : 'mark'}>
              <line
                x1={mark.strong ? 0 : BAR}
                x2={BAR + TICK}
                y1={y(mark.value)}
                y2={y(mark.value)}
              />
              <text x={BAR + TICK + 3} y={y(mark.value)} dominantBaseline="central">
                {formatRaw(mark.value)}
                {mark.times !== null && (
                  <tspan className="mark-times"> {text.times(mark.times)}</tspan>
                )}
              </text>
            </g>
          ))}
        </svg>
      </div>
      <figcaption>
        {stretched ? text.thisImage : text.fixedScale}
        {above > 0 && <span>▲ {text.clippedAbove(formatShare(above))}</span>}
        {below > 0 && <span>▼ {text.clippedBelow(formatShare(below))}</span>}
      </figcaption>
    </figure>
  );
}
