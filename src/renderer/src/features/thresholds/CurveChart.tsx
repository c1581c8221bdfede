/** Why this file exists: one curve in a square, with a point on it that moves without React. */
import { useLayoutEffect, useMemo, useRef } from 'react';
import { thinned, type CurvePoint } from '../../../../shared/charts/curves.ts';
import { createAxis, formatTick, ticks, type Extent } from '../../../../shared/charts/scale.ts';
import { useElementSize } from '../../canvas/use-element-size.ts';
import { useRem } from '../../canvas/use-rem.ts';
import { formatPercent } from '../../components/format.ts';
import { locale } from '../../strings/language.ts';
import type { Live, Readable } from './live.ts';

const UNIT: Extent = { low: 0, high: 1 };
/** Room at the left, right, top and bottom; in units of the page's font size. */
const LEFT = 2.5;
const RIGHT = 0.7;
const TOP = 1.6;
const BOTTOM = 2.5;

interface CurveChartProps {
  title: string;
  points: readonly CurvePoint[];
  live: Readable<Live>;
  x: string;
  y: string;
  /** Where the operating point is; null where it is not defined. */
  at: (live: Live) => { x: number; y: number } | null;
  /** The operating point in words. */
  says: (x: string, y: string) => string;
  extents?: readonly [Extent, Extent];
  format?: (value: number) => string;
}

export function CurveChart(props: CurveChartProps) {
  const { title, points, live, x, y, at, says, extents, format = formatPercent } = props;
  const [xExtent, yExtent] = extents ?? [UNIT, UNIT];
  const holder = useRef<HTMLDivElement>(null);
  const dot = useRef<SVGGElement>(null);
  const words = useRef<HTMLParagraphElement>(null);
  const size = useElementSize(holder);
  const rem = useRem(size);
  const edge = {
    left: LEFT * rem,
    right: size.width - RIGHT * rem,
    top: TOP * rem,
    bottom: size.height - BOTTOM * rem,
  };
  const across = useMemo(
    () => createAxis(xExtent, LEFT * rem, Math.max(1, size.width - (LEFT + RIGHT) * rem)),
    [xExtent, size.width, rem],
  );
  const up = useMemo(
    () =>
      createAxis(
        yExtent,
        size.height - BOTTOM * rem,
        -Math.max(1, size.height - (TOP + BOTTOM) * rem),
      ),
    [yExtent, size.height, rem],
  );
  const line = useMemo(() => {
    const drawn = thinned(points, [xExtent.high - xExtent.low, yExtent.high - yExtent.low]);
    return drawn
      .map((one) => `${across.at(one.x).toFixed(1)},${up.at(one.y).toFixed(1)}`)
      .join(' ');
  }, [points, across, up, xExtent, yExtent]);

  useLayoutEffect(() => {
    const place = (): void => {
      const point = at(live.get());
      dot.current?.setAttribute('visibility', point === null ? 'hidden' : 'visible');
      if (point !== null) {
        dot.current?.setAttribute(
          'transform',
          `translate(${across.at(point.x)} ${up.at(point.y)})`,
        );
      }
      const text = point === null ? '' : says(format(point.x), format(point.y));
      if (words.current !== null && words.current.textContent !== text)
        words.current.textContent = text;
    };
    place();
    return live.subscribe(place);
  }, [live, at, says, format, across, up]);

  return (
    <figure className="curve">
      <figcaption>{title}</figcaption>
      <div className="curve-holder" ref={holder} aria-hidden="true">
        {size.width > 0 && (
          <svg width={size.width} height={size.height}>
            {ticks(yExtent, 4).map((value) => (
              <g key={value}>
                <line
                  className="grid"
                  x1={edge.left}
                  x2={edge.right}
                  y1={up.at(value)}
                  y2={up.at(value)}
                />
                <text
                  className="chart-tick tick-end"
                  x={edge.left - 0.35 * rem}
                  y={up.at(value) + 0.3 * rem}
                >
                  {formatTick(value, yExtent, locale())}
                </text>
              </g>
            ))}
            {ticks(xExtent, 4).map((value) => (
              <text
                key={value}
                className="chart-tick"
                x={across.at(value)}
                y={edge.bottom + 1.05 * rem}
              >
                {formatTick(value, xExtent, locale())}
              </text>
            ))}
            <text
              className="chart-tick"
              x={(edge.left + edge.right) / 2}
              y={size.height - 0.25 * rem}
            >
              {x}
            </text>
            <text className="chart-tick tick-start" x={0.2 * rem} y={0.8 * rem}>
              {y}
            </text>
            <line
              className="axis"
              x1={edge.left}
              x2={edge.right}
              y1={edge.bottom}
              y2={edge.bottom}
            />
            <polyline className="curve-line" points={line} />
            <g ref={dot} className="curve-point">
              <circle r={0.5 * rem} />
              <circle r={0.28 * rem} />
            </g>
          </svg>
        )}
      </div>
      <p className="note" ref={words} />
    </figure>
  );
}

interface CurveTableProps {
  title: string;
  points: readonly CurvePoint[];
  x: string;
  y: string;
  format: (value: number) => string;
  threshold: (value: number) => string;
}

/** At most this many rows; the drawing's own corners. */
const MOST_ROWS = 60;

export function CurveTable({ title, points, x, y, format, threshold }: CurveTableProps) {
  const rows = useMemo(() => {
    const span = (key: 'x' | 'y'): number => {
      const values = points.map((point) => point[key]);
      return Math.max(...values) - Math.min(...values) || 1;
    };
    return thinned(points, [span('x'), span('y')], MOST_ROWS / 2);
  }, [points]);
  return (
    <figure className="curve">
      <figcaption>{title}</figcaption>
      <div className="table-holder short" tabIndex={0} role="region" aria-label={title}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col" className="number">
                T2
              </th>
              <th scope="col" className="number">
                {x}
              </th>
              <th scope="col" className="number">
                {y}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((point, i) => (
              <tr key={i}>
                <td className="number">{threshold(point.threshold)}</td>
                <td className="number">{format(point.x)}</td>
                <td className="number">{format(point.y)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
