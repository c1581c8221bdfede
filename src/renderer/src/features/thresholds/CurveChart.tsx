/** Why this file exists: one curve in a square, with a point on it that moves without React. */
import { useLayoutEffect, useMemo, useRef } from 'react';
import { thinned, type CurvePoint } from '../../../../shared/charts/curves.ts';
import { createAxis, formatTick, ticks, type Extent } from '../../../../shared/charts/scale.ts';
import { useElementSize } from '../../canvas/use-element-size.ts';
import { formatPercent } from '../../components/format.ts';
import type { Live, Readable } from './live.ts';

const UNIT: Extent = { low: 0, high: 1 };
/** Room at the left, right, top and bottom in CSS pixels. */
const LEFT = 34;
const RIGHT = 10;
const TOP = 22;
const BOTTOM = 34;

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
  const across = useMemo(
    () => createAxis(xExtent, LEFT, Math.max(1, size.width - LEFT - RIGHT)),
    [xExtent, size.width],
  );
  const up = useMemo(
    () => createAxis(yExtent, size.height - BOTTOM, -Math.max(1, size.height - TOP - BOTTOM)),
    [yExtent, size.height],
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
                  x1={LEFT}
                  x2={size.width - RIGHT}
                  y1={up.at(value)}
                  y2={up.at(value)}
                />
                <text className="chart-tick tick-end" x={LEFT - 5} y={up.at(value) + 4}>
                  {formatTick(value, yExtent)}
                </text>
              </g>
            ))}
            {ticks(xExtent, 4).map((value) => (
              <text
                key={value}
                className="chart-tick"
                x={across.at(value)}
                y={size.height - BOTTOM + 14}
              >
                {formatTick(value, xExtent)}
              </text>
            ))}
            <text className="chart-tick" x={(LEFT + size.width - RIGHT) / 2} y={size.height - 4}>
              {x}
            </text>
            <text className="chart-tick tick-start" x={4} y={11}>
              {y}
            </text>
            <line
              className="axis"
              x1={LEFT}
              x2={size.width - RIGHT}
              y1={size.height - BOTTOM}
              y2={size.height - BOTTOM}
            />
            <polyline className="curve-line" points={line} />
            <g ref={dot} className="curve-point">
              <circle r="7" />
              <circle r="4" />
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
            {rows.map((point) => (
              <tr key={point.threshold}>
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
