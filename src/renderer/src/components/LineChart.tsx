/** Why this file exists: curves that grow while they are watched, drawn by uPlot in the screens' colours. */
import { useEffect, useRef, useState } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useElementSize } from '../canvas/use-element-size.ts';
import { usePreferences } from '../state/use-preferences.ts';
import { formatNumber } from './format.ts';

export interface Line {
  label: string;
  /** One value for each place of `x`; null where there is none. */
  values: readonly (number | null)[];
}

/** Reads colours as a canvas takes them: a token by itself may still be a choice of two. */
function colourReader(element: HTMLElement): (name: string) => string {
  return (name) => {
    const probe = document.createElement('span');
    probe.style.color = `var(${name})`;
    element.append(probe);
    const colour = getComputedStyle(probe).color;
    probe.remove();
    return colour;
  };
}

interface LineChartProps {
  /** What the chart shows, for those who do not see it; its table says the rest. */
  label: string;
  /** What `x` counts. */
  xLabel: string;
  x: readonly number[];
  lines: readonly Line[];
  /** In rem. */
  height?: number;
}

/** Lines differ by colour and by dashes. */
const TONES = ['--accent', '--ng', '--ok', '--warn'] as const;
const DASHES: readonly number[][] = [[], [7, 4], [2, 3], [10, 3, 2, 3]];

export function LineChart({ label, xLabel, x, lines, height = 11 }: LineChartProps) {
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const size = useElementSize(holder);
  const scheme = useScheme();
  const names = lines.map((line) => line.label).join('\n');
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const width = Math.floor(size.width);
  const pixelHeight = Math.round(height * rem);

  // A chart is made anew when its lines or the colours change, and fed when only data do.
  useEffect(() => {
    const element = holder.current;
    if (element === null) return undefined;
    const style = getComputedStyle(element);
    const colour = colourReader(element);
    const axis = {
      stroke: colour('--muted'),
      grid: { stroke: colour('--line'), width: 1 },
      ticks: { stroke: colour('--line'), width: 1 },
      font: `${0.75 * rem}px ${style.fontFamily}`,
    };
    plot.current = new UPlot(
      {
        // The width is set as soon as it is known, see below.
        width: 1,
        height: pixelHeight,
        scales: { x: { time: false } },
        legend: { show: true, live: true },
        cursor: { y: false, drag: { x: false, y: false } },
        axes: [
          {
            ...axis,
            size: 2 * rem,
            values: (_, ticks) => ticks.map((tick) => formatNumber(tick, 0)),
          },
          { ...axis, size: 3.6 * rem, values: (_, ticks) => ticks.map(tickText) },
        ],
        series: [
          {
            label: xLabel,
            value: (_, value: number | null) => (value === null ? '' : formatNumber(value, 0)),
          },
          ...names.split('\n').map((name, at) => ({
            label: name,
            stroke: colour(TONES[at % TONES.length] ?? '--accent'),
            dash: [...(DASHES[at % DASHES.length] ?? [])],
            width: 2,
            points: { show: false },
            spanGaps: true,
            value: (_: UPlot, value: number | null) => (value === null ? '' : valueText(value)),
          })),
        ],
      },
      [[]],
      element,
    );
    return () => {
      plot.current?.destroy();
      plot.current = null;
    };
  }, [names, xLabel, scheme, rem, pixelHeight]);

  useEffect(() => {
    if (width > 0) plot.current?.setSize({ width, height: pixelHeight });
  }, [width, pixelHeight, names, xLabel, scheme, rem]);
  useEffect(() => {
    plot.current?.setData([[...x], ...lines.map(({ values }) => [...values])]);
  }, [x, lines, names, xLabel, scheme, rem, pixelHeight]);

  return <div ref={holder} className="line-chart" role="img" aria-label={label} />;
}

function tickText(value: number): string {
  const size = Math.abs(value);
  if (size === 0 || Number.isInteger(value)) return formatNumber(value, 0);
  return formatNumber(value, size < 0.01 ? 4 : size < 0.1 ? 3 : 2);
}

function valueText(value: number): string {
  return formatNumber(value, Math.abs(value) >= 100 ? 1 : 4);
}

/** Changes with the colours of the page: the chosen theme, and the system's. */
function useScheme(): string {
  const { theme } = usePreferences();
  const [dark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)');
    const listen = (): void => setDark(query.matches);
    query.addEventListener('change', listen);
    return () => query.removeEventListener('change', listen);
  }, []);
  return `${theme} ${dark}`;
}
