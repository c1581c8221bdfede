/** Why this file exists: what a bench prints: one table per bench for people, one object for programs. */
import type { DeviceInfo } from '../runtime/device.ts';

/** A ratio to a bare run of the same arithmetic, with what it should be at most. */
export interface Ratio {
  ratio: number;
  target: number;
}

export interface Figure extends Partial<Ratio> {
  /** What was measured, e.g. "theta 32, 9000 vectors". */
  name: string;
  /** Milliseconds, median. */
  ms: number;
  /** Milliseconds of the bare run, median. */
  bareMs?: number;
  /** Billions of floating-point operations per second, a multiply-add counting as two. */
  gflops?: number;
  bareGflops?: number;
  /** Per second: steps or images. */
  perSecond?: number;
  /** Said beside the figure. */
  note?: string;
}

export interface BenchResult {
  bench: 'engine' | 'search' | 'decode';
  figures: Figure[];
}

export interface BenchReport {
  device: string;
  versions: DeviceInfo['versions'];
  processor: string;
  when: string;
  benches: BenchResult[];
}

const COLUMNS: readonly [title: string, text: (figure: Figure) => string][] = [
  ['', ({ name }) => name],
  ['ms', ({ ms }) => ms.toFixed(ms < 10 ? 2 : ms < 100 ? 1 : 0)],
  ['bare ms', ({ bareMs }) => (bareMs === undefined ? '' : bareMs.toFixed(bareMs < 100 ? 1 : 0))],
  [
    'ratio',
    ({ ratio, target }) =>
      ratio === undefined || target === undefined
        ? ''
        : `${ratio.toFixed(2)} ${ratio <= target ? '<=' : '> '} ${target}`,
  ],
  ['GFLOP/s', ({ gflops }) => gflops?.toPrecision(3) ?? ''],
  ['bare', ({ bareGflops }) => bareGflops?.toPrecision(3) ?? ''],
  ['per second', ({ perSecond }) => perSecond?.toPrecision(3) ?? ''],
  ['', ({ note }) => note ?? ''],
];

/** Lines for people; columns that no figure fills are left out. */
export function tableOf({ bench, figures }: BenchResult): string[] {
  const columns = COLUMNS.map(([title, text]) => [title, ...figures.map(text)]).filter((cells) =>
    cells.slice(1).some((cell) => cell !== ''),
  );
  const widths = columns.map((cells) => Math.max(...cells.map((cell) => cell.length)));
  const lines = ['', ...figures].map((_, row) =>
    columns
      .map((cells, column) => {
        const cell = cells[row] ?? '';
        const width = widths[column] ?? 0;
        const isText = column === 0 || cells[0] === '';
        return isText ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
  return [`${bench}:`, ...lines.map((line) => `  ${line}`)];
}
