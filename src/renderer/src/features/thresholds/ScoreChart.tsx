/**
 * Why this file exists: the histogram under the two thresholds. Bars stand still; zones and handles
 * move over them by the DOM alone, so that a drag over 10,000 scores stays within a frame.
 */
import { useId, useMemo, useRef } from 'react';
import {
  formatTick,
  ticks,
  createAxis,
  type Axis,
  type Extent,
} from '../../../../shared/charts/scale.ts';
import { barShare, type ScoreBin } from '../../../../shared/charts/score-bins.ts';
import { useElementSize } from '../../canvas/use-element-size.ts';
import { useRem } from '../../canvas/use-rem.ts';
import { formatRaw } from '../../components/format.ts';
import { locale } from '../../strings/language.ts';
import { goToAddress } from '../../state/use-route.ts';
import type { Live, Readable } from './live.ts';
import { strings } from './strings.ts';
import { ThresholdHandle } from './ThresholdHandle.tsx';
import { Zones } from './Zones.tsx';

/** Room for T2's grip and for T1's grip with the axis below it; in units of the page's font size. */
const TOP = 1.9;
const BOTTOM = 3.4;
const SIDE = 1.2;

interface ScoreChartProps {
  bins: readonly ScoreBin[];
  extent: Extent;
  log: boolean;
  live: Readable<Live>;
  onMove: (which: 't1' | 't2', value: number) => void;
  /** The address of a bar's images. */
  addressOf: (bin: ScoreBin) => string;
}

export function ScoreChart({ bins, extent, log, live, onMove, addressOf }: ScoreChartProps) {
  const holder = useRef<HTMLDivElement>(null);
  const size = useElementSize(holder);
  const rem = useRem(size);
  const axis = useMemo(
    () => createAxis(extent, SIDE * rem, Math.max(1, size.width - 2 * SIDE * rem)),
    [extent, size.width, rem],
  );
  return (
    <div className="score-chart" ref={holder}>
      {size.width > 0 && (
        <>
          <svg width={size.width} height={size.height} aria-hidden="true">
            <Zones live={live} axis={axis} top={TOP * rem} bottom={size.height - BOTTOM * rem} />
            <Bars
              bins={bins}
              axis={axis}
              log={log}
              top={TOP * rem}
              bottom={size.height - BOTTOM * rem}
              addressOf={addressOf}
            />
            <AxisTicks axis={axis} y={size.height - 0.4 * rem} width={size.width} rem={rem} />
          </svg>
          {(['t1', 't2'] as const).map((which) => (
            <ThresholdHandle key={which} which={which} axis={axis} live={live} onMove={onMove} />
          ))}
        </>
      )}
    </div>
  );
}

interface BarsProps {
  bins: readonly ScoreBin[];
  axis: Axis;
  log: boolean;
  top: number;
  bottom: number;
  addressOf: (bin: ScoreBin) => string;
}

/** Good parts upwards, defective ones downwards: position tells them apart, not colour. */
function Bars({ bins, axis, log, top, bottom, addressOf }: BarsProps) {
  const hatch = useId();
  const most = (key: 'good' | 'defective' | 'unlabelled'): number =>
    Math.max(0, ...bins.map((bin) => bin[key]));
  const up = Math.max(most('good'), most('unlabelled'));
  const down = most('defective');
  // One scale for both directions; each gets the room its longest bar needs.
  const all =
    barShare(up, up, log) * scaleOf(up, log) + barShare(down, down, log) * scaleOf(down, log);
  const unit = (bottom - top) / Math.max(all, 1e-9);
  const middle = top + scaleOf(up, log) * unit;
  const length = (count: number): number =>
    count === 0 ? 0 : Math.max(1.5, scaleOf(count, log) * unit);
  return (
    <>
      <defs>
        <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse">
          <path d="M0 5L5 0" className="hatch" />
        </pattern>
      </defs>
      {bins.map((bin) => {
        const x = axis.at(bin.from) + 0.5;
        const width = Math.max(1, axis.at(bin.to) - axis.at(bin.from) - 1);
        return (
          <g key={bin.from} className="bar" onClick={() => goToAddress(addressOf(bin))}>
            <title>
              {strings.bar(formatRaw(bin.from), formatRaw(bin.to), bin.good, bin.defective)}
            </title>
            <rect className="bar-hit" x={x} y={top} width={width} height={bottom - top} />
            {bin.unlabelled > 0 && (
              <rect
                x={x}
                y={middle - length(bin.unlabelled)}
                width={width}
                height={length(bin.unlabelled)}
                fill={`url(#${hatch})`}
              />
            )}
            <rect
              className="bin-good"
              x={x}
              y={middle - length(bin.good)}
              width={width}
              height={length(bin.good)}
            />
            <rect
              className="bin-defective"
              x={x}
              y={middle}
              width={width}
              height={length(bin.defective)}
            />
          </g>
        );
      })}
      <line
        className="axis"
        x1={axis.at(axis.extent.low)}
        x2={axis.at(axis.extent.high)}
        y1={middle}
        y2={middle}
      />
    </>
  );
}

function scaleOf(count: number, log: boolean): number {
  return log ? Math.log1p(count) : count;
}

function AxisTicks({ axis, y, width, rem }: { axis: Axis; y: number; width: number; rem: number }) {
  const values = ticks(axis.extent, Math.max(3, Math.floor(width / (5 * rem))));
  return values.map((value) => (
    <text key={value} className="chart-tick" x={axis.at(value)} y={y}>
      {formatTick(value, axis.extent, locale())}
    </text>
  ));
}
