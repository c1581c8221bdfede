/** Why this file exists: frames as Chromium's own trace has them: when each was drawn, and what it cost. */
import type { Browser, Page } from 'playwright-core';

interface TraceEvent {
  name: string;
  ph: string;
  /** Microseconds. */
  ts: number;
  dur?: number;
  /** Processor time of the thread, microseconds. */
  tdur?: number;
  pid: number;
  tid: number;
  args?: { name?: string };
}

export interface FrameFigures {
  frames: number;
  /** Milliseconds from one drawn frame to the next. */
  median: number;
  p95: number;
  worst: number;
  /** Processor time of the page's thread for a frame, milliseconds: what other load does not blur. */
  cpuMedian: number;
  cpuP95: number;
}

const CATEGORIES = [
  'disabled-by-default-devtools.timeline',
  'devtools.timeline',
  'disabled-by-default-devtools.timeline.frame',
  'devtools.timeline.frame',
];

/** Traces Chromium while `act` runs. */
export async function traceFrames(
  browser: Browser,
  page: Page,
  act: () => Promise<void>,
): Promise<FrameFigures> {
  await browser.startTracing(page, { categories: CATEGORIES });
  await act();
  const trace = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[];
  };
  return figuresOf(trace.traceEvents);
}

function figuresOf(events: readonly TraceEvent[]): FrameFigures {
  const drawn = events.filter(({ name }) => name === 'DrawFrame').map(({ ts }) => ts);
  drawn.sort((a, b) => a - b);
  // A pause (nothing moved) is not a slow frame.
  const gaps = drawn
    .slice(1)
    .map((ts, i) => (ts - (drawn[i] ?? ts)) / 1000)
    .filter((gap) => gap < 1000);
  const main = mainThread(events);
  const tasks = events
    .filter(({ name, pid, tid }) => name === 'RunTask' && pid === main?.pid && tid === main.tid)
    .sort((a, b) => a.ts - b.ts);
  const costs: number[] = [];
  let at = 0;
  for (const ts of drawn) {
    let cost = 0;
    for (; at < tasks.length && (tasks[at]?.ts ?? Infinity) < ts; at += 1) {
      cost += (tasks[at]?.tdur ?? tasks[at]?.dur ?? 0) / 1000;
    }
    costs.push(cost);
  }
  return {
    frames: drawn.length,
    median: quantile(gaps, 0.5),
    p95: quantile(gaps, 0.95),
    worst: quantile(gaps, 1),
    cpuMedian: quantile(costs, 0.5),
    cpuP95: quantile(costs, 0.95),
  };
}

/** The page's main thread: of several processes with one, that which did most. */
function mainThread(events: readonly TraceEvent[]): { pid: number; tid: number } | undefined {
  const named = events.filter(
    ({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain',
  );
  const tasksOf = ({ pid, tid }: TraceEvent): number =>
    events.filter((event) => event.name === 'RunTask' && event.pid === pid && event.tid === tid)
      .length;
  return [...named].sort((a, b) => tasksOf(b) - tasksOf(a))[0];
}

/** The value below which a share `q` of `values` lies; NaN without values. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN;
}
