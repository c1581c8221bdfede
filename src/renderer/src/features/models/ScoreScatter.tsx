/**
 * Why this file exists: the scores of two models on the same images. Good parts are rings, defective
 * ones crosses; lines are the thresholds. On a canvas: ten thousand marks are too many elements.
 */
import { useEffect, useMemo, useRef, useState, type PointerEvent } from 'react';
import {
  createAxis,
  formatTick,
  ticks,
  type Axis,
  type Extent,
} from '../../../../shared/charts/scale.ts';
import type { Band } from '../../../../shared/entities/threshold.ts';
import type { LabelValue } from '../../../../shared/entities/label.ts';
import { useElementSize } from '../../canvas/use-element-size.ts';
import { useRem } from '../../canvas/use-rem.ts';
import { IconButton } from '../../components/Button.tsx';
import { formatRaw } from '../../components/format.ts';
import { locale } from '../../strings/language.ts';
import { goToAddress } from '../../state/use-route.ts';
import { labelName, PairTable, type Pair } from './PairTable.tsx';
import { useTokens } from './use-tokens.ts';
import { strings } from './strings.ts';

interface ScoreScatterProps {
  pairs: readonly Pair[];
  names: readonly [string, string];
  bands: readonly [Band, Band];
  addressOf: (imageId: number) => string;
}

/** Room at the left, at the bottom and elsewhere; in units of the page's font size. */
const LEFT = 3.2;
const BOTTOM = 2.6;
const ROOM = 0.7;
/** A mark this near to the pointer is meant; CSS pixels. */
const REACH = 12;

export function ScoreScatter({ pairs, names, bands, addressOf }: ScoreScatterProps) {
  const [asTable, setAsTable] = useState(false);
  return (
    <>
      <div className="scatter-head">
        <p className="note">
          {strings.both(pairs.length)}. {strings.scatterHint}
        </p>
        <IconButton
          icon={asTable ? 'chart' : 'table'}
          small
          label={asTable ? strings.chart : strings.table}
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        />
      </div>
      {asTable ? (
        <PairTable pairs={pairs} names={names} addressOf={addressOf} />
      ) : (
        <Plot pairs={pairs} names={names} bands={bands} addressOf={addressOf} />
      )}
      <p className="legend-keys" aria-hidden="true">
        ○ {strings.good} <span className="key-gap" /> ✕ {strings.defective}{' '}
        <span className="key-gap" /> · {strings.unlabelled}
      </p>
    </>
  );
}

function Plot({ pairs, names, bands, addressOf }: ScoreScatterProps) {
  const holder = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useElementSize(holder);
  const rem = useRem(size);
  const tokens = useTokens();
  const [near, setNear] = useState<Pair | null>(null);
  const { x, y } = useMemo(() => {
    const across = extentOf(
      pairs.map(({ a }) => a),
      bands[0],
    );
    const up = extentOf(
      pairs.map(({ b }) => b),
      bands[1],
    );
    return {
      x: createAxis(across, LEFT * rem, Math.max(1, size.width - (LEFT + ROOM) * rem)),
      y: createAxis(
        up,
        size.height - BOTTOM * rem,
        -Math.max(1, size.height - (BOTTOM + ROOM) * rem),
      ),
    };
  }, [pairs, bands, size, rem]);

  useEffect(() => {
    const node = canvas.current;
    const context = node?.getContext('2d');
    if (node === null || context === null || context === undefined || size.width === 0) return;
    const ratio = window.devicePixelRatio;
    node.width = Math.round(size.width * ratio);
    node.height = Math.round(size.height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    drawBands(context, x, y, bands, tokens);
    drawMarks(context, pairs, x, y, tokens, rem / 14);
  }, [pairs, bands, x, y, size, tokens, rem]);

  const find = (event: PointerEvent): Pair | null => {
    const box = canvas.current?.getBoundingClientRect();
    if (box === undefined) return null;
    const [px, py] = [event.clientX - box.left, event.clientY - box.top];
    let best: Pair | null = null;
    let least = REACH;
    for (const pair of pairs) {
      const distance = Math.hypot(x.at(pair.a) - px, y.at(pair.b) - py);
      if (distance < least) [best, least] = [pair, distance];
    }
    return best;
  };

  return (
    <div
      className="scatter"
      ref={holder}
      role="img"
      aria-label={strings.scatterAria(pairs.length)}
      data-near={near !== null || undefined}
    >
      <canvas
        ref={canvas}
        style={{ width: size.width, height: size.height }}
        onPointerMove={(event) => setNear(find(event))}
        onPointerLeave={() => setNear(null)}
        onClick={() => {
          if (near !== null) goToAddress(addressOf(near.imageId));
        }}
      />
      {size.width > 0 && (
        <svg width={size.width} height={size.height} aria-hidden="true">
          {ticks(x.extent, 5).map((value) => (
            <text
              key={value}
              className="chart-tick"
              x={x.at(value)}
              y={size.height - (BOTTOM - 1.05) * rem}
            >
              {formatTick(value, x.extent, locale())}
            </text>
          ))}
          {ticks(y.extent, 5).map((value) => (
            <text
              key={value}
              className="chart-tick tick-end"
              x={(LEFT - 0.4) * rem}
              y={y.at(value) + 0.3 * rem}
            >
              {formatTick(value, y.extent, locale())}
            </text>
          ))}
          <text
            className="chart-tick"
            x={(LEFT * rem + size.width) / 2}
            y={size.height - 0.3 * rem}
          >
            {strings.scatterX(names[0])}
          </text>
          <text className="chart-tick tick-start" x={(LEFT + 0.4) * rem} y={(ROOM + 0.9) * rem}>
            {strings.scatterY(names[1])}
          </text>
          {near !== null && (
            <circle className="scatter-near" cx={x.at(near.a)} cy={y.at(near.b)} r="8" />
          )}
        </svg>
      )}
      {near !== null && (
        <p className="scatter-tip">
          A {formatRaw(near.a)} · B {formatRaw(near.b)} · {labelName(near.label)}
        </p>
      )}
    </div>
  );
}

function extentOf(values: readonly number[], { t1, t2 }: Band): Extent {
  let [low, high] = [t1, t2];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const room = (high - low || Math.abs(high) || 1) * 0.04;
  return { low: low - room, high: high + room };
}

function drawBands(
  context: CanvasRenderingContext2D,
  x: Axis,
  y: Axis,
  [a, b]: readonly [Band, Band],
  tokens: Readonly<Record<string, string>>,
): void {
  const [left, right] = [x.at(x.extent.low), x.at(x.extent.high)];
  const [bottom, top] = [y.at(y.extent.low), y.at(y.extent.high)];
  context.strokeStyle = tokens['--line-strong'] ?? 'grey';
  context.lineWidth = 1;
  context.strokeRect(left, top, right - left, bottom - top);
  const line = (fromX: number, fromY: number, toX: number, toY: number, dash: number[]): void => {
    context.setLineDash(dash);
    context.beginPath();
    context.moveTo(fromX, fromY);
    context.lineTo(toX, toY);
    context.stroke();
  };
  context.strokeStyle = tokens['--text'] ?? 'black';
  for (const [value, dash] of [
    [a.t1, [3, 4]],
    [a.t2, []],
  ] as const) {
    line(x.at(value), bottom, x.at(value), top, [...dash]);
  }
  for (const [value, dash] of [
    [b.t1, [3, 4]],
    [b.t2, []],
  ] as const) {
    line(left, y.at(value), right, y.at(value), [...dash]);
  }
  context.setLineDash([]);
}

function drawMarks(
  context: CanvasRenderingContext2D,
  pairs: readonly Pair[],
  x: Axis,
  y: Axis,
  tokens: Readonly<Record<string, string>>,
  scale: number,
): void {
  const colours: Record<LabelValue, string> = {
    ok: tokens['--ok'] ?? 'teal',
    ng: tokens['--ng'] ?? 'brown',
    unsure: tokens['--muted'] ?? 'grey',
    none: tokens['--muted'] ?? 'grey',
  };
  context.lineWidth = 1.4 * scale;
  const arm = 3.5 * scale;
  for (const label of ['none', 'unsure', 'ok', 'ng'] as const) {
    context.strokeStyle = colours[label];
    context.beginPath();
    for (const pair of pairs) {
      if (pair.label !== label) continue;
      const [px, py] = [x.at(pair.a), y.at(pair.b)];
      if (label === 'ng') {
        context.moveTo(px - arm, py - arm);
        context.lineTo(px + arm, py + arm);
        context.moveTo(px + arm, py - arm);
        context.lineTo(px - arm, py + arm);
      } else {
        const radius = (label === 'ok' ? 3.2 : 1.2) * scale;
        context.moveTo(px + radius, py);
        context.arc(px, py, radius, 0, 2 * Math.PI);
      }
    }
    context.stroke();
  }
}
